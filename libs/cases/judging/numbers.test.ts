import { describe, expect, it } from 'vitest';
import type { Sql } from '#libs/postgres/sql.js';
import type { Transaction } from '#libs/postgres/transaction.js';
import { KnownCases } from './known-cases.js';
import { type Numbered, numbersFor } from './numbers.js';

/** A database that numbers texts from 1 in the order in which they come, and what it was asked. */
class Numbering {
  readonly asked: string[] = [];
  readonly #units: string[] = [];

  /** A transaction on the server that was started then. */
  begin(incarnation: string): Transaction & { commit(): void } {
    const after: (() => void)[] = [];
    const ask = (sql: Sql | string, values: readonly unknown[] = []) => {
      const name = typeof sql === 'string' ? sql : sql.name.replace(/-[0-9a-f]{12}$/, '');
      this.asked.push(name);
      if (name === 'keep-versions') return [{ incarnation }];
      if (!name.startsWith('find-')) return [];
      const text = (values[0] as Buffer).toString('latin1');
      if (!this.#units.includes(text)) this.#units.push(text);
      return [{ number: this.#units.indexOf(text) + 1 }];
    };
    return {
      query: async <Row>(sql: Sql | string, values?: readonly unknown[]) => ask(sql, values) as Row[],
      execute: async (sql, values) => ask(sql, values).length,
      afterCommit: (work) => void after.push(work),
      commit: () => {
        for (const work of after) work();
      },
    };
  }
}

const unit = (name: string): Numbered => ({ metrics: [], units: [name], findings: [], rulesPosition: 0 });

async function numberOf(known: KnownCases, tx: Transaction, name: string): Promise<number> {
  await known.begin(tx);
  const number = known.numbers(tx).unit(name);
  return number ?? (await numbersFor(tx, unit(name), known.numbers(tx))).unit(name);
}

describe('the numbers of texts that repeat', () => {
  it('are asked once, and known from then on', async () => {
    const [numbering, known] = [new Numbering(), new KnownCases()];
    const first = numbering.begin('Monday');
    expect([await numberOf(known, first, 'area/rj'), await numberOf(known, first, 'area/sp')]).toEqual([1, 2]);
    first.commit();
    numbering.asked.length = 0;
    const second = numbering.begin('Monday');
    expect([await numberOf(known, second, 'area/rj'), await numberOf(known, second, 'area/sp')]).toEqual([1, 2]);
    expect(numbering.asked).toEqual(['keep-versions']);
  });

  it('are asked again when the transaction that added them was rolled back', async () => {
    const [numbering, known] = [new Numbering(), new KnownCases()];
    await numberOf(known, numbering.begin('Monday'), 'area/rj');
    numbering.asked.length = 0;
    await numberOf(known, numbering.begin('Monday'), 'area/rj');
    expect(numbering.asked).toEqual(['keep-versions', 'add-units', 'find-units']);
  });

  it('are asked again of a server that was started since: it may have been restored', async () => {
    const [numbering, known] = [new Numbering(), new KnownCases()];
    const first = numbering.begin('Monday');
    await numberOf(known, first, 'area/rj');
    first.commit();
    numbering.asked.length = 0;
    await numberOf(known, numbering.begin('Tuesday'), 'area/rj');
    expect(numbering.asked).toEqual(['keep-versions', 'add-units', 'find-units']);
  });

  it('of one transaction are read once, however often it names them', async () => {
    const [numbering, known] = [new Numbering(), new KnownCases()];
    const tx = numbering.begin('Monday');
    await known.begin(tx);
    const needed = { metrics: [], units: ['area/rj', 'area/rj'], findings: [], rulesPosition: 0 };
    const numbers = await numbersFor(tx, needed, known.numbers(tx));
    expect(numbers.unit('area/rj')).toBe(1);
    expect(() => numbers.unit('area/sp')).toThrow('"area/sp" has no number');
  });
});
