import { verifyLog } from '#libs/audit/check/verify-log.js';
import { auditService } from '#libs/audit/grpc/audit-service.js';
import { PostgresAuditStore } from '#libs/audit/store/postgres-audit-store.js';
import { SOURCE_MIGRATIONS } from '#libs/batches/source/migrations.js';
import { PostgresSourceStore } from '#libs/batches/source/postgres-source-store.js';
import { batchService } from '#libs/batches/source/serve.js';
import { traceVerdicts } from '#libs/cases/evidence/trace.js';
import { defaultsOf } from '#libs/cases/facts/feed-defaults.js';
import type { DepartmentFacts } from '#libs/cases/grpc/department-facts.js';
import { factsService } from '#libs/cases/grpc/facts-service.js';
import { type RecordCall, recordCall } from '#libs/cases/grpc/record-call.js';
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
import { closingOf } from '#libs/documents/ruleset/closing-document.js';
import { bound, type Caller, ROLES } from '#libs/domain/access.js';
import { BUILT_IN_SOURCES, type BuiltInSource } from '#libs/domain/observation.js';
import { nextPeriod } from '#libs/domain/period.js';
import { dayOf } from '#libs/domain/time.js';
import { type Audit, NO_AUDIT } from '#libs/grpc/access/audit.js';
import type { Identify } from '#libs/grpc/access/caller.js';
import type { Bounds } from '#libs/grpc/bounds/bounds.js';
import type { ServedService } from '#libs/grpc/served-service.js';
import { type RunningServer, startServer } from '#libs/grpc/server.js';
import { unproven } from '#libs/identity/unproven.js';
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
import { judgeOrdering } from '#services/ordering/judge.js';
import { LiveIndexes } from '#services/scoring/answers/live-index.js';
import { countsReader } from '#services/scoring/counts/read.js';
import { FIRST } from '#services/scoring/fixtures/real-orders.js';
import { adjustmentService } from '#services/scoring/grpc/adjustments/adjustment-service.js';
import { bonusService } from '#services/scoring/grpc/bonus/bonus-service.js';
import { contestService } from '#services/scoring/grpc/contests/contests-service.js';
import { countsService } from '#services/scoring/grpc/counts/counts-service.js';
import { documentService } from '#services/scoring/grpc/documents/documents-service.js';
import { exportService } from '#services/scoring/grpc/exports/export-service.js';
import { periodService } from '#services/scoring/grpc/periods/period-service.js';
import { recordService } from '#services/scoring/grpc/records/record-service.js';
import { receiptClients } from '#services/scoring/grpc/scoring/receipt-source.js';
import { scoringService } from '#services/scoring/grpc/scoring/scoring-service.js';
import { webhookService } from '#services/scoring/grpc/webhooks/webhook-service.js';
import { frozenResults } from '#services/scoring/periods/read-frozen.js';
import { rulesetsOf } from '#services/scoring/rulesets/rulesets.js';
import { verifyCounts } from '#services/scoring/verify/verify-counts.js';
import type { Subscription } from '#services/scoring/webhooks/subscriptions.js';
import { supportFacts } from '#services/support/grpc/facts.js';
import { supportService } from '#services/support/grpc/support-service.js';
import { judgeIssue } from '#services/support/judge.js';
import { surveyFacts } from '#services/survey/grpc/facts.js';
import { surveyService } from '#services/survey/grpc/survey-service.js';
import { judgeAnswer } from '#services/survey/judge.js';
import { warehouseFacts } from '#services/warehouse/grpc/facts.js';
import { warehouseService } from '#services/warehouse/grpc/warehouse-service.js';
import { judgeWarehouse as judgeHandOver } from '#services/warehouse/judge.js';
import { CALLER_KEY, named, namedCallers } from '#test/doubles/named-callers.js';
import { NO_DOCUMENTS } from '../cases/no-documents.js';
import { sealing } from './sealing.js';

export const SOURCE_SCHEMA = [CASE_MIGRATIONS, SOURCE_MIGRATIONS];
const CASE_KEY = Buffer.alloc(32, 1);
const DAY_MS = 86_400_000;

