import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Database, type Transaction } from '#libs/postgres/database.js';
import { reading } from '#libs/postgres/sql.js';
import { breakableWire } from '#test/stack/breakable-wire.js';
import { freshDatabase } from '#test/stack/database.js';

let url: string;
let drop: () => Promise<void>;
let database: Database;

beforeAll(async () => {
  ({ url, drop } = await freshDatabase('together'));
  database = new Database({ url, name: 'contract', poolSize: 5 });
  await database.execute('create table account (id integer primary key, amount bigint not null)');
});

afterAll(async () => {
  await database?.close();
  await drop?.();
});

beforeEach(async () => {
  await database.execute('truncate account');
  await database.execute('insert into account values (1, 0), (2, 0)');
});

const amount = async (id: number) =>
  (await database.query<{ amount: bigint }>('select amount from account where id = $1', [id]))[0]?.amount;
const raise = (tx: Transaction, id: number) => tx.execute('update account set amount = amount + 1 where id = $1', [id]);

describe('a transaction that asks several statements at once', () => {
  it('sends them without waiting for the answers between them', async () => {
    const wire = await breakableWire(url);
    const far = new Database({ url: wire.url, name: 'far' });
    const answers = await far.transaction(async (tx) => {
      await raise(tx, 1);
      const sent = wire.holdAnswersUntilSent('as second'); // where each waits for the answer before it, this never happens
      const asked = Promise.all([tx.query('select 1 as first'), tx.query('select 2 as second')]);
      await sent;
      return asked;
    });
    expect(answers).toEqual([[{ first: 1 }], [{ second: 2 }]]);
    await far.close();
    wire.close();
  });

  it('runs them in their order, and each sees what was committed before it', async () => {
    const other = new Database({ url, name: 'contract-other' });
    try {
      const seen = await database.transaction(async (tx) => {
        await raise(tx, 1);
        const waits = other.execute('update account set amount = 10 where id = 2');
        const asked = Promise.all([
          tx.query('select pg_sleep(0.3)'),
          tx.query<{ amount: bigint }>('select amount from account where id = 2'),
          raise(tx, 2),
          tx.query<{ amount: bigint }>('select amount from account where id = 2'),
        ]);
        await waits; // it is stored while the first statement runs
        const [, before, , after] = await asked;
        return [before[0]?.amount, after[0]?.amount];
      });
      expect(seen).toEqual([10n, 11n]);
    } finally {
      await other.close();
    }
  });

  it('throws what failed first, wherever the failures after it arrive', async () => {
    const late = async (tx: Transaction) => {
      const answers = await Promise.all([tx.query('select 1 / 0')]); // so its failure comes here later than the next one
      return answers;
    };
    const work = database.transaction((tx) =>
      Promise.all([raise(tx, 1), late(tx), raise(tx, 2), tx.query('select 1')]),
    );
    await expect(work).rejects.toMatchObject({ code: '22012' });
    expect([await amount(1), await amount(2)]).toEqual([0n, 0n]);
    await database.execute('update account set amount = 3 where id = 1'); // the connection is as good as before
    expect(await amount(1)).toBe(3n);
  });

  it('runs again when the first of them was in the way of another transaction', async () => {
    let attempts = 0;
    const sum = await database.transaction(async (tx) => {
      attempts += 1;
      const isFirst = attempts === 1;
      const fails = async () => {
        await Promise.all([tx.execute(isFirst ? `do $$ begin raise sqlstate '40P01'; end $$` : 'select 1')]);
      };
      await Promise.all([fails(), raise(tx, 1)]);
      return amount(2);
    });
    expect([sum, attempts, await amount(1)]).toEqual([0n, 2, 1n]);
  });

  it('gives each of them the time that one has', async () => {
    const patient = new Database({ url, name: 'contract-patient', statementTimeoutMs: 1_900 });
    const sleep = (tx: Transaction) => tx.query('select pg_sleep(1.8)');
    const slept = patient.transaction((tx) => Promise.all([sleep(tx), sleep(tx), sleep(tx), sleep(tx)]));
    await expect(slept.finally(() => patient.close())).resolves.toHaveLength(4);
  });
});

