import { SOURCE_MIGRATIONS } from '#libs/batches/source/migrations.js';
import { PostgresSourceStore } from '#libs/batches/source/postgres-source-store.js';
import { batchService } from '#libs/batches/source/serve.js';
import { traceVerdicts } from '#libs/cases/evidence/trace.js';
import { defaultsOf } from '#libs/cases/facts/feed-defaults.js';
import { factsService } from '#libs/cases/grpc/facts-service.js';
import { type CheckFact, type RecordCall, recordCall } from '#libs/cases/grpc/record-call.js';
import type { Department } from '#libs/cases/judging/department.js';
import { recordFacts } from '#libs/cases/judging/record-facts.js';
import { CASE_MIGRATIONS } from '#libs/cases/migrations.js';
import { rulesInForce } from '#libs/cases/rules/rules-in-force.js';
import { DELIVERY } from '#libs/catalogue/delivery/metrics.js';
import { ORDERING } from '#libs/catalogue/ordering/metrics.js';
import { SUPPORT } from '#libs/catalogue/support/metrics.js';
import { SURVEY } from '#libs/catalogue/survey/metrics.js';
import { WAREHOUSE } from '#libs/catalogue/warehouse/metrics.js';
import { PRODUCT, productEntry, productRules } from '#libs/custom/fixtures/product.js';
import { BUILT_IN_SOURCES, type BuiltInSource } from '#libs/domain/observation.js';
import { nextPeriod } from '#libs/domain/period.js';
import { dayOf } from '#libs/domain/time.js';
import type { Grant, Identify } from '#libs/grpc/caller.js';
import { identifyByName } from '#libs/grpc/named-callers.js';
import type { ServedService } from '#libs/grpc/served-service.js';
import { type RunningServer, startServer } from '#libs/grpc/server.js';
import type { Database } from '#libs/postgres/database.js';
import type { FeedRules } from '#libs/rules/permitted-feeds.js';
import { systemClock } from '#libs/runtime/clock.js';
import { customService } from '#services/custom/grpc/custom-service.js';
import { ownFacts } from '#services/custom/grpc/facts.js';
import { judgeOwn } from '#services/custom/judge.js';
import { deliveryService } from '#services/delivery/grpc/delivery-service.js';
import { deliveryFacts } from '#services/delivery/grpc/facts.js';
import { judgeDelivery } from '#services/delivery/judge.js';
import { orderingFacts } from '#services/ordering/grpc/facts.js';
import { orderingService } from '#services/ordering/grpc/ordering-service.js';
import { judgeOrder } from '#services/ordering/judge.js';
import { LiveIndexes } from '#services/scoring/answers/live-index.js';
import { countsReader } from '#services/scoring/counts/read.js';
import { FIRST as ruleset } from '#services/scoring/fixtures/real-orders.js';
import { bonusService } from '#services/scoring/grpc/bonus/bonus-service.js';
import { countsService } from '#services/scoring/grpc/counts/counts-service.js';
import { documentService } from '#services/scoring/grpc/documents/documents-service.js';
import { receiptClients } from '#services/scoring/grpc/scoring/receipt-source.js';
import { scoringService } from '#services/scoring/grpc/scoring/scoring-service.js';
import { isFrozen } from '#services/scoring/periods/is-frozen.js';
import { rulesetsOf } from '#services/scoring/rulesets/rulesets.js';
import { verifyCounts } from '#services/scoring/verify/verify-counts.js';
import { supportFacts } from '#services/support/grpc/facts.js';
import { supportService } from '#services/support/grpc/support-service.js';
import { judgeIssue } from '#services/support/judge.js';
import { surveyFacts } from '#services/survey/grpc/facts.js';
import { surveyService } from '#services/survey/grpc/survey-service.js';
import { judgeAnswer } from '#services/survey/judge.js';
import { warehouseFacts } from '#services/warehouse/grpc/facts.js';
import { warehouseService } from '#services/warehouse/grpc/warehouse-service.js';
import { judgeParcels as judgeHandOver } from '#services/warehouse/judge.js';
import { NO_DOCUMENTS } from '../cases/no-documents.js';

export const SOURCE_SCHEMA = [CASE_MIGRATIONS, SOURCE_MIGRATIONS];
const CASE_KEY = Buffer.alloc(32, 1);
const DAY_MS = 86_400_000;

/** A clock that a provocation sets. */
export const clock = { at: Date.parse('2018-06-01T12:00:00Z'), now: () => clock.at };

/** What the document `feeds` says, for a provocation to set; otherwise there is none. */
export const feeds: { rules: FeedRules | undefined } = { rules: undefined };

