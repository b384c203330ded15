import { createHash } from 'node:crypto';
import type { OpenedBatch } from '#libs/batches/format/sealed-batch.js';
import type { Applying } from '#libs/batches/reader/receive.js';
import { SOURCE_MIGRATIONS } from '#libs/batches/source/migrations.js';
import { postgresDocuments } from '#libs/cases/documents/store-documents.js';
import { takeDocuments as takeDocumentBatches } from '#libs/cases/documents/take-documents.js';
import { declareComplete } from '#libs/cases/facts/feeds.js';
import type { Department } from '#libs/cases/judging/department.js';
import { judgeCases, recordFacts } from '#libs/cases/judging/record-facts.js';
import { beginRejudging, postgresRejudging, type RejudgeOptions, rejudge } from '#libs/cases/judging/rejudge.js';
import { sweep } from '#libs/cases/judging/sweep.js';
import { CASE_MIGRATIONS } from '#libs/cases/migrations.js';
import { changeRules, rulesInForce } from '#libs/cases/rules/rules-in-force.js';
import { SUPPORT } from '#libs/catalogue/support/metrics.js';
import { ContactFact, ContactReceived } from '#libs/contracts/cx/support/v1/support.js';
import type { MetricVersion } from '#libs/documents/metrics/metrics-document.js';
import type { PublishedDocument } from '#libs/documents/published-document.js';
import { Database, type Transaction } from '#libs/postgres/database.js';
import { supportFacts } from '#services/support/grpc/facts.js';
import { judgeIssue } from '#services/support/judge.js';
import { company, departments, metrics, published } from '#test/rules/documents.js';
import { migratedDatabase } from '#test/stack/database.js';
import { CASE_KEY, FOURTEEN_DAYS_MS } from './source.js';

/** Support with documents of the company, over a database of its own, for tests of what happens when these change. */

export const NOW = Date.parse('2018-06-01T12:00:00Z');
const MINUTE_MS = 60_000;
const BEGIN = Date.parse('2018-03-01T00:00:00Z');

/** A process of support: its rules are cached apart from those of another process. */
export const supportProcess = (): Department => ({
  ...{ source: 'support', metrics: SUPPORT, silentAfterMs: FOURTEEN_DAYS_MS, shards: 1 },
  judge: judgeIssue,
  rules: rulesInForce('support'),
});

/** The documents of a company that asks for the first response by an entry, and then appends others, one in each version. */
export const documentsWith = (...all: readonly MetricVersion[]): PublishedDocument[] => {
  const asked = (...entries: readonly MetricVersion[]) => metrics({ first_response_in_time: entries });
  return published(company(), departments(), ...all.map((_, place) => asked(...all.slice(0, place + 1))));
};

/** A version of the document `events` behind those three documents; with the event `outage`, or empty. */
export function declared(outage: object, version = 1): PublishedDocument {
  const events = 'title' in outage ? { outage } : {};
  const [made] = published(['events', { events }]);
  if (made === undefined) throw new Error('nothing was published');
  return { ...made, version, position: 3 + version };
}

/** The verdicts that stand and that an event took out, summed. */
export function takenOut(database: Database) {
  return database.query(
    `select reason, responsible, sum(hits)::integer as hits, sum(misses)::integer as misses, max(rules_position) as position
     from (select distinct on (case_ref, metric, definition, unit, part) * from observation
           order by case_ref, metric, definition, unit, part, version desc) as newest
     where version % 2 = 1 and class = 2 group by reason, responsible`,
  );
}

export async function freshSupport() {
  const fresh = await migratedDatabase('rejudging', [CASE_MIGRATIONS, SOURCE_MIGRATIONS]);
  const database = new Database({ url: fresh.url, name: 'rejudging' });
  await declareComplete(database, 'desk', NOW, NOW);
  return {
    database,
    url: fresh.url,
    stop: async () => {
      await database.close();
      await fresh.drop();
    },
  };
}

