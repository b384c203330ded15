import { recordCall } from '#libs/cases/grpc/record-call.js';
import { openHouse } from '#libs/cases/run/house.js';
import { sealAndPublish } from '#libs/cases/run/seal-and-publish.js';
import { countOutcomes, serve } from '#libs/cases/run/serve.js';
import { sweepOn } from '#libs/cases/run/sweep-on.js';
import { takeInUpstreams } from '#libs/cases/run/take-in-upstreams.js';
import { WAREHOUSE } from '#libs/catalogue/warehouse.js';
import { WarehouseServiceService } from '#libs/contracts/cx/warehouse/v1/warehouse.js';
import { readConfig } from '#libs/runtime/config.js';
import { runService } from '#libs/runtime/service.js';
import { settings } from './config.js';
import { checkParcelFact, describeParcel } from './grpc/mapping.js';
import { warehouseService } from './grpc/warehouse-service.js';
import { judgeCases, recordFacts } from './record-facts.js';

/** The process of warehouse: takes in what warehouses report about hand-overs, judges them and publishes what it judged. */
await runService({
  name: 'warehouse',
  start: async (parts) => {
    const config = readConfig(settings, process.env);
    const warehouse = {
      source: 'warehouse',
      metrics: WAREHOUSE,
      silentAfterMs: config.CX_SILENT_AFTER_DAYS,
      shards: config.CX_SHARDS,
    } as const;
    const house = await openHouse(parts, warehouse, config, ['observations', 'milestones']);
    await sealAndPublish(parts, house);
    const upstreams = await takeInUpstreams(parts, house, ['ordering'], (tx, touched, now) =>
      judgeCases(tx, warehouse, touched, now),
    );
    await sweepOn(parts, house, (tx, touched, now) => judgeCases(tx, warehouse, touched, now));

    const record = recordCall({
      source: 'warehouse',
      clock: house.clock,
      check: checkParcelFact(config.CX_CASE_KEY),
      record: (feed, facts, now) => house.database.transaction((tx) => recordFacts(tx, warehouse, feed, facts, now)),
      onOutcomes: countOutcomes(house),
    });
    await serve(parts, house, {
      service: { definition: WarehouseServiceService, implementation: warehouseService(record) },
      describe: describeParcel,
      waitsForMilestone: 'ordering/promised',
      upstreams,
    });
  },
});
