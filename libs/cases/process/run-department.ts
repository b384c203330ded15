import type { ShardId } from '#libs/batches/format/topics.js';
import type { MetricDefinition } from '#libs/catalogue/metric.js';
import type { Source } from '#libs/domain/observation.js';
import type { ServedService } from '#libs/grpc/served-service.js';
import { runOrMigrate } from '#libs/process/migrate.js';
import { readServiceConfig } from '#libs/process/read-service-config.js';
import type { Lifecycle } from '#libs/runtime/service.js';
import { CallersInForce } from '../documents/callers-in-force.js';
import { traceVerdicts } from '../evidence/trace.js';
import { defaultsOf } from '../facts/feed-defaults.js';
import type { DepartmentFacts } from '../grpc/department-facts.js';
import { type RecordCall, recordCall } from '../grpc/record-call.js';
import type { Department, Judge } from '../judging/department.js';
import { KnownCases } from '../judging/known-cases.js';
import { recordFacts } from '../judging/record-facts.js';
import { recordTogether } from '../judging/record-together.js';
import { DEPARTMENT_MIGRATIONS } from '../migrations.js';
import { rulesAt, rulesInForce } from '../rules/rules-in-force.js';
import { type DepartmentContext, openContext } from './context.js';
import { followCallers } from './follow-callers.js';
import { followShards, ShardsInUse } from './follow-shards.js';
import { rejudgeOn } from './rejudge-on.js';
import { retainFactsOn } from './retain-facts-on.js';
import { sealAndPublish } from './seal-and-publish.js';
import { countOutcomes, serve } from './serve.js';
import { departmentSettings } from './settings.js';
import { showDueOn } from './show-due-on.js';
import { sweepOn } from './sweep-on.js';
import { takeInBatches, type Upstreams } from './take-in-batches.js';

/** Everything in which the processes of two departments differ. */
export interface DepartmentProgram<Fact> {
  readonly source: Source;
  /** The gRPC port if the environment names none. The HTTP port is 100 higher. */
  readonly port: number;
  readonly metrics: readonly MetricDefinition[];
  readonly judge: Judge;
  /** See `Department`. */
  readonly openedBy?: string;
  /** Milestones too, if the department publishes any. */
  readonly carries: readonly ShardId['carries'][];
  /** The departments whose milestones it needs. */
  readonly upstreams: Upstreams;
  /** The milestone that a case waits for, "ordering/promised"; unset where none is needed. */
  readonly waitsForMilestone?: string;
  /** Its contract and its kinds of facts. */
  readonly facts: Pick<DepartmentFacts<Fact, unknown>, 'check' | 'describe' | 'names'>;
  readonly service: (record: RecordCall<Fact>) => ServedService;
  /** What it needs before it judges and answers, such as documents. */
  readonly prepare?: (lifecycle: Lifecycle, context: DepartmentContext) => Promise<void>;
}

/**
 * Runs the process of a department: takes in facts and milestones, judges cases, and publishes what was judged. With the argument
 * `migrate` it only brings the database to its newest tables.
 */
export function runDepartment<Fact>(program: DepartmentProgram<Fact>): Promise<void> {
  const { source, metrics, judge, openedBy } = program;
  return runOrMigrate(DEPARTMENT_MIGRATIONS, {
    name: source,
    start: async (lifecycle) => {
      const config = readServiceConfig(lifecycle, departmentSettings(program.port));
      const { CX_SILENT_AFTER_DAYS: silentAfterMs } = config;
      const callers = new CallersInForce(source);
      const { feedRulesAt } = callers;
      const rules = rulesInForce(source);
      const inUse = new ShardsInUse(config.CX_SHARDS);
      const known = new KnownCases();
      const own = { source, rules, metrics, judge, known, openedBy, silentAfterMs, feedRulesAt };
      const department: Department = {
        ...own,
        get shards() {
          return inUse.open;
        },
      };
      const context = await openContext(lifecycle, department, config, program.carries);
      await program.prepare?.(lifecycle, context);
      await followCallers(lifecycle, context, callers);
      await followShards(lifecycle, context, inUse, config.CX_SHARDS);
      await sealAndPublish(lifecycle, context);
      const intake = await takeInBatches(lifecycle, context, program.upstreams);
      await sweepOn(lifecycle, context);
      await rejudgeOn(lifecycle, context);
      await retainFactsOn(lifecycle, context);
      await showDueOn(lifecycle, context);

      const { database, clock } = context;
      const record = recordCall({
        source,
        clock,
        receiptKey: config.CX_CASE_KEY,
        check: program.facts.check(config.CX_CASE_KEY),
        defaultsOf: (feed) => defaultsOf(database, feed),
        feedRulesAt,
        record: recordTogether(async (feed, facts, now) => {
          const recorded = await database.transaction((tx) =>
            recordFacts(tx, department, feed, facts, now, { isLast: true }),
          );
          context.stirSealing();
          context.stirSweep();
          return recorded;
        }),
        onOutcomes: countOutcomes(context),
      });
      const { waitsForMilestone } = program;
      const { describe } = program.facts;
      const trace = traceVerdicts(database, judge, rulesAt(source));
      const names = program.facts.names(config.CX_CASE_KEY);
      const service = program.service(record);
      await serve(lifecycle, context, { service, describe, trace, names, waitsForMilestone, intake, callers });
    },
  });
}
