import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type Document,
  DocumentServiceClient,
  type Proposal,
  ProposalState,
  ProposeDocumentRequest,
  PublishDocumentRequest,
} from '#libs/contracts/cx/documents/v1/documents.js';
import { bound } from '#libs/domain/access.js';
import { call, refusalOf } from '#libs/grpc/client.js';
import { type RunningServer, startServer } from '#libs/grpc/server.js';
import { countsReader } from '#services/scoring/counts/read.js';
import { countOpenProposals } from '#services/scoring/documents/proposals.js';
import { PublishedRulesets } from '#services/scoring/documents/published-rulesets.js';
import { documentService } from '#services/scoring/grpc/documents/documents-service.js';
import { namedCallers } from '#test/doubles/named-callers.js';
import { client } from '#test/stack/client.js';
import { database, setScoringUp } from './scoring-bench.js';

setScoringUp();

const clock = { at: Date.parse('2026-11-28T12:00:00Z'), now: () => clock.at };
const both = [bound('RULES_AUTHOR'), bound('RULES_PUBLISHER')];
const PEOPLE = new Map(
  Object.entries({
    ann: [bound('RULES_AUTHOR')],
    ben: [bound('RULES_PUBLISHER')],
    cleo: both,
    dora: both,
    audrey: [bound('AUDITOR')],
    anna: [bound('HR_MAKER')],
  }).map(([name, bindings]) => [name, { name, kind: 'person' as const, bindings }]),
);

const company = (name: string) =>
  `valid_from: 2027-01-01\nname: ${name}\nzone: Europe/Berlin\ncurrency: EUR\nfirst_day_of_week: monday\n`;
const rules = (year: number, name = `rules-${year}`) =>
  readFileSync('data/olist/company/ruleset.yaml', 'utf8')
    .replace('ruleset: 2018-first', `ruleset: ${name}`)
    .replace('first: 2017-02, last: 2018-08', `first: ${year}-01, last: ${year}-12`)
    .replace('first: 2018-01-12m, last: 2018-08-12m', `first: ${year}-12-12m, last: ${year}-12-12m`);

let server: RunningServer;
const clients = new Map<string, DocumentServiceClient>();
const counted: { result: string; reason: string }[] = [];

beforeAll(async () => {
  const metrics = { documentsTotal: { inc: (labels: (typeof counted)[number]) => void counted.push(labels) } } as never;
  const rulesets = await PublishedRulesets.open(database);
  const onPublished = () => rulesets.refresh();
  const service = documentService({ database, clock, metrics, counts: countsReader(database), rulesets, onPublished });
  const onBug = (error: unknown) => {
    throw error;
  };
  server = await startServer({ host: '127.0.0.1', port: 0, services: [service], ...namedCallers(PEOPLE), onBug });
  for (const name of PEOPLE.keys()) clients.set(name, client(DocumentServiceClient, `127.0.0.1:${server.port}`, name));
});
beforeEach(async () => {
  clock.at = Date.parse('2026-11-28T12:00:00Z');
  counted.length = 0;
  const tables = ['document_version', 'document_proposal'];
  await database.transaction(async (tx) => {
    for (const table of tables) await tx.execute(`alter table ${table} disable trigger all`);
    await tx.execute(`truncate ${tables.join(', ')}`);
    for (const table of tables) await tx.execute(`alter table ${table} enable trigger all`);
  });
});
afterAll(async () => {
  for (const one of clients.values()) one.close();
  await server.drain(500);
});

function as(person: string): DocumentServiceClient {
  const found = clients.get(person);
  if (found === undefined) throw new Error(`${person} is no person of this test`);
  return found;
}

type Given = Partial<ProposeDocumentRequest>;
const given = (text: string, more: Given = {}) => ({
  ...{ parent: text.includes('valid_from') ? 'documents/company' : 'documents/ruleset', reason: 'a test', text },
  ...more,
});
const propose = (person: string, text: string, more: Given = {}): Promise<Proposal> =>
  call(as(person), 'proposeDocument', ProposeDocumentRequest.fromPartial(given(text, more)));
const publish = (person: string, text: string, more: Partial<PublishDocumentRequest> = {}): Promise<Document> =>
  call(as(person), 'publishDocument', PublishDocumentRequest.fromPartial({ ...given(text), ...more }));
const refusal = async (answer: Promise<unknown>) => refusalOf(await answer.catch((error: unknown) => error))?.reason;
const listed = async (person: string, parent = 'documents/-') => {
  const { proposals } = await call(as(person), 'listProposals', { parent, pageSize: 0, pageToken: '' });
  return proposals.map(({ name, proposedBy }) => `${name} ${proposedBy}`);
};
const proposal = (name: string) => call(as('ben'), 'getProposal', { name });

