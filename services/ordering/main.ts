import { recordCall } from '#libs/cases/grpc/record-call.js';
import { openHouse } from '#libs/cases/run/house.js';
import { sealAndPublish } from '#libs/cases/run/seal-and-publish.js';
import { countOutcomes, serve } from '#libs/cases/run/serve.js';
import { sweepOn } from '#libs/cases/run/sweep-on.js';
import { takeInUpstreams } from '#libs/cases/run/take-in-upstreams.js';
import { ORDERING } from '#libs/catalogue/ordering.js';
import { OrderingServiceService } from '#libs/contracts/cx/ordering/v1/ordering.js';
import { readConfig } from '#libs/runtime/config.js';
import { runService } from '#libs/runtime/service.js';
import { settings } from './config.js';
import { checkOrderFact, describeOrder } from './grpc/mapping.js';
import { orderingService } from './grpc/ordering-service.js';
import { judgeCases, recordFacts } from './record-facts.js';

/** The process of ordering: takes in what the shop reports about orders, promises and payments, judges them and publishes what it judged. */
await runService({
  name: 'ordering',
  start: async (parts) => {
    const config = readConfig(settings, process.env);
    const ordering = {
      source: 'ordering',
      metrics: ORDERING,
      silentAfterMs: config.CX_SILENT_AFTER_DAYS,
      shards: config.CX_SHARDS,
    } as const;
    const house = await openHouse(parts, ordering, config, ['observations', 'milestones']);
    await sealAndPublish(parts, house);
    const upstreams = await takeInUpstreams(parts, house, ['delivery'], (tx, touched, now) =>
      judgeCases(tx, ordering, touched, now),
    );
    await sweepOn(parts, house, (tx, touched, now) => judgeCases(tx, ordering, touched, now));

    const record = recordCall({
      source: 'ordering',
      clock: house.clock,
      check: checkOrderFact(config.CX_CASE_KEY),
      record: (feed, facts, now) => house.database.transaction((tx) => recordFacts(tx, ordering, feed, facts, now)),
      onOutcomes: countOutcomes(house),
    });
    await serve(parts, house, {
      service: { definition: OrderingServiceService, implementation: orderingService(record) },
      describe: describeOrder,
      upstreams,
    });
  },
});
