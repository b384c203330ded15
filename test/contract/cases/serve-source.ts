import { batchOf } from '#libs/batches/source/find-receipt.js';
import { traceVerdicts } from '#libs/cases/evidence/trace.js';
import { defaultsOf } from '#libs/cases/facts/feed-defaults.js';
import { departmentFeeds } from '#libs/cases/grpc/department-callers.js';
import type { DepartmentFacts } from '#libs/cases/grpc/department-facts.js';
import { factsService } from '#libs/cases/grpc/facts-service.js';
import type { DueOptions } from '#libs/cases/grpc/list-due.js';
import { type RecordCall, recordCall } from '#libs/cases/grpc/record-call.js';
import type { Department } from '#libs/cases/judging/department.js';
import { recordFacts } from '#libs/cases/judging/record-facts.js';
import { recordTogether } from '#libs/cases/judging/record-together.js';
import { bound } from '#libs/domain/access.js';
import type { Source } from '#libs/domain/source.js';
import type { Callers } from '#libs/grpc/callers.js';
import type { ServedService } from '#libs/grpc/served-service.js';
import { type StartServerOptions, startServer } from '#libs/grpc/server.js';
import type { Database } from '#libs/postgres/database.js';
import type { FeedCallers } from '#libs/rules/decide-callers.js';
import type { Clock } from '#libs/runtime/clock.js';
import { namedCallers, ownCallers } from '#test/doubles/named-callers.js';
import { NO_DOCUMENTS } from './no-documents.js';

/** The key of the installation: the same order has the same ref in every department. */
export const CASE_KEY = Buffer.alloc(32, 1);

/** What a department brings along. */
export interface SourceSpec<Fact> {
  readonly department: Department;
  readonly facts: Pick<DepartmentFacts<Fact, unknown>, 'check' | 'describe' | 'names'>;
  readonly service: (record: RecordCall<Fact>) => ServedService;
}

/** Every feed also reads its department, so that a test needs one client. */
function alsoReading(source: Source, callers: Callers): Callers {
  return {
    get: (name) => {
      const caller = callers.get(name);
      if (caller === undefined || !caller.bindings.some(({ role }) => role === 'FEED')) return caller;
      return { ...caller, bindings: [...caller.bindings, bound('DEPARTMENT_READER', { departments: [source] })] };
    },
  };
}

/** The services and the person at the console; every other name is a feed. */
function orFeeds(own: Callers, feeds: FeedCallers): Callers {
  return { get: (name) => own.get(name) ?? feeds.unbound(name) };
}

/** Who may call a department on whose documents a test decides; by default the services, the person at the console and feeds, by name. */
export type CallersOf = (feeds: FeedCallers) => Pick<StartServerOptions, 'credentials' | 'identify' | 'bindingsOf'>;

/** The services of a department on a port of their own. An error that no caller should see ends the test. */
export function serveSource<Fact>(
  database: Database,
  { department, facts, service }: SourceSpec<Fact>,
  clock: Clock,
  callersOf: CallersOf = (feeds) => namedCallers(alsoReading(department.source, orFeeds(ownCallers(), feeds))),
  due: Partial<Pick<DueOptions, 'prices' | 'pace'>> = {},
) {
  const { source, metrics, feedRulesAt = () => undefined } = department;
  const record = recordCall({
    ...{ source, clock, receiptKey: CASE_KEY, check: facts.check(CASE_KEY), feedRulesAt },
    defaultsOf: (feed) => defaultsOf(database, feed),
    record: recordTogether((feed, items, now) =>
      database.transaction((tx) => recordFacts(tx, department, feed, items, now, { isLast: true })),
    ),
  });
  const shared = factsService({
    erasing: { department, names: facts.names(CASE_KEY) },
    due: { judge: department.judge, prices: async () => undefined, ...due },
    ...{ rules: department.rules, trace: traceVerdicts(database, department.judge, department.rules) },
    ...{
      source,
      metrics,
      database,
      clock,
      receiptKey: CASE_KEY,
      feedRulesAt,
      describe: facts.describe,
      onDeclared: () => {},
    },
    transport: async () => ({
      ...{
        unsealed: 0n,
        upstream: [],
        upstreamMissing: 0n,
        upstreamQuarantined: 0n,
        transportFaults: [],
        sourceFaults: [],
      },
      documents: NO_DOCUMENTS,
    }),
    security: () => ({ checkedAt: undefined, standing: [] }),
    findSealed: async ({ positions }) => {
      const [position] = positions;
      const batch = position && (await batchOf(database, { carries: 'observations', ...position }));
      return {
        sealed: positions.length === 0 || batch !== undefined,
        batches: batch ? [`${source}/1:${batch.epoch}:${batch.number}`] : [],
      };
    },
  });
  return startServer({
    ...{ host: '127.0.0.1', port: 0, services: [service(record), shared] },
    department: source,
    ...callersOf(departmentFeeds(source, feedRulesAt, () => clock.now())),
    onBug: (error) => {
      throw error;
    },
  });
}