describe('a document of the company', () => {
  it('is proposed by one person and published by another one, both as their calls prove', async () => {
    const proposed = await propose('ann', company('Acme'));
    expect(proposed).toMatchObject({
      ...{ name: 'documents/company/proposals/1', version: 1, title: 'Acme', firstDay: '2027-01-01' },
      ...{ text: company('Acme'), proposedBy: 'ann', reason: 'a test', baseVersion: 0, published: '' },
      state: ProposalState.PROPOSAL_STATE_OPEN,
    });
    expect(await listed('audrey')).toEqual(['documents/company/proposals/1 ann']);
    const published = await publish('ben', company('Acme'), { reason: 'we begin' });
    expect(published).toMatchObject({ version: 1, proposedBy: 'ann', publishedBy: 'ben', proposal: proposed.name });
    expect(published.sha256).toEqual(proposed.sha256);
    expect(await listed('ben')).toEqual([]);
    expect(await proposal(proposed.name)).toMatchObject({
      state: ProposalState.PROPOSAL_STATE_PUBLISHED,
      published: published.name,
    });
    expect(counted.map(({ result }) => result)).toEqual(['proposed', 'published']);
  });

  it('is not published by the person who proposed it, whatever roles that person has', async () => {
    await propose('cleo', company('Acme'));
    expect(await refusal(publish('cleo', company('Acme')))).toBe('SAME_PERSON');
    expect(counted.at(-1)).toMatchObject({ result: 'refused', reason: 'SAME_PERSON' });
    expect(await publish('dora', company('Acme'))).toMatchObject({ proposedBy: 'cleo', publishedBy: 'dora' });
  });

  it('is not published without a proposal of this content', async () => {
    expect(await refusal(publish('ben', company('Acme')))).toBe('NOT_PROPOSED');
    await propose('ann', company('Acme'));
    expect(await refusal(publish('ben', company('Other')))).toBe('NOT_PROPOSED');
    expect(await refusal(publish('ben', company('Other'), { validateOnly: true }))).toBe('NOT_PROPOSED');
  });

  it('is published with the text that was proposed; layout and comments of the publisher do not count', async () => {
    await propose('ann', `# as Ann wrote it\n${company('Acme')}`);
    expect((await publish('ben', company('Acme'))).text).toContain('# as Ann wrote it');
  });

  it('has the publisher who calls: another name is refused', async () => {
    await propose('ann', company('Acme'));
    expect(await refusal(publish('ben', company('Acme'), { publishedBy: 'ann' }))).toBe('PUBLISHER_DIFFERS');
    expect(await publish('ben', company('Acme'), { publishedBy: 'ben' })).toMatchObject({ publishedBy: 'ben' });
  });

  it('is proposed once by one person, however often that person asks, and again by another one', async () => {
    const [one, again, other] = [
      await propose('cleo', company('Acme')),
      await propose('cleo', `# another layout\n${company('Acme')}`),
      await propose('dora', company('Acme')),
    ];
    expect([again, other.name]).toEqual([one, 'documents/company/proposals/2']);
    // Each of the two may publish what the other one has proposed.
    expect(await publish('dora', company('Acme'))).toMatchObject({ proposedBy: 'cleo' });
    expect(await listed('ben')).toEqual([]);
  });

  it('that is published already is not stored again, and the answer names its version', async () => {
    await propose('ann', company('Acme'));
    await publish('ben', company('Acme'));
    const again = await propose('ann', company('Acme'), { expectedLatestVersion: 1 });
    expect(again).toMatchObject({ name: '', published: 'documents/company/versions/1' });
    expect(await publish('cleo', company('Acme'))).toMatchObject({ version: 1, publishedBy: 'ben' });
    expect(await listed('ben')).toEqual([]);
  });
});

