import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PostgresSourceStore } from '#libs/batches/source/postgres-source-store.js';
import { batchService } from '#libs/batches/source/serve.js';
import { BatchServiceClient } from '#libs/contracts/cx/batches/v1/batches.js';
import { DocumentServiceClient, PublishDocumentRequest } from '#libs/contracts/cx/documents/v1/documents.js';
import { FactResult, FactsServiceClient } from '#libs/contracts/cx/facts/v1/facts.js';
import { OrderingServiceClient } from '#libs/contracts/cx/ordering/v1/ordering.js';
import type { Kind } from '#libs/documents/kinds.js';
import { call, refusalOf } from '#libs/grpc/client.js';
import { startServer } from '#libs/grpc/server.js';
import { countsReader } from '#services/scoring/counts/read.js';
import { PublishedRulesets } from '#services/scoring/documents/published-rulesets.js';
import { documentService } from '#services/scoring/grpc/documents/documents-service.js';
import { MIGRATIONS } from '#services/scoring/migrations.js';
import { clientNamed, personNamed, provenCallers } from '#test/doubles/proven-callers.js';
import { client } from '#test/stack/client.js';
import { orderingBy, placed, startOrdering } from './cases/ordering.js';
import { departmentOn, ends, opened, scoringOn } from './documents/bench.js';
import { publishDirectly } from './documents/publish-directly.js';

/** The company is in São Paulo, where a day begins at 03:00 UTC. */
const BEFORE = Date.parse('2027-01-01T02:59:59Z');
const FIRST = Date.parse('2027-01-01T03:00:00Z');
const SECOND = Date.parse('2027-02-01T03:00:00Z');
let now = Date.parse('2026-12-20T12:00:00Z');
const clock = { now: () => now };
const FIRST_PUBLISHERS = ['otto', 'admins'];

const TEXTS = {
  company: 'valid_from: 2026-12-01\nname: Loja\nzone: America/Sao_Paulo\ncurrency: BRL\nfirst_day_of_week: monday\n',
  departments: 'valid_from: 2026-12-01\ndepartments:\n  ordering: {}\n  delivery: {}\n',
  feeds: 'valid_from: 2026-12-01\nfeeds:\n  shop: { reports: [{ to: ordering }] }\n',
} as const;
const accessFrom = (day: string, ...bindings: readonly string[]) =>
  ['valid_from: ', day, '\nbindings:\n', ...bindings.map((one) => `  - { ${one} }\n`)].join('');
const RULES = ['group: authors, role: rules_author', 'group: publishers, role: rules_publisher'];
const LEAD = 'person: dana, role: department_lead, departments: [ordering]';
const SHOP = 'client: shop-system, role: feed, feed: shop';

let scoring: Awaited<ReturnType<typeof openScoring>>;
let ordering: Awaited<ReturnType<typeof startOrdering>>;
let department: Awaited<ReturnType<typeof departmentOn>>;

async function openScoring() {
  const database = await opened('access_scoring', MIGRATIONS);
  const rulesets = await PublishedRulesets.open(database);
  const service = documentService({
    ...{ database, clock, rulesets, counts: countsReader(database), onPublished: () => rulesets.refresh() },
    metrics: { documentsTotal: { inc: () => undefined } } as never,
  });
  const { accessAt } = rulesets;
  const server = await startServer({
    ...{ host: '127.0.0.1', port: 0, services: [service, batchService(new PostgresSourceStore(database))] },
    ...provenCallers({ accessAt, firstPublishers: FIRST_PUBLISHERS, now: clock.now }),
    onBug: (error) => {
      throw error;
    },
  });
  ends.push(() => server.drain(500));
  const { seal } = await scoringOn(database);
  const versions = new Map<Kind, number>();
  const publish = async (kind: Kind, text: string) => {
    const expectedLatestVersion = versions.get(kind) ?? 0;
    const publication = { kind, text, expectedLatestVersion, allowAfterFirstDay: true };
    const { version } = await publishDirectly({ database, factKinds: {} }, publication, clock.now());
    versions.set(kind, version);
    await rulesets.refresh(); // as its process does after two seconds at most
  };
  return { address: `127.0.0.1:${server.port}`, publish, seal };
}

