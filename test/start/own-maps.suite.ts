import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Kafka, logLevel, Partitioners } from 'kafkajs';
import { describe, expect, it } from 'vitest';
import { Origin } from '#libs/contracts/cx/batches/v1/batches.js';
import { CustomFact, CustomServiceClient, type FieldValue } from '#libs/contracts/cx/custom/v1/custom.js';
import { FactResult } from '#libs/contracts/cx/facts/v1/facts.js';
import { call } from '#libs/grpc/client.js';
import { client } from '#test/stack/client.js';
import { brokers } from '#test/stack/installation.js';
import { runCx } from '#test/stack/run-cx.js';
import { until } from '#test/stack/until.js';
import type { ExampleDepartments } from './example-departments.js';

type Values = Readonly<Record<string, NonNullable<FieldValue['value']>>>;

const HEAD = 'Artikel;Tag;Warengruppe;Preis in Cent;Niedrigster in Cent;Lieferant erhöht';
/** Articles 100 to 139 on one day; every fourth costs more than the lowest price allows. */
const ARTICLES = Array.from({ length: 40 }, (_, place) => `A${100 + place}`);
const priceOf = (article: string) => (Number(article.slice(1)) % 4 === 0 ? 3_000 : 2_100);
const line = (article: string) => `${article};07.03.2026;Spielzeug;${priceOf(article)};2000;nein`;

/** The fact of an article as a caller of the contract writes it. */
function seen(article: string, ourCents = priceOf(article)): CustomFact {
  const values: Values = {
    article: { $case: 'text', value: article },
    day: { $case: 'day', value: '2026-03-07' },
    category: { $case: 'choice', value: 'toys' },
    our_price_cents: { $case: 'wholeNumber', value: BigInt(ourCents) },
    lowest_price_cents: { $case: 'wholeNumber', value: 2_000n },
    supplier_raised: { $case: 'yesNo', value: false },
  };
  const fields = new Map(Object.entries(values).map(([name, value]) => [name, { value }]));
  const [factId, happenedAt] = [`${article}/2026-03-07/price`, new Date('2026-03-07T11:00:00Z')];
  return CustomFact.fromPartial({ factId, happenedAt, fields, what: { $case: 'kind', value: 'price_seen' } });
}