describe('a proposal', () => {
  it('is outdated when another version of its kind is published, and names the version that it followed', async () => {
    await propose('ann', company('One'));
    await publish('ben', company('One'));
    const late = await propose('ann', company('Two'), { expectedLatestVersion: 1 });
    await propose('cleo', company('Three'), { expectedLatestVersion: 1 });
    await publish('ben', company('Three'), { expectedLatestVersion: 1 });
    expect(await refusal(publish('ben', company('Two'), { expectedLatestVersion: 2 }))).toBe('PROPOSAL_OUTDATED');
    const { state, baseVersion, baseSha256 } = await proposal(late.name);
    expect([state, baseVersion, baseSha256]).toEqual([ProposalState.PROPOSAL_STATE_OUTDATED, 1, expect.any(Buffer)]);
    expect(await listed('ben')).toEqual([]);
    await propose('ann', company('Two'), { expectedLatestVersion: 2 });
    expect(await publish('ben', company('Two'), { expectedLatestVersion: 2 })).toMatchObject({ version: 3 });
  });

  it('of a ruleset stays open beside others, and is checked again when it is published', async () => {
    for (const text of [rules(2027), rules(2028), rules(2027, 'other')]) await propose('ann', text);
    await publish('ben', rules(2027));
    expect(await listed('ben', 'documents/ruleset')).toEqual([
      'documents/ruleset/proposals/3 ann',
      'documents/ruleset/proposals/2 ann',
    ]);
    const next = { expectedLatestVersion: 1 };
    expect(await refusal(publish('ben', rules(2027, 'other'), next))).toBe('PERIODS_NAMED_TWICE');
    expect(await publish('ben', rules(2028), next)).toMatchObject({ version: 2 });
  });

  it('whose first day has begun meanwhile is published only when the publisher asks for that by name', async () => {
    expect(await propose('ann', rules(2027))).toMatchObject({ boundAfterStart: false });
    clock.at = Date.parse('2027-01-02T12:00:00Z');
    expect(await refusal(publish('ben', rules(2027)))).toBe('FIRST_DAY_PASSED');
    expect(await publish('ben', rules(2027), { allowAfterFirstDay: true })).toMatchObject({ boundAfterStart: true });
  });

  it('may be made by authors only, published by publishers only, and read by both and by auditors', async () => {
    for (const person of ['ben', 'audrey', 'anna'])
      expect(await refusal(propose(person, company('Acme')))).toBe('CALLER_NOT_ALLOWED');
    const { name } = await propose('ann', company('Acme'));
    for (const person of ['ann', 'audrey', 'anna'])
      expect(await refusal(publish(person, company('Acme')))).toBe('CALLER_NOT_ALLOWED');
    for (const person of ['ann', 'ben', 'audrey'])
      expect(await call(as(person), 'getProposal', { name })).toMatchObject({ name });
    expect(await refusal(listed('anna'))).toBe('CALLER_NOT_ALLOWED');
  });

  it('of a kind is not found under another kind', async () => {
    await propose('ann', company('Acme'));
    expect(await refusal(proposal('documents/metrics/proposals/1'))).toBe('PROPOSAL_UNKNOWN');
  });

  it('is listed on pages, newest first, and counted while it is open', async () => {
    for (const year of [2027, 2028, 2029]) await propose('ann', rules(year));
    await propose('ann', company('Acme'));
    expect(await countOpenProposals(database)).toEqual(
      new Map([
        ['ruleset', 3],
        ['company', 1],
      ]),
    );
    const page = { parent: 'documents/-', pageSize: 3, pageToken: '' };
    const first = await call(as('ben'), 'listProposals', page);
    const second = await call(as('ben'), 'listProposals', { ...page, pageToken: first.nextPageToken });
    const numbers = [...first.proposals, ...second.proposals].map(({ name }) => name.split('/').at(-1));
    expect([numbers, second.nextPageToken]).toEqual([['4', '3', '2', '1'], '']);
  });
});

describe('two publishers at once', () => {
  it('publish one proposal once: both get the same version', async () => {
    await propose('ann', company('Acme'));
    const answers = await Promise.all(['ben', 'dora'].map((person) => publish(person, company('Acme'))));
    expect(answers[0]).toEqual(answers[1]);
  });

  it('publish one of two proposals; the other publisher gets the reason', async () => {
    for (const name of ['One', 'Two']) await propose('ann', company(name));
    const answers = await Promise.all([
      refusal(publish('ben', company('One'))),
      refusal(publish('dora', company('Two'))),
    ]);
    expect(answers.toSorted()).toEqual(['PROPOSAL_OUTDATED', undefined].toSorted());
  });

  it('cannot publish by each other what each of them proposed at the same moment more than once', async () => {
    await Promise.all(['cleo', 'dora'].map((person) => propose(person, company('Acme'))));
    const answers = await Promise.all(['cleo', 'dora'].map((person) => publish(person, company('Acme'))));
    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0]?.publishedBy).not.toBe(answers[0]?.proposedBy);
  });
});

describe('the database itself, with the service bypassed', () => {
  const values = `'company', 1, 'Acme', '2027-01-01', false, 'text', sha256, 'a test', now(), 1, number`;
  const columns =
    'kind, version, title, first_day, bound_after_start, text, sha256, reason, published_at, position, proposal';
  const insert = (proposedBy: string, publishedBy: string, from = 'document_proposal') =>
    database.execute(
      `insert into document_version (${columns}, proposed_by, published_by) select ${values}, $1, $2 from ${from}`,
      [proposedBy, publishedBy],
    );

  beforeEach(() => propose('ann', company('Acme')));

  it('refuses a version that one person has proposed and published', async () => {
    await expect(insert('ann', 'ann')).rejects.toThrow('two_people_publish');
  });

  it('refuses a version whose proposer is another one than that of its proposal', async () => {
    await expect(insert('cleo', 'ann')).rejects.toThrow('version_was_proposed');
  });

  it('refuses a version of another content than its proposal, and one without a proposal', async () => {
    const other = `(select number, sha256('other') as sha256 from document_proposal) as other`;
    await expect(insert('ann', 'ben', other)).rejects.toThrow('version_was_proposed');
    const none = `(select null::integer as number, sha256 from document_proposal) as none`;
    await expect(insert('ann', 'ben', none)).rejects.toThrow('two_people_publish');
  });

  it('takes a version that two people have published', async () => {
    await insert('ann', 'ben');
    expect(await database.query('select published_by from document_version')).toEqual([{ published_by: 'ben' }]);
  });

  it.each([
    "update document_proposal set proposed_by = 'ben'",
    'delete from document_proposal',
    'truncate document_proposal cascade',
  ])('refuses to change a proposal: %s', async (statement) => {
    await expect(database.execute(statement)).rejects.toThrow(/never changes/);
  });
});