/** A clock that a provocation sets. */
export const clock = { at: Date.parse('2018-06-01T12:00:00Z'), now: () => clock.at };

/** What the document `feeds` says, for a provocation to set; otherwise there is none. */
export const feeds: { rules: FeedRules | undefined } = { rules: undefined };

const everyRole = ROLES.words.map((role) => bound(role, { departments: 'all', feeds: ['all'] }));
/** Of no department. */
const SIGNS = ['HR_MAKER', 'HR_APPROVER', 'FINANCE_APPROVER'] as const;
const callers = namedCallers(
  new Map<string, Caller>([
    ['all', { name: 'all', kind: 'feed', bindings: everyRole }],
    ['powerless', { name: 'powerless', kind: 'feed', bindings: [] }],
    ['rules-publisher', { name: 'rules-publisher', kind: 'person', bindings: [bound('RULES_PUBLISHER')] }],
    ['anna', { name: 'anna', kind: 'person', bindings: [bound('REVIEWER')] }],
    ['reviewer', { name: 'reviewer', kind: 'person', bindings: [bound('REVIEWER')] }],
    ['approver', { name: 'approver', kind: 'person', bindings: SIGNS.map((role) => bound(role)) }],
    ['auditor', { name: 'auditor', kind: 'person', bindings: [bound('AUDITOR')] }],
  ]),
);
/**
 * "all" has every role, "powerless" none; "auditor" and "reviewer" have no department of their own; "rules-publisher" publishes what "all" proposes. Of "unverified" only the issuer could tell who it is,
 * and the issuer does not answer.
 */
export const identify: Identify = async (peer, metadata) => {
  if (metadata.get(CALLER_KEY).includes('unverified')) throw unproven('ISSUER_UNAVAILABLE');
  return callers.identify(peer, metadata);
};

export const bugs: unknown[] = [];

/** Some department: which one decides only what its own readers see. */
const department = 'delivery';

export function start(
  services: readonly ServedService[],
  by: Identify = identify,
  audit: Audit = NO_AUDIT,
  bounds: Partial<Bounds> = {},
): Promise<RunningServer> {
  const { bindingsOf, credentials } = callers;
  const onBug = (error: unknown) => bugs.push(error);
  const calls = { credentials, department, identify: by, bindingsOf, audit, bounds };
  return startServer({ host: '127.0.0.1', port: 0, services, ...calls, onBug });
}

const PAYROLL: Subscription = {
  ...{ name: 'payroll', url: new URL('https://payroll.example.com/cx'), messages: ['cx.period.closed'] },
  ...{ secret: 'payroll', mostAttempts: 10 },
};

/** The services of scoring as its process makes them, over any database. */
export function scoringServices(database: Database, deliveryPort: number): ServedService[] {
  // The demonstration closes without a review; this company has the usual one.
  const ruleset = { ...FIRST, closing: closingOf() };
  const [months, ...others] = ruleset.calendar;
  if (months === undefined) throw new Error('the first ruleset names months');
  const { first } = months;
  const next = { ...ruleset, name: 'next', sha256: Buffer.alloc(32, 2), calendar: [{ first, last: first }] };
  const later = { ...ruleset, calendar: [{ ...months, first: nextPeriod(first) }, ...others] };
  const rulesets = rulesetsOf([later, next]);
  const counts = countsReader(database);
  const auditStore = new PostgresAuditStore(database, 'scoring');
  const departments = () => BUILT_IN_SOURCES;
  const indexes = new LiveIndexes({ counts, rulesets, clock, frozen: frozenResults(database) });
  const { ask: askSource } = receiptClients({ delivery: `127.0.0.1:${deliveryPort}` }, () => named('all'));
  const transport = {
    name: 'direct',
    isConnected: () => true,
    faults: () => [],
    sourceFaults: () => [],
    missingTail: () => 0n,
  } as const;
  const none = { inc: () => undefined };
  const metrics = {
    adjustmentsTotal: none,
    snapshotsTotal: none,
    documentsTotal: none,
    exportClaimsTotal: none,
  } as never;
  return [
    countsService(database, { verify: () => verifyCounts(database) }, transport, () => NO_SECURITY),
    scoringService({ indexes, clock: systemClock, counts, askSource, run: 'test' }),
    bonusService({ database, metrics, rulesets, clock, engine: 'cx-index test' }),
    recordService({ database, metrics, rulesets }),
    exportService({ database, metrics, rulesets, clock }),
    periodService({ database, rulesets, clock, departments, seal: (...closed) => sealing.seal(...closed) }),
    adjustmentService({
      ...{ database, rulesets, clock, metrics, engine: 'cx-index test', departments },
      sealRestated: (...restated) => sealing.sealRestated(...restated),
    }),
    webhookService({ database, clock, subscriptionsAt: () => [PAYROLL] }),
    contestService({ database, rulesets, clock, departments, onRuled: () => undefined }),
    documentService({ database, counts, rulesets, metrics, clock, onPublished: async () => undefined }),
    auditService({ server: 'scoring', store: auditStore, verify: (remembered) => verifyLog(auditStore, remembered) }),
  ];
}

