import { batchOf } from '#libs/batches/source/find-receipt.js';
import { traceVerdicts } from '#libs/cases/evidence/trace.js';
import { defaultsOf } from '#libs/cases/facts/feed-defaults.js';
import { departmentCallers } from '#libs/cases/grpc/department-callers.js';
import type { DepartmentFacts } from '#libs/cases/grpc/department-facts.js';
import { factsService } from '#libs/cases/grpc/facts-service.js';
import { type RecordCall, recordCall } from '#libs/cases/grpc/record-call.js';
import type { Department } from '#libs/cases/judging/department.js';
import { recordFacts } from '#libs/cases/judging/record-facts.js';
import { identifyByName, ownCallers } from '#libs/grpc/named-callers.js';
import type { ServedService } from '#libs/grpc/served-service.js';
import { startServer } from '#libs/grpc/server.js';
import type { Database } from '#libs/postgres/database.js';
import type { Clock } from '#libs/runtime/clock.js';
import { NO_DOCUMENTS } from './no-documents.js';

/** The key of the installation: the same order has the same ref in every department. */
export const CASE_KEY = Buffer.alloc(32, 1);

/** What a department brings along. */
export interface SourceSpec<Fact> {
  readonly department: Department;
  readonly facts: Pick<DepartmentFacts<Fact, unknown>, 'check' | 'describe'>;
  readonly service: (record: RecordCall<Fact>) => ServedService;
}

/** The services of a department on a port of their own. An error that no caller should see ends the test. */
export function serveSource<Fact>(database: Database, { department, facts, service }: SourceSpec<Fact>, clock: Clock) {
  const { source, metrics, feedRulesAt = () => undefined } = department;
  const record = recordCall({
    ...{ source, clock, check: facts.check(CASE_KEY), feedRulesAt },
    defaultsOf: (feed) => defaultsOf(database, feed),
    record: (feed, items, now) => database.transaction((tx) => recordFacts(tx, department, feed, items, now)),
  });
  const shared = factsService({
    ...{ rules: department.rules, trace: traceVerdicts(database, department.judge, department.rules) },
    ...{ source, metrics, database, clock, feedRulesAt, describe: facts.describe, onDeclared: () => {} },
    transport: async () => ({
      ...{ unsealed: 0n, upstream: [], upstreamMissing: 0n, upstreamQuarantined: 0n, transportFaults: [] },
      documents: NO_DOCUMENTS,
    }),
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
    identify: identifyByName(departmentCallers(source, ownCallers(), feedRulesAt, clock.now)),
    onBug: (error) => {
      throw error;
    },
  });
}
