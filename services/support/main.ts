import { FLOWS } from '#libs/batches/format/flows.js';
import { runDepartment } from '#libs/cases/process/run-department.js';
import { SUPPORT } from '#libs/catalogue/support/metrics.js';
import { supportFacts } from './grpc/facts.js';
import { supportService } from './grpc/support-service.js';
import { judgeIssue } from './judge.js';

/** The process of support: what help desks report about contacts. */
await runDepartment({
  source: 'support',
  port: 7104,
  metrics: SUPPORT,
  judge: judgeIssue,
  ...FLOWS.support,
  facts: supportFacts,
  service: supportService,
});
