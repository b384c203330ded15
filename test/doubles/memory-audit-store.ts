import type { Entry } from '#libs/audit/chain/entry.js';
import { type Head, type Line, NO_LINE, nextLines } from '#libs/audit/chain/line.js';
import type { AuditQuestion, AuditStore } from '#libs/audit/store/audit-store.js';

/** The audit log in memory. The contract tests hold it equal to the one on PostgreSQL. */
export class MemoryAuditStore implements AuditStore {
  lines: Line[] = [];

  constructor(
    private readonly server = 'scoring',
    private readonly at: () => string = () => '2018-09-01T08:00:00.000000Z',
  ) {}

  async append(entries: readonly Entry[]): Promise<Head> {
    this.lines.push(...nextLines(this.lines.at(-1) ?? NO_LINE, entries, { server: this.server, at: this.at() }));
    return this.head();
  }

  async head(): Promise<Head> {
    const { position, hash } = this.lines.at(-1) ?? NO_LINE;
    return { position, hash };
  }

  async linesAfter(position: bigint, limit: number): Promise<readonly Line[]> {
    return this.lines.filter((line) => line.position > position).slice(0, limit);
  }

  async find({ caller, call, from, until }: AuditQuestion, before: bigint, limit: number): Promise<readonly Line[]> {
    const isWanted = (line: Line) => {
      const { at, who, what } = JSON.parse(line.text) as { at: string; who: { name: string }; what: { call: string } };
      const isOf = (caller === '' || who.name === caller) && (call === '' || what.call === call);
      return isOf && (from === '' || at >= from) && (until === '' || at < until) && line.position < before;
    };
    return this.lines.filter(isWanted).reverse().slice(0, limit);
  }
}