const everyGrant: Grant[] = [
  'read',
  'batches',
  'bonus',
  'publish',
  ...[...BUILT_IN_SOURCES, PRODUCT].map((source) => `report:${source}` as const),
];
/** "all" may do everything, "powerless" nothing. */
export const identify: Identify = identifyByName(
  new Map([
    ['all', { name: 'all', grants: everyGrant }],
    ['powerless', { name: 'powerless', grants: [] }],
  ]),
);

export const bugs: unknown[] = [];

export function start(services: readonly ServedService[], by: Identify = identify): Promise<RunningServer> {
  return startServer({ host: '127.0.0.1', port: 0, services, identify: by, onBug: (error) => bugs.push(error) });
}

/** The services of scoring as its process makes them, over any database. */
export function scoringServices(database: Database, deliveryPort: number): ServedService[] {
  const [months, ...others] = ruleset.calendar;
  if (months === undefined) throw new Error('the first ruleset names months');
  const { first } = months;
  const next = { ...ruleset, name: 'next', sha256: Buffer.alloc(32, 2), calendar: [{ first, last: first }] };
  const later = { ...ruleset, calendar: [{ ...months, first: nextPeriod(first) }, ...others] };
  const rulesets = rulesetsOf([later, next]);
  const counts = countsReader(database);
  const indexes = new LiveIndexes({ counts, rulesets, clock, isFrozen: ({ name }) => isFrozen(database, name) });
  const { ask: askSource } = receiptClients({ delivery: `127.0.0.1:${deliveryPort}` }, 'all');
  const transport = { name: 'direct', isConnected: () => true, faults: () => [], missingTail: () => 0n } as const;
  const metrics = { snapshotsTotal: { inc: () => undefined }, documentsTotal: { inc: () => undefined } } as never;
  return [
    countsService(database, { verify: () => verifyCounts(database) }, transport),
    scoringService({ indexes, clock: systemClock, counts, askSource, run: 'test' }),
    bonusService({ database, metrics, rulesets, clock, engine: 'cx-index test' }),
    documentService({ database, counts, rulesets, metrics, clock, onPublished: async () => undefined }),
  ];
}

const own = productRules(['2017-01-01', productEntry()]);

const parts = {
  ordering: {
    metrics: ORDERING,
    judge: judgeOrder,
    check: orderingFacts.check,
    service: orderingService,
    openedBy: 'placed',
  },
  warehouse: { metrics: WAREHOUSE, judge: judgeHandOver, check: warehouseFacts.check, service: warehouseService },
  delivery: { metrics: DELIVERY, judge: judgeDelivery, check: deliveryFacts.check, service: deliveryService },
  support: { metrics: SUPPORT, judge: judgeIssue, check: supportFacts.check, service: supportService },
  survey: { metrics: SURVEY, judge: judgeAnswer, check: surveyFacts.check, service: surveyService },
  custom: {
    metrics: own.definitions,
    judge: (facts: Parameters<Department['judge']>[0]) => judgeOwn(facts, own),
    // The department is declared from 2017 on: a clock that a provocation sets earlier finds no document.
    check: ownFacts(PRODUCT, { entryAt: (now) => own.entryOn(dayOf(now, 'UTC')), newest: () => own.newestEntry }).check,
    service: customService(PRODUCT),
  },
} as const;

/** The services of a source as its process makes them, over any database. */
export function sourceServices(name: BuiltInSource | 'custom', database: Database): ServedService[] {
  const { service, check, ...judged } = parts[name] as {
    readonly metrics: Department['metrics'];
    readonly judge: Department['judge'];
    readonly openedBy?: string;
    readonly check: (caseKey: Uint8Array) => CheckFact<unknown>;
    readonly service: (record: RecordCall<unknown>) => ServedService;
  };
  const source = name === 'custom' ? PRODUCT : name;
  const rules = rulesInForce(source);
  const department = {
    source,
    rules,
    openedBy: undefined,
    ...judged,
    silentAfterMs: 14 * DAY_MS,
    shards: 1,
  } as Department;
  const record = recordCall({
    source,
    clock,
    check: check(CASE_KEY),
    defaultsOf: (feed) => defaultsOf(database, feed),
    feedRulesAt: () => feeds.rules,
    record: (feed, facts, now) => database.transaction((tx) => recordFacts(tx, department, feed, facts, now)),
  });
  const facts = factsService({
    source,
    metrics: judged.metrics,
    rules,
    trace: traceVerdicts(database, department.judge, rules),
    database,
    clock,
    describe: () => ({ caseId: '', details: [] }),
    onDeclared: () => undefined,
    transport: async () => ({
      unsealed: 0n,
      upstream: [],
      upstreamMissing: 0n,
      upstreamQuarantined: 0n,
      transportFaults: [],
      documents: NO_DOCUMENTS,
    }),
    findSealed: async () => {
      await database.query('select 1');
      return { sealed: false, batches: [] };
    },
  });
  return [service(record), facts, batchService(new PostgresSourceStore(database))];
}