/** Departments of docs/own-departments on real processes, fed by maps. What they report happened in March 2026, after that of the page. */
export const describeMaps = ({ home, folder, env, port, accountableOf }: ExampleDepartments) =>
  describe('maps of departments of the company', () => {
    const map = join(folder, 'maps/prices.yaml');

    const cx = async (...words: string[]) => {
      const { code, stdout, stderr } = await runCx(words, { ...env, KAFKA_BROKERS: brokers() });
      return { code, says: stdout + stderr };
    };
    const fileOf = (name: string, ...lines: string[]) => {
      const file = join(home, name);
      writeFileSync(file, `${lines.join('\r\n')}\r\n`);
      return file;
    };
    const imported = (file: string, withMap = map, ...words: string[]) =>
      cx('import', 'csv', file, '--map', withMap, '--origin', 'reported', ...words);
    /** What a call of the contract gets for facts of the feed that the maps report as. */
    const called = async (onPage: number, caller: string, ...facts: CustomFact[]) => {
      const custom = client(CustomServiceClient, `127.0.0.1:${port(onPage)}`, caller);
      const { outcomes } = await call(custom, 'recordCustomFacts', { facts, origin: Origin.ORIGIN_REPORTED });
      custom.close();
      return outcomes.map(({ result, reason }) => reason || FactResult[result]);
    };
    const known = (count: number) => Array(count).fill('FACT_RESULT_ALREADY_RECORDED');
    const hitsOf = async (department: string, metric: string) => (await accountableOf(department, '2026-03'))[metric];

    it('make of a file with semicolons the facts that calls of the contract make', async () => {
      const file = fileOf('prices.csv', HEAD, ...ARTICLES.map(line));
      const first = await imported(file);
      expect([first.code, first.says]).toEqual([0, expect.stringContaining('40 facts: 40 new')]);
      // The same id with other content is FACT_ID_REUSED: so both ways gave equal facts.
      expect(await called(7_110, 'price-watch', ...ARTICLES.map((article) => seen(article)))).toEqual(known(40));
      expect(await called(7_110, 'price-watch', seen('A100', 1))).toEqual(['FACT_ID_REUSED']);
      expect((await imported(file)).says).toContain('40 facts: 0 new, 40 already known');
    });

    it('refuse wrong cells, and what the department refuses, by line, and take the file of refused rows when it is corrected', async () => {
      const wrong = [';Garten;2100;2000;', ';Spielzeug;zwölf;2000;'].map(
        (rest, place) => `B${place};07.03.2026${rest}`,
      );
      const file = fileOf('wrong.csv', HEAD, line('A200'), ...wrong, line('A201').replace('2026', '2098'));
      const { code, says } = await imported(file, map, '--complete-through', '2026-04-01', '--zone', 'Europe/Berlin');
      expect([code, says]).toEqual([3, expect.stringContaining('4 rows: 3 refused')]);
      expect(says).toContain('line 3, Warengruppe: "Garten" is not in the value table');
      expect(says).toContain('line 4, Preis in Cent: "zwölf" is not a whole number; write 5');
      expect(says).toMatch(/line 5: product refused A201\/2098-03-07\/price: TIME_OUT_OF_RANGE/);
      expect(says).toContain('No feed was declared complete');
      const refused = join(home, 'wrong.refused.csv');
      const mended = readFileSync(refused, 'utf8')
        .replaceAll(';Garten;', ';Bücher;')
        .replace(';zwölf;', ';1200;')
        .replaceAll('2098', '2026');
      writeFileSync(refused, mended);
      expect(await imported(refused)).toMatchObject({ code: 0, says: expect.stringContaining('3 facts: 3 new') });
    });

    it('take a fact back and report another one', async () => {
      const text = readFileSync(map, 'utf8')
        .replace(/facts:[\s\S]*/, '')
        .concat(`facts:
  - fact: product.withdrawal
    fact_id: "{article}/{day}/price/withdrawn"
    happened_at: {value: "{day}", at_time: "13:00"}
    fields: {fact_id: "{article}/{day}/price", article: "{article}", day: "{day}"}
`);
      const withdrawing = fileOf('withdraw.yaml', text);
      const file = fileOf('withdrawn.csv', HEAD, line('A200'), line('A201'));
      expect(await imported(file, withdrawing)).toMatchObject({
        code: 0,
        says: expect.stringContaining('2 facts: 2 new'),
      });
    });

    it.skipIf(brokers() === '')(
      'make of a Kafka topic the same facts, with dead letters for what is refused',
      async () => {
        const kafka = new Kafka({ brokers: brokers().split(','), clientId: 'shop', logLevel: logLevel.NOTHING });
        const [producer, admin] = [
          kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner }),
          kafka.admin(),
        ];
        await Promise.all([producer.connect(), admin.connect()]);
        const topic = `shop.prices.${randomUUID()}`;
        const [names, record] = [HEAD.split(';'), (row: string) => row.split(';')];
        const rows = [
          line('A100'),
          line('A300'),
          line('A301').replace('2100', '21.5'),
          line('A302').replace('2026', '2098'),
        ];
        const values = rows.map((row) =>
          JSON.stringify(Object.fromEntries(record(row).map((cell, at) => [names[at], cell]))),
        );
        await admin.createTopics({ topics: [{ topic, numPartitions: 1 }], waitForLeaders: true });
        await producer.send({ topic, messages: values.map((value) => ({ key: 'k', value })) });
        // The broker of this run may have just begun to load its groups.
        const isLoaded = (groupId: string) =>
          admin.fetchOffsets({ groupId, topics: [topic] }).then(Boolean, () => false);
        for (const group of ['cx', 'again']) await until(() => isLoaded(group), 60);
        const fed = (group: string) =>
          cx('feed', 'kafka', '--topic', topic, '--map', map, '--group', group, '--until-end');
        const first = await fed('cx');
        expect([first.code, first.says]).toEqual([3, expect.stringContaining('4 records: 2 dead letters')]);
        expect(first.says).toContain('3 facts: 1 new, 1 already known, 1 refused');
        expect((await fed('again')).says).toContain('3 facts: 0 new, 2 already known, 1 refused');
        expect(await called(7_110, 'price-watch', seen('A300'))).toEqual(known(1));

        const consumer = kafka.consumer({ groupId: randomUUID() });
        await consumer.connect();
        await consumer.subscribe({ topics: [`${topic}.cx.dead`], fromBeginning: true });
        const letters: string[] = [];
        void consumer.run({
          eachMessage: async ({ message: { headers = {} } }) => {
            letters.push(`${headers['cx-offset']} ${headers['cx-reason']} ${headers['cx-field']}`);
          },
        });
        await expect
          .poll(() => letters, { timeout: 30_000 })
          .toEqual(['2 MAP_REFUSED Preis in Cent', '3 TIME_OUT_OF_RANGE happened_at']);
        await Promise.all([consumer.disconnect(), producer.disconnect(), admin.disconnect()]);
      },
    );

    it('report the tallies of a source that judges itself', async () => {
      const file = fileOf('checkout.csv', 'day,shop,finished,failed', '2026-03-07,shop,970,30', '2026-03-08,shop,-1,0');
      const { code, says } = await imported(file, join(folder, 'maps/checkout.yaml'));
      expect([code, says]).toEqual([
        3,
        expect.stringMatching(/line 3: it refused .*TALLY_OUT_OF_RANGE \(tally\.hits\)/),
      ]);
      const value = { metric: 'checkout_finished', unit: 'shop', day: '2026-03-07', hits: 970n, misses: 30n };
      const named = { factId: 'checkout/shop/2026-03-07', happenedAt: new Date('2026-03-08T02:00:00Z') };
      const fact = CustomFact.fromPartial({ ...named, what: { $case: 'tally', value } });
      expect(await called(7_111, 'monitoring', fact)).toEqual(known(1));
      const through = ['--through', '2026-04-01', '--zone', 'Europe/Berlin'];
      expect((await cx('feed', 'complete', 'it', '--caller', 'monitoring', ...through)).code).toBe(0);
      const counted = () => hitsOf('it', 'checkout_finished');
      await expect.poll(counted, { timeout: 60_000, interval: 300 }).toEqual({ hits: '970', cases: '1000' });
    });

    it('lead to the figures of the department', async () => {
      const file = fileOf('last.csv', HEAD, line('A100'));
      const done = await imported(file, map, '--complete-through', '2026-04-01', '--zone', 'Europe/Berlin');
      expect([done.code, done.says]).toEqual([0, expect.not.stringContaining('No feed was declared')]);
      // 30 of 40 articles and both of B are not too dear; A300, which comes by Kafka, is. A200 and A201 were taken back.
      const cases = brokers() === '' ? '42' : '43';
      const counted = () => hitsOf('product', 'price_competitive');
      await expect.poll(counted, { timeout: 60_000, interval: 300 }).toEqual({ hits: '32', cases });
    });

    it('are refused with line, column and cure when they name what the published document does not declare', async () => {
      const wrong = fileOf('wrong.yaml', readFileSync(map, 'utf8').replace('price_seen', 'price_sen'));
      const { code, says } = await imported(join(folder, 'maps/prices.csv'), wrong);
      expect([code, says]).toEqual([
        1,
        expect.stringMatching(
          /wrong\.yaml:\d+:5: there is no fact product\.price_sen; Did you mean product\.price_seen\?/,
        ),
      ]);
    });
  });