const NO_SECURITY = { checkedAt: undefined, standing: [] };
const own = productRules(['2017-01-01', productEntry()]);

const parts = {
  ordering: {
    metrics: ORDERING,
    judge: judgeOrdering,
    facts: orderingFacts,
    service: orderingService,
    openedBy: 'placed',
  },
  warehouse: { metrics: WAREHOUSE, judge: judgeHandOver, facts: warehouseFacts, service: warehouseService },
  delivery: { metrics: DELIVERY, judge: judgeDelivery, facts: deliveryFacts, service: deliveryService },
  support: { metrics: SUPPORT, judge: judgeIssue, facts: supportFacts, service: supportService },
  survey: { metrics: SURVEY, judge: judgeAnswer, facts: surveyFacts, service: surveyService },
  custom: {
    metrics: own.definitions,
    judge: (facts: Parameters<Department['judge']>[0]) => judgeOwn(facts, own),
    // The department is declared from 2017 on: a clock that a provocation sets earlier finds no document.
    facts: ownFacts(PRODUCT, { entryAt: (now) => own.entryOn(dayOf(now, 'UTC')), newest: () => own.newestEntry }),
    service: customService,
  },
} as const;

/** The refs that an id has as an order, as a contact, and in the department of the company's own. */
export function refsOfId(id: string) {
  return [
    deliveryFacts.names(CASE_KEY).refOf(id),
    supportFacts.names(CASE_KEY).refOf(id),
    parts.custom.facts.names(CASE_KEY).refOf(`${id} / 2018-05-01`),
  ];
}

/** The services of a source as its process makes them, over any database. */
export function sourceServices(name: BuiltInSource | 'custom', database: Database): ServedService[] {
  const {
    service,
    facts: kinds,
    ...judged
  } = parts[name] as {
    readonly metrics: Department['metrics'];
    readonly judge: Department['judge'];
    readonly openedBy?: string;
    readonly facts: Pick<DepartmentFacts<unknown, unknown>, 'check' | 'names'>;
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
    receiptKey: CASE_KEY,
    check: kinds.check(CASE_KEY),
    defaultsOf: (feed) => defaultsOf(database, feed),
    feedRulesAt: () => feeds.rules,
    record: (feed, facts, now) =>
      database.transaction((tx) => recordFacts(tx, department, feed, facts, now, { isLast: true })),
  });
  const facts = factsService({
    source,
    metrics: judged.metrics,
    rules,
    trace: traceVerdicts(database, department.judge, rules),
    due: { judge: department.judge, prices: async () => undefined },
    erasing: { department, names: kinds.names(CASE_KEY) },
    database,
    clock,
    receiptKey: CASE_KEY,
    describe: () => ({ caseId: '', caseKind: '', details: [] }),
    onDeclared: () => undefined,
    transport: async () => ({
      unsealed: 0n,
      upstream: [],
      upstreamMissing: 0n,
      upstreamQuarantined: 0n,
      transportFaults: [],
      sourceFaults: [],
      documents: NO_DOCUMENTS,
    }),
    security: () => NO_SECURITY,
    findSealed: async () => {
      await database.query('select 1');
      return { sealed: false, batches: [] };
    },
  });
  return [service(record), facts, batchService(new PostgresSourceStore(database))];
}
