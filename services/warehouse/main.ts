import { FLOWS } from '#libs/batches/format/flows.js';
import { runDepartment } from '#libs/cases/process/run-department.js';
import { WAREHOUSE } from '#libs/catalogue/warehouse/metrics.js';
import { warehouseFacts } from './grpc/facts.js';
import { warehouseService } from './grpc/warehouse-service.js';
import { judgeWarehouse } from './judge.js';

/** The process of warehouse: what warehouses report about hand-overs. */
await runDepartment({
  source: 'warehouse',
  port: 7102,
  metrics: WAREHOUSE,
  judge: judgeWarehouse,
  ...FLOWS.warehouse,
  waitsForMilestone: 'ordering/promised',
  facts: warehouseFacts,
  service: warehouseService,
});
