import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  DocumentServiceClient as Client,
  type DocumentServiceClient,
  ProposeDocumentRequest,
} from '#libs/contracts/cx/documents/v1/documents.js';
import { parsePeriod } from '#libs/domain/period.js';
import { call, refusalOf } from '#libs/grpc/client.js';
import { type RunningServer, startServer } from '#libs/grpc/server.js';
import { countsReader } from '#services/scoring/counts/read.js';
import { PublishedRulesets } from '#services/scoring/documents/published-rulesets.js';
import { documentService } from '#services/scoring/grpc/documents/documents-service.js';
import { namedCallers } from '#test/doubles/named-callers.js';
import { testCallers } from '#test/stack/callers.js';
import { client } from '#test/stack/client.js';
import { type Publication, publishOne, twoPeople } from '#test/stack/two-people.js';
import { database, setScoringUp } from './scoring-bench.js';

setScoringUp();

const REAL = readFileSync('data/olist/company/ruleset.yaml', 'utf8');
const NOW = Date.parse('2026-11-28T12:00:00Z');
const clock = { now: () => NOW };

/** The rules of the real orders for other months, under another name. */
function rulesFor(name: string, first: string, last: string): string {
  return REAL.replace('ruleset: 2018-first', `ruleset: ${name}`)
    .replace('first: 2017-02, last: 2018-08', `first: ${first}, last: ${last}`)
    .replace('first: 2018-01-12m, last: 2018-08-12m', `first: ${last}-12m, last: ${last}-12m`);
}

