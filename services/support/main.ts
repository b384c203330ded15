import { runDepartment } from '#libs/cases/process/run-department.js';
import { SUPPORT } from '#libs/catalogue/support/metrics.js';
import { checkContactFact, describeContact } from './grpc/mapping.js';
import { supportService } from './grpc/support-service.js';
import { judgeContact } from './judge.js';

/** The process of support: what help desks report about contacts. */
await runDepartment({
  source: 'support',
  port: 7104,
  metrics: SUPPORT,
  judge: judgeContact,
  carries: ['observations'],
  upstreams: [],
  check: checkContactFact,
  service: supportService,
  describe: describeContact,
});