/** Lets the published documents reach the department, whose process reads them every second. */
async function travel(): Promise<void> {
  await scoring.seal();
  await department.fetchFrom(scoring.address);
  await ordering.feeds.refresh(ordering.database);
}

// biome-ignore lint/suspicious/noExplicitAny: any generated client will do.
function asked<Client extends { close(): void }>(Constructor: new (...args: any[]) => Client, at: string, as: string) {
  const made = client(Constructor as never, at, as) as unknown as Client;
  ends.push(async () => made.close());
  return made;
}
const CHECKED = { validateOnly: true, allowAfterFirstDay: true };
const fine = () => 'fine';
/** At scoring. */
const listsShards = (as: string) =>
  call(asked(BatchServiceClient, scoring.address, as), 'listShards', {}).then(fine, refusalOf);
/** At ordering. */
const listsFeeds = (as: string) =>
  call(asked(FactsServiceClient, ordering.address, as), 'listFeeds', {}).then(fine, refusalOf);
/** Whether the caller may publish; what is not proposed is refused after that. */
const publishes = async (as: string) => {
  const request = { parent: 'documents/company', text: TEXTS.company, reason: 'a test', ...CHECKED };
  const documents = asked(DocumentServiceClient, scoring.address, as);
  const answer = call(documents, 'publishDocument', PublishDocumentRequest.fromPartial(request));
  const refusal = await answer.then(() => undefined, refusalOf);
  return refusal === undefined || refusal.reason === 'NOT_PROPOSED' ? 'fine' : refusal;
};
const reports = async (as: string, orderId: string) => {
  const sent = call(asked(OrderingServiceClient, ordering.address, as), 'recordOrderFacts', {
    ...{ origin: 2, facts: [placed(orderId)] },
  });
  return sent.then(({ outcomes }) => FactResult[outcomes[0]?.result ?? 0], refusalOf);
};
const DENIED = { status: 'PERMISSION_DENIED', reason: 'CALLER_NOT_ALLOWED' };
const RECORDED = 'FACT_RESULT_RECORDED';
const aude = personNamed('aude');
const otto = personNamed('otto');

beforeAll(async () => {
  scoring = await openScoring();
  ordering = await startOrdering(orderingBy(), {
    clock,
    callersBy: ({ accessAt }) => {
      return (feeds) => provenCallers({ accessAt, feeds, firstPublishers: FIRST_PUBLISHERS, now: clock.now });
    },
  });
  department = await departmentOn(ordering.database, 'ordering');
});
afterAll(async () => {
  for (const end of ends.splice(0).reverse()) await end();
  await ordering?.stop();
});

describe('before the first version of access holds', () => {
  it.each([
    ['a first publisher', otto],
    ['a person of a group of first publishers', personNamed('ada', 'admins')],
  ])('%s may publish', async (_, as) => {
    expect(await publishes(as)).toBe('fine');
  });

  it('no other person may, and the refusal says what to do', async () => {
    expect(await publishes(personNamed('mallory'))).toMatchObject({
      ...DENIED,
      message: expect.stringContaining('a person whom CX_FIRST_PUBLISHERS names proposes one'),
    });
  });

  it('a first publisher may do nothing else', async () => {
    expect(await listsShards(otto)).toMatchObject(DENIED);
    expect(await listsFeeds(otto)).toMatchObject(DENIED);
  });

  it('a client reports as the feed of its name, and no other once feeds.yaml holds', async () => {
    expect(await reports(clientNamed('any-shop'), 'a')).toBe(RECORDED);
    for (const kind of ['company', 'departments', 'feeds'] as const) await scoring.publish(kind, TEXTS[kind]);
    await travel();
    expect(await reports(clientNamed('shop'), 'b')).toBe(RECORDED);
    expect(await reports(clientNamed('any-shop'), 'c')).toMatchObject(DENIED);
  });

  it('services call each other', async () => {
    expect(await listsShards('delivery')).toBe('fine');
    expect(await listsShards('prometheus')).toMatchObject({ reason: 'CALLER_UNKNOWN' });
  });

  it('a version that is published and begins later changes nothing', async () => {
    const bindings = [...RULES, SHOP, 'person: aude, role: auditor', 'group: sre, role: operator', LEAD];
    await scoring.publish('access', accessFrom('2027-01-01', ...bindings));
    now = BEFORE;
    expect(await listsShards(aude)).toMatchObject(DENIED);
    expect(await publishes(otto)).toBe('fine');
  });
});

