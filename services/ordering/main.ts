import { FLOWS } from '#libs/batches/format/flows.js';
import { runDepartment } from '#libs/cases/process/run-department.js';
import { ORDERING } from '#libs/catalogue/ordering/metrics.js';
import { orderingFacts } from './grpc/facts.js';
import { orderingService } from './grpc/ordering-service.js';
import { judgeOrdering } from './judge.js';

/** The process of ordering: what the shop reports about orders, promises and payments. */
await runDepartment({
  source: 'ordering',
  port: 7101,
  metrics: ORDERING,
  judge: judgeOrdering,
  openedBy: 'placed',
  ...FLOWS.ordering,
  facts: orderingFacts,
  service: orderingService,
});
