import { runDepartment } from '#libs/cases/process/run-department.js';
import { ORDERING } from '#libs/catalogue/ordering/metrics.js';
import { orderingFacts } from './grpc/facts.js';
import { orderingService } from './grpc/ordering-service.js';
import { judgeOrder } from './judge.js';

/** The process of ordering: what the shop reports about orders, promises and payments. */
await runDepartment({
  source: 'ordering',
  port: 7101,
  metrics: ORDERING,
  judge: judgeOrder,
  openedBy: 'placed',
  carries: ['observations', 'milestones'],
  upstreams: ['delivery'],
  facts: orderingFacts,
  service: orderingService,
});