describe('on its first day in the zone of the company, without a restart', () => {
  it('a version lets in whom it binds, at scoring', async () => {
    now = FIRST;
    expect(await listsShards(aude)).toBe('fine');
    expect(await listsShards(personNamed('sam', 'sre'))).toBe('fine');
    expect(await publishes(personNamed('paula', 'publishers'))).toBe('fine');
  });

  it('first publishers have no role any more', async () => {
    expect(await publishes(otto)).toMatchObject({
      ...DENIED,
      message: expect.stringContaining('access.yaml, which holds since 2027-01-01, binds no role to otto (client cx'),
    });
  });

  it('a department lets them in after the document has travelled', async () => {
    expect(await listsFeeds(aude)).toMatchObject(DENIED);
    await travel();
    expect(await listsFeeds(aude)).toBe('fine');
  });

  it('a client is the feed that it is bound to, and no client without a binding may report', async () => {
    expect(await reports(clientNamed('shop-system'), 'd')).toBe(RECORDED);
    expect(await reports(clientNamed('shop'), 'e')).toMatchObject({
      ...DENIED,
      message: expect.stringContaining('binds no role to shop'),
    });
    const { feeds } = await call(asked(FactsServiceClient, ordering.address, aude), 'listFeeds', {});
    expect(feeds.map(({ feed }) => feed).toSorted()).toEqual(['any-shop', 'shop']);
  });

  it('a feed that feeds.yaml does not let report to the department may not, whatever access binds', async () => {
    await scoring.publish(
      'feeds',
      TEXTS.feeds.replace('to: ordering', 'to: delivery').replace('2026-12-01', '2026-12-02'),
    );
    await travel();
    expect(await reports(clientNamed('shop-system'), 'f')).toMatchObject({
      ...DENIED,
      message: expect.stringContaining('feeds.yaml does not let shop report to ordering'),
    });
  });
});

describe('the document access itself, which names people', () => {
  const reads = (as: string, kind: Kind) => {
    const name = `documents/${kind}/versions/latest`;
    return call(asked(DocumentServiceClient, scoring.address, as), 'getDocument', { name }).then(fine, refusalOf);
  };
  const lists = (as: string, kind: Kind) => {
    const page = { parent: `documents/${kind}`, pageSize: 0, pageToken: '' };
    return call(asked(DocumentServiceClient, scoring.address, as), 'listDocuments', page).then(fine, refusalOf);
  };

  it.each([
    ['an author', personNamed('ada', 'authors')],
    ['a publisher', personNamed('paula', 'publishers')],
    ['an auditor', aude],
    ['an operator', personNamed('sam', 'sre')],
    ['a service', 'delivery'],
  ])('is read by %s', async (_, as) => {
    expect([await reads(as, 'access'), await lists(as, 'access')]).toEqual(['fine', 'fine']);
  });

  it('is read by no other role, which reads the other documents', async () => {
    const lead = personNamed('dana');
    const refusal = { ...DENIED, message: expect.stringContaining('dana may not do this about documents/access') };
    expect(await reads(lead, 'access')).toMatchObject(refusal);
    expect(await lists(lead, 'access')).toMatchObject(refusal);
    expect([await reads(lead, 'feeds'), await lists(lead, 'feeds')]).toEqual(['fine', 'fine']);
  });
});

describe('a version that binds a person no more', () => {
  it('lets them in until the day before its first, and not from then on', async () => {
    await scoring.publish('access', accessFrom('2027-02-01', ...RULES));
    await travel();
    now = SECOND - 1_000;
    expect([await listsShards(aude), await listsFeeds(aude)]).toEqual(['fine', 'fine']);
    now = SECOND;
    expect(await listsShards(aude)).toMatchObject(DENIED);
    expect(await listsFeeds(aude)).toMatchObject(DENIED);
  });
});
