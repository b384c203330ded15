import { z } from 'zod';
import type { ShardId } from '#libs/batches/format/topics.js';
import type { MetricDefinition } from '#libs/catalogue/metric.js';
import type { Source } from '#libs/domain/observation.js';
import type { ServedService } from '#libs/grpc/served-service.js';
import { readConfig } from '#libs/runtime/config.js';
import { runService } from '#libs/runtime/service.js';
import { caseKey, serviceSettings } from '#libs/runtime/settings.js';
import type { DepartmentFacts } from '../grpc/department-facts.js';
import { type RecordCall, recordCall } from '../grpc/record-call.js';
import type { Department, Judge } from '../judging/department.js';
import { recordFacts } from '../judging/record-facts.js';
import { openContext } from './context.js';
import { sealAndPublish } from './seal-and-publish.js';
import { countOutcomes, serve } from './serve.js';
import { intakeSettings } from './settings.js';
import { sweepOn } from './sweep-on.js';
import { takeInUpstreams } from './take-in-upstreams.js';

/** All in which the process of one department differs from that of another. */
export interface DepartmentProgram<Fact> {
  readonly source: Source;
  /** For gRPC, where the environment names none; HTTP is 100 higher. */
  readonly port: number;
  readonly metrics: readonly MetricDefinition[];
  readonly judge: Judge;
  /** See `Department`. */
  readonly openedBy?: string;
  /** Milestones too, if other departments are told something. */
  readonly carries: readonly ShardId['carries'][];
  /** Whose milestones it needs. */
  readonly upstreams: readonly Source[];
  /** The milestone a case waits for, "ordering/promised"; unset where none is needed. */
  readonly waitsForMilestone?: string;
  /** Its contract and its kinds of facts. */
  readonly facts: Pick<DepartmentFacts<Fact, unknown>, 'check' | 'describe'>;
  readonly service: (record: RecordCall<Fact>) => ServedService;
}

/** The process of a department: takes in what feeds and other departments tell, judges it and publishes what it judged. */
export function runDepartment<Fact>(program: DepartmentProgram<Fact>): Promise<void> {
  const { source, metrics, judge, openedBy } = program;
  const settings = z.object({ ...serviceSettings(program.port), CX_CASE_KEY: caseKey(), ...intakeSettings() });
  return runService({
    name: source,
    start: async (lifecycle) => {
      const config = readConfig(settings, process.env);
      const { CX_SILENT_AFTER_DAYS: silentAfterMs, CX_SHARDS: shards } = config;
      const department: Department = { source, metrics, judge, openedBy, silentAfterMs, shards };
      const house = await openContext(lifecycle, department, config, program.carries);
      await sealAndPublish(lifecycle, house);
      const upstreams = await takeInUpstreams(lifecycle, house, program.upstreams);
      await sweepOn(lifecycle, house);

      const { database, clock } = house;
      const record = recordCall({
        source,
        clock,
        check: program.facts.check(config.CX_CASE_KEY),
        record: (feed, facts, now) => database.transaction((tx) => recordFacts(tx, department, feed, facts, now)),
        onOutcomes: countOutcomes(house),
      });
      const { waitsForMilestone } = program;
      const { describe } = program.facts;
      await serve(lifecycle, house, { service: program.service(record), describe, waitsForMilestone, upstreams });
    },
  });
}