/** Takes documents as batches of scoring bring them; those that are known already are no new ones. */
export async function takeDocuments(database: Database, documents: readonly PublishedDocument[]): Promise<void> {
  const { apply } = takeDocumentBatches({
    store: postgresDocuments,
    onChange: changeRules,
    onChanged: (tx) => beginRejudging(tx, NOW),
    onTaken: () => undefined,
  });
  const batches = documents.map((one) => ({ epoch: 1, number: BigInt(one.position), documents: [one] }));
  await database.transaction((tx) => apply({ tx } as Applying<Transaction>, batches as unknown as OpenedBatch[]));
}

/** Reports contacts, one each 20 minutes from March 2018 on, each answered after `minutes(number)`. */
export async function report(
  database: Database,
  department: Department,
  numbers: readonly number[],
  minutes: (number: number) => number,
  beforeCommit: () => Promise<void> = async () => undefined,
): Promise<void> {
  const value = ContactReceived.fromPartial({ unit: 'team/a', zone: 'Etc/UTC' });
  const facts = numbers.flatMap((number) => {
    const at = BEGIN + number * 20 * MINUTE_MS;
    const fact = (name: string, happenedAt: number, what: NonNullable<ContactFact['what']>) =>
      ContactFact.fromPartial({
        factId: `${name} ${number}`,
        contactId: `c${number}`,
        happenedAt: new Date(happenedAt),
        what,
      });
    return [
      fact('received', at, { $case: 'received', value }),
      fact('answered', at + minutes(number) * MINUTE_MS, { $case: 'firstResponse', value: {} }),
    ];
  });
  const checked = facts.map((fact) => supportFacts.check(CASE_KEY)(fact, 'REPORTED', NOW));
  await database.transaction(async (tx) => {
    await recordFacts(tx, department, 'desk', checked, NOW);
    await beforeCommit();
  });
}

/** What a process does in the background: judges again what documents changed, and what is due. */
export async function settle(
  database: Database,
  department: Department,
  changes: Partial<RejudgeOptions> = {},
): Promise<number> {
  const transaction = <T>(work: (tx: Transaction) => Promise<T>) => database.transaction(work);
  const judge = (cause: string) => (tx: Transaction, refs: readonly Buffer[], now: number) =>
    judgeCases(
      tx,
      department,
      refs.map((ref) => ({ ref, cause })),
      now,
    );
  const judged = await rejudge({ store: postgresRejudging, transaction, judge: judge('documents'), ...changes }, NOW);
  await sweep({ ...department, transaction, judge: judge('sweep') }, NOW);
  return judged;
}

/** Every version of every verdict, as a number of rows by what they say. */
export function versionsOf(database: Database) {
  return database.query<{ definition: number; version: number; hits: number; rules_position: number; rows: bigint }>(
    `select definition, version, hits, rules_position, count(*) as rows from observation
     group by definition, version, hits, rules_position order by definition, version, hits, rules_position`,
  );
}

/** A hash of everything that was decided and given to batches. */
export async function bytesOf(database: Database): Promise<string> {
  const rows = [
    ...(await database.query('select * from observation order by case_ref, metric, definition, unit, part, version')),
    ...(await database.query('select * from due order by case_ref, metric, definition, unit, part')),
    ...(await database.query('select * from outbox order by 1')),
  ];
  return createHash('sha256')
    .update(JSON.stringify(rows, (_, value) => (typeof value === 'bigint' ? String(value) : value)))
    .digest('hex');
}

/** A hash of the verdicts that stand. */
export async function standingOf(database: Database): Promise<string> {
  const rows = await database.query<{ version: number }>(
    `select * from (
       select distinct on (case_ref, metric, definition, unit, part)
         case_ref, definition, unit, day, hits, misses, version
       from observation order by case_ref, metric, definition, unit, part, version desc
     ) as newest where version % 2 = 1 order by case_ref, definition`,
  );
  const said = rows.map(({ version: _, ...verdict }) => verdict);
  return createHash('sha256').update(JSON.stringify(said)).digest('hex');
}
