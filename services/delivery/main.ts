import { recordCall } from '#libs/cases/grpc/record-call.js';
import { openHouse } from '#libs/cases/run/house.js';
import { sealAndPublish } from '#libs/cases/run/seal-and-publish.js';
import { countOutcomes, serve } from '#libs/cases/run/serve.js';
import { sweepOn } from '#libs/cases/run/sweep-on.js';
import { takeInUpstreams } from '#libs/cases/run/take-in-upstreams.js';
import { DELIVERY } from '#libs/catalogue/delivery.js';
import { DeliveryServiceService } from '#libs/contracts/cx/delivery/v1/delivery.js';
import { readConfig } from '#libs/runtime/config.js';
import { runService } from '#libs/runtime/service.js';
import { settings } from './config.js';
import { deliveryService } from './grpc/delivery-service.js';
import { checkDeliveryFact, describeParcel } from './grpc/mapping.js';
import { judgeCases, recordFacts } from './record-facts.js';

/** The process of delivery: takes in what carriers report about deliveries, judges them and publishes what it judged. */
await runService({
  name: 'delivery',
  start: async (parts) => {
    const config = readConfig(settings, process.env);
    const delivery = {
      source: 'delivery',
      metrics: DELIVERY,
      silentAfterMs: config.CX_SILENT_AFTER_DAYS,
      shards: config.CX_SHARDS,
    } as const;
    const house = await openHouse(parts, delivery, config, ['observations', 'milestones']);
    await sealAndPublish(parts, house);
    const upstreams = await takeInUpstreams(parts, house, ['ordering', 'warehouse'], (tx, touched, now) =>
      judgeCases(tx, delivery, touched, now),
    );
    await sweepOn(parts, house, (tx, touched, now) => judgeCases(tx, delivery, touched, now));

    const record = recordCall({
      source: 'delivery',
      clock: house.clock,
      check: checkDeliveryFact(config.CX_CASE_KEY),
      record: (feed, facts, now) => house.database.transaction((tx) => recordFacts(tx, delivery, feed, facts, now)),
      onOutcomes: countOutcomes(house),
    });
    await serve(parts, house, {
      service: { definition: DeliveryServiceService, implementation: deliveryService(record) },
      describe: describeParcel,
      waitsForMilestone: 'ordering/promised',
      upstreams,
    });
  },
});
