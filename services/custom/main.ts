import type { DepartmentContext } from '#libs/cases/process/context.js';
import { runDepartment } from '#libs/cases/process/run-department.js';
import type { Source } from '#libs/domain/source.js';
import { ConfigError, readConfig } from '#libs/runtime/config.js';
import { every } from '#libs/runtime/every.js';
import { createLog } from '#libs/runtime/log.js';
import { EXIT, type Lifecycle } from '#libs/runtime/service.js';
import { settings } from './config.js';
import { CurrentRules } from './current-rules.js';
import { customService } from './grpc/custom-service.js';
import { ownFacts } from './grpc/facts.js';
import { judgeOwn, ownOf } from './judge.js';

/** The process of a department of the company's own: facts of the kinds and metrics by the rules that its document declares. */
const source = departmentName();
const current = new CurrentRules(source);
await runDepartment({
  source,
  port: 7110,
  metrics: current.definitions,
  judge: (facts, rules) => judgeOwn(facts, ownOf(rules)),
  carries: ['observations', 'milestones'],
  upstreams: () => current.upstreams,
  facts: ownFacts(source, current),
  service: customService,
  prepare: readDocumentsOnAndOn,
});

function departmentName(): Source {
  try {
    return readConfig(settings, process.env).CX_DEPARTMENT;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    createLog('custom').error({ mistakes: error.mistakes }, 'the configuration is wrong');
    process.exit(EXIT.MISCONFIGURED);
  }
}

/** A document that was published takes effect within a second. */
async function readDocumentsOnAndOn(lifecycle: Lifecycle, { database }: DepartmentContext): Promise<void> {
  await current.refresh(database);
  const onError = (error: unknown) => lifecycle.log.error({ error }, 'reading the documents failed; it is retried');
  const start = () => every(1_000, () => current.refresh(database), { onError });
  await lifecycle.add('documents', start, (it) => it.stop());
}