describe('a transaction that begins with queries that only read', () => {
  const asked = (name: string) => reading({ name, text: `select $1::text as ${name}` });
  /** A connection whose answers wait until these words are sent. */
  const held = async (words: string) => {
    const wire = await breakableWire(url);
    const far = new Database({ url: wire.url, name: 'far', poolSize: 1 });
    await far.query('select 1');
    return { far, sent: wire.holdAnswersUntilSent(words), close: () => far.close().then(() => wire.close()) };
  };

  it('sends them along with its BEGIN', async () => {
    const { far, close } = await held('as early');
    expect(await far.transaction((tx) => tx.query(asked('early'), ['a']))).toEqual([{ early: 'a' }]);
    await close();
  });

  it('sends nothing that was asked after another statement before that one', async () => {
    const { far, close } = await held('begin');
    const seen = await far.transaction((tx) =>
      Promise.all([
        tx.query(asked('first'), ['a']),
        raise(tx, 1),
        tx.query(reading({ name: 'amount-of-one', text: 'select amount from account where id = $1' }), [1]),
      ]),
    );
    expect([seen[0], seen[2]]).toEqual([[{ first: 'a' }], [{ amount: 1n }]]);
    await close();
  });

  it('stores nothing when BEGIN alone fails', async () => {
    const options = { isolation: 'none' as never };
    const write = database.transaction(async (tx) => {
      await tx.query(asked('before'), ['a']);
      await raise(tx, 1);
    }, options);
    await expect(write).rejects.toMatchObject({ code: '42601' });
    await expect(database.transaction((tx) => tx.query(asked('alone'), ['a']), options)).rejects.toMatchObject({
      code: '42601',
    });
    expect(await amount(1)).toBe(0n);
  });
});

describe('a transaction that says which statements are its last', () => {
  const last = <T>(tx: Transaction, ask: () => Promise<T>) => {
    if (tx.last === undefined) throw new Error('a transaction of a database can say it');
    return tx.last(ask);
  };

  it('sends COMMIT along with them', async () => {
    const wire = await breakableWire(url);
    const far = new Database({ url: wire.url, name: 'far', poolSize: 1 });
    const committed: string[] = [];
    await far.transaction(async (tx) => {
      await raise(tx, 1);
      const sent = wire.holdAnswersUntilSent('commit'); // where COMMIT waits for their answers, this never happens
      tx.afterCommit?.(() => committed.push('yes'));
      await last(tx, () => Promise.all([raise(tx, 1), raise(tx, 2)]));
      await sent;
    });
    expect([await amount(1), await amount(2), committed]).toEqual([2n, 1n, ['yes']]);
    await far.close();
    wire.close();
  });

  it('stores nothing when one of them fails, says what failed, and the connection can be used again', async () => {
    const single = new Database({ url, name: 'contract-single', poolSize: 1 });
    const committed: string[] = [];
    const wrong = single.transaction(async (tx) => {
      tx.afterCommit?.(() => committed.push('yes'));
      await raise(tx, 1);
      await last(tx, () => Promise.all([raise(tx, 2), tx.query('select 1 / 0'), raise(tx, 2)]));
    });
    await expect(wrong).rejects.toMatchObject({ code: '22012' });
    const caught = single.transaction((tx) =>
      last(tx, async () => {
        await tx.query('select 1 / 0').catch(() => undefined);
      }),
    );
    await expect(caught).rejects.toThrow('rolled back at COMMIT');
    expect([await amount(1), await amount(2), committed]).toEqual([0n, 0n, []]);
    await single.transaction((tx) => raise(tx, 1));
    expect(await amount(1)).toBe(1n);
    await single.close();
  });

  it('runs again when others were in the way', async () => {
    let attempts = 0;
    await database.transaction(async (tx) => {
      attempts += 1;
      await raise(tx, 1);
      const conflict = "do $$ begin raise exception 'in the way' using errcode = '40001'; end $$";
      await last(tx, () => Promise.all([raise(tx, 2), attempts === 1 ? tx.execute(conflict) : raise(tx, 2)]));
    });
    expect([attempts, await amount(1), await amount(2)]).toEqual([2, 1n, 2n]);
  });

  it('takes no statement after them', async () => {
    const late = database.transaction(async (tx) => {
      await last(tx, () => raise(tx, 1));
      await raise(tx, 2);
    });
    await expect(late).rejects.toThrow('after the end of its transaction');
    expect(await amount(2)).toBe(0n);
  });
});