describe('documents of a company', () => {
  let rulesets: PublishedRulesets;
  let server: RunningServer;
  let people: ReturnType<typeof twoPeople>;
  let documents: DocumentServiceClient;
  const counted: object[] = [];

  beforeAll(async () => {
    rulesets = await PublishedRulesets.open(database);
    const metrics = { documentsTotal: { inc: (labels: object) => void counted.push(labels) } } as never;
    const service = documentService({
      ...{ database, clock, metrics, counts: countsReader(database), rulesets },
      onPublished: () => rulesets.refresh(),
    });
    const [host, port] = ['127.0.0.1', 0] as const;
    const callers = namedCallers(testCallers());
    const onBug = (error: unknown) => {
      throw error;
    };
    server = await startServer({ host, port, services: [service], ...callers, onBug });
    people = twoPeople(`127.0.0.1:${server.port}`);
    documents = people.author;
  });
  beforeEach(async () => {
    await withoutTriggers('truncate document_version, document_proposal');
    await rulesets.refresh();
    counted.length = 0;
  });
  afterAll(async () => {
    people.close();
    await server.drain(500);
  });

  const first = {
    ...{ parent: 'documents/ruleset', reason: 'first rules', text: rulesFor('rules-2027', '2027-01', '2027-12') },
  };
  const publish = (change: Partial<Publication>) => publishOne(people, { ...first, ...change });
  const refusal = (change: Partial<Publication>) => publish(change).catch(refusalOf);

  it('are numbered, hashed and returned as they were published', async () => {
    const text = rulesFor('rules-2027', '2027-01', '2027-12');
    const made = await publish({ text });
    expect(made).toMatchObject({
      ...{ name: 'documents/ruleset/versions/1', version: 1, title: 'rules-2027', firstDay: '2027-01-01' },
      ...{ boundAfterStart: false, text, reason: 'first rules' },
      ...{ proposedBy: 'console', publishedBy: 'rules-publisher', proposal: 'documents/ruleset/proposals/1' },
    });
    expect(made.sha256).toHaveLength(32);
    expect(await call(documents, 'getDocument', { name: made.name })).toEqual(made);
    expect(await call(documents, 'getDocument', { name: 'documents/ruleset/versions/latest' })).toEqual(made);
    const listing = { parent: 'documents/ruleset', pageSize: 0, pageToken: '' };
    expect((await call(documents, 'listDocuments', listing)).documents).toEqual([{ ...made, text: '' }]);
    expect(counted).toEqual(['proposed', 'published'].map((result) => ({ kind: 'ruleset', result, reason: '' })));
  });

  it('published again, also laid out in another way, are the version that they were', async () => {
    const first = await publish({});
    const again = await publish({ text: `# another comment\n${rulesFor('rules-2027', '2027-01', '2027-12')}` });
    expect(again).toEqual(first);
    expect(
      await call(documents, 'getDocument', { name: 'documents/ruleset/versions/2' }).catch(refusalOf),
    ).toMatchObject({ reason: 'DOCUMENT_UNKNOWN' });
  });

  it('are followed from the answer on, by this process at once and by another one at its next refresh', async () => {
    const changes: number[] = [];
    const other = await PublishedRulesets.open(database, (all) => changes.push(all.length));
    const may = parsePeriod('2027-05');
    if (may === undefined) throw new Error('a month');
    expect([rulesets.for(may), other.for(may)]).toEqual([undefined, undefined]);
    const { sha256 } = await publish({});
    expect(rulesets.for(may)?.sha256).toEqual(sha256);
    expect(other.for(may)).toBeUndefined();
    expect([await other.refresh(), await other.refresh()]).toEqual([true, false]);
    expect(other.for(may)?.name).toBe('rules-2027');
    expect(changes).toEqual([1]);
  });

  it('count as published when the database stored them, whatever they say themselves', async () => {
    const before = Date.now();
    await publish({ text: rulesFor('rules-2027', '2027-01', '2027-12').replace('2026-11-24', '2020-01-01') });
    expect(rulesets.newest?.publishedAt).toBeGreaterThanOrEqual(before - 1_000);
  });

  it('cannot be changed or removed, also not by the owner of the database', async () => {
    await publish({});
    for (const statement of [
      "update document_version set text = 'other'",
      'delete from document_version',
      'truncate document_version',
    ])
      await expect(database.execute(statement)).rejects.toThrow('a published document never changes');
  });

  it('are refused with every mistake and its place', async () => {
    const text = rulesFor('rules-2027', '2027-01', '2027-12').replace('weight_bp: 7000', 'weight_bp: 6999');
    const refused = await refusal({ text: text.replace('zone: America/Sao_Paulo', 'zone: Mars/Olympus') });
    expect(refused).toMatchObject({ reason: 'DOCUMENT_INVALID', field: 'text' });
    expect(refused !== undefined && 'message' in refused && refused.message).toMatch(
      /zone: .*; departments\.warehouse: the weights/s,
    );
    expect(counted).toEqual([{ kind: 'ruleset', result: 'refused', reason: 'DOCUMENT_INVALID' }]);
  });

  it.each(['', '- 1', 'ruleset: [', '\u0000', '&a [*a, *a]'])('that are no rulesets are refused: %j', async (text) => {
    expect(await refusal({ text })).toMatchObject({ reason: 'DOCUMENT_INVALID' });
  });

  it('are refused after their first day has begun, unless that is asked for by name: then they are marked for ever', async () => {
    expect(await refusal({ text: REAL })).toMatchObject({ reason: 'FIRST_DAY_PASSED' });
    const made = await publish({ text: REAL, allowAfterFirstDay: true });
    expect(made).toMatchObject({ title: '2018-first', firstDay: '2017-02-01', boundAfterStart: true });
    const [month] = rulesets.newest?.departments.get('delivery') ?? [];
    expect(month?.metric).toBe('delivered_by_first_promise');
  });

  it('are refused when another version was published meanwhile, when a name is used, and when a period has its rules', async () => {
    await publish({});
    const next = rulesFor('rules-2028', '2028-01', '2028-12');
    expect(await refusal({ text: next })).toMatchObject({ reason: 'VERSION_NOT_LATEST' });
    const latest = { expectedLatestVersion: 1 };
    expect(await refusal({ text: rulesFor('rules-2027', '2028-01', '2028-12'), ...latest })).toMatchObject({
      reason: 'DOCUMENT_NAME_USED',
    });
    expect(await refusal({ text: rulesFor('rules-2028', '2027-12', '2028-12'), ...latest })).toMatchObject({
      reason: 'PERIODS_NAMED_TWICE',
    });
    expect(await publish({ text: next, ...latest })).toMatchObject({ version: 2, title: 'rules-2028' });
  });

  it('published by two callers at once become one version; the other caller is told which is the newest', async () => {
    const both = [rulesFor('rules-2028', '2028-01', '2028-12'), rulesFor('rules-2029', '2029-01', '2029-12')];
    const answers = await Promise.all(both.map((text) => publish({ text }).catch(refusalOf)));
    expect(answers.filter((answer) => answer !== undefined && 'version' in answer)).toHaveLength(1);
    expect(
      answers.filter((answer) => answer !== undefined && 'reason' in answer && answer.reason === 'VERSION_NOT_LATEST'),
    ).toHaveLength(1);
  });

  it('that are only checked get the same answer and are not stored', async () => {
    const check = (change: Partial<Publication>) =>
      call(documents, 'proposeDocument', ProposeDocumentRequest.create({ ...first, ...change, validateOnly: true }));
    expect(await check({})).toMatchObject({ name: '', version: 1, title: 'rules-2027', firstDay: '2027-01-01' });
    const listing = { parent: 'documents/ruleset', pageSize: 0, pageToken: '' };
    expect((await call(documents, 'listDocuments', listing)).documents).toEqual([]);
    expect((await call(documents, 'listProposals', listing)).proposals).toEqual([]);
    expect(await check({ text: REAL }).catch(refusalOf)).toMatchObject({ reason: 'FIRST_DAY_PASSED' });
    expect(counted).toEqual([]);
  });

  it('are published by callers that may, and read by departments', async () => {
    await publish({});
    const delivery = client(Client, `127.0.0.1:${server.port}`, 'delivery');
    const other = { ...first, text: rulesFor('rules-2029', '2029-01', '2029-12'), expectedLatestVersion: 1 };
    for (const pair of [
      { author: documents, publisher: delivery },
      { author: delivery, publisher: documents },
    ])
      expect(await publishOne(pair, other).catch(refusalOf)).toMatchObject({ reason: 'CALLER_NOT_ALLOWED' });
    expect(await call(delivery, 'getDocument', { name: 'documents/ruleset/versions/1' })).toMatchObject({ version: 1 });
    delivery.close();
  });
});

/** What only a test may do. */
async function withoutTriggers(statement: string): Promise<void> {
  await database.transaction(async (tx) => {
    for (const table of ['document_version', 'document_proposal'])
      await tx.execute(`alter table ${table} disable trigger all`);
    await tx.execute(statement);
    for (const table of ['document_version', 'document_proposal'])
      await tx.execute(`alter table ${table} enable trigger all`);
  });
}
