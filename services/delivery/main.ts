import { FLOWS } from '#libs/batches/format/flows.js';
import { runDepartment } from '#libs/cases/process/run-department.js';
import { DELIVERY } from '#libs/catalogue/delivery/metrics.js';
import { deliveryService } from './grpc/delivery-service.js';
import { deliveryFacts } from './grpc/facts.js';
import { judgeDelivery } from './judge.js';

/** The process of delivery: what carriers report about parcels. */
await runDepartment({
  source: 'delivery',
  port: 7103,
  metrics: DELIVERY,
  judge: judgeDelivery,
  ...FLOWS.delivery,
  waitsForMilestone: 'ordering/promised',
  facts: deliveryFacts,
  service: deliveryService,
});
