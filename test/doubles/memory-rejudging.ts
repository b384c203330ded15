import type { RejudgingStore } from '#libs/cases/judging/rejudge.js';
import type { SourceDraft } from './memory-source.js';

/** A pass over all cases, among a department's own data. */
export interface WithRejudging {
  /** Undefined when no case has to be judged again; `after` is the last case that was. */
  readonly rejudging: { readonly after: Buffer | undefined } | undefined;
}

/** The pass in memory, for simulations. The contract tests hold it equal to the one on PostgreSQL. */
export class MemoryRejudging<Own extends WithRejudging> implements RejudgingStore<SourceDraft<Own>> {
  /**
   * @param casesOf  the keys of all cases, in any order
   * @param onIo     called before every access; it throws where the process dies
   */
  constructor(
    private readonly casesOf: (own: Own) => readonly Buffer[],
    private readonly onIo: (what: string) => void | Promise<void> = () => {},
  ) {}

  /** Any number of transactions judge at once. */
  async hold(tx: SourceDraft<Own>): Promise<void> {
    await this.onIo('holdRules');
    await tx.lockShared('rules');
  }

  /** Lets a transaction change documents: none that judges runs beside it. */
  async change(tx: SourceDraft<Own>): Promise<void> {
    await this.onIo('changeRules');
    await tx.lock('rules');
  }

  async begin(tx: SourceDraft<Own>): Promise<void> {
    await this.onIo('beginRejudging');
    await tx.lock('rejudging');
    put(tx, { after: undefined });
  }

  async find(tx: SourceDraft<Own>): Promise<WithRejudging['rejudging']> {
    await this.onIo('findRejudging');
    return (await tx.tryLock('rejudging')) ? tx.kept.own.rejudging : undefined;
  }

  async next(tx: SourceDraft<Own>, after: Buffer | undefined, atMost: number): Promise<readonly Buffer[]> {
    await this.onIo('nextCases');
    const later = this.casesOf(tx.kept.own).filter((one) => after === undefined || one.compare(after) > 0);
    return later.toSorted((a, b) => a.compare(b)).slice(0, atMost);
  }

  async move(tx: SourceDraft<Own>, after: Buffer): Promise<void> {
    await this.onIo('moveRejudging');
    put(tx, { after });
  }

  async end(tx: SourceDraft<Own>): Promise<void> {
    await this.onIo('endRejudging');
    put(tx, undefined);
  }
}

function put<Own extends WithRejudging>(tx: SourceDraft<Own>, rejudging: WithRejudging['rejudging']): void {
  tx.change((kept) => ({ ...kept, own: { ...kept.own, rejudging } }));
}
