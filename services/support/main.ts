import { recordCall } from '#libs/cases/grpc/record-call.js';
import { openHouse } from '#libs/cases/run/house.js';
import { sealAndPublish } from '#libs/cases/run/seal-and-publish.js';
import { countOutcomes, serve } from '#libs/cases/run/serve.js';
import { sweepOn } from '#libs/cases/run/sweep-on.js';
import { SUPPORT } from '#libs/catalogue/support.js';
import { SupportServiceService } from '#libs/contracts/cx/support/v1/support.js';
import { readConfig } from '#libs/runtime/config.js';
import { runService } from '#libs/runtime/service.js';
import { settings } from './config.js';
import { checkContactFact, describeContact } from './grpc/mapping.js';
import { supportService } from './grpc/support-service.js';
import { judgeCases, recordFacts } from './record-facts.js';

/** The process of support: takes in what help desks report about contacts, judges them and publishes what it judged. */
await runService({
  name: 'support',
  start: async (parts) => {
    const config = readConfig(settings, process.env);
    const support = {
      source: 'support',
      metrics: SUPPORT,
      silentAfterMs: config.CX_SILENT_AFTER_DAYS,
      shards: config.CX_SHARDS,
    } as const;
    const house = await openHouse(parts, support, config, ['observations']);
    await sealAndPublish(parts, house);
    await sweepOn(parts, house, (tx, touched, now) => judgeCases(tx, support, touched, now));

    const record = recordCall({
      source: 'support',
      clock: house.clock,
      check: checkContactFact(config.CX_CASE_KEY),
      record: (feed, facts, now) => house.database.transaction((tx) => recordFacts(tx, support, feed, facts, now)),
      onOutcomes: countOutcomes(house),
    });
    await serve(parts, house, {
      service: { definition: SupportServiceService, implementation: supportService(record) },
      describe: describeContact,
    });
  },
});
