import { recordCall } from '#libs/cases/grpc/record-call.js';
import { openHouse } from '#libs/cases/run/house.js';
import { sealAndPublish } from '#libs/cases/run/seal-and-publish.js';
import { countOutcomes, serve } from '#libs/cases/run/serve.js';
import { sweepOn } from '#libs/cases/run/sweep-on.js';
import { takeInUpstreams } from '#libs/cases/run/take-in-upstreams.js';
import { SURVEY } from '#libs/catalogue/survey.js';
import { SurveyServiceService } from '#libs/contracts/cx/survey/v1/survey.js';
import { readConfig } from '#libs/runtime/config.js';
import { runService } from '#libs/runtime/service.js';
import { settings } from './config.js';
import { checkSurveyFact, describeAnswer } from './grpc/mapping.js';
import { surveyService } from './grpc/survey-service.js';
import { judgeCases, recordFacts } from './record-facts.js';

/** The process of survey: takes in what customers say, asked by an independent agency, judges them and publishes what it judged. */
await runService({
  name: 'survey',
  start: async (parts) => {
    const config = readConfig(settings, process.env);
    const survey = {
      source: 'survey',
      metrics: SURVEY,
      silentAfterMs: config.CX_SILENT_AFTER_DAYS,
      shards: config.CX_SHARDS,
    } as const;
    const house = await openHouse(parts, survey, config, ['observations']);
    await sealAndPublish(parts, house);
    const upstreams = await takeInUpstreams(parts, house, ['ordering'], (tx, touched, now) =>
      judgeCases(tx, survey, touched, now),
    );
    await sweepOn(parts, house, (tx, touched, now) => judgeCases(tx, survey, touched, now));

    const record = recordCall({
      source: 'survey',
      clock: house.clock,
      check: checkSurveyFact(config.CX_CASE_KEY),
      record: (feed, facts, now) => house.database.transaction((tx) => recordFacts(tx, survey, feed, facts, now)),
      onOutcomes: countOutcomes(house),
    });
    await serve(parts, house, {
      service: { definition: SurveyServiceService, implementation: surveyService(record) },
      describe: describeAnswer,
      waitsForMilestone: 'ordering/promised',
      upstreams,
    });
  },
});
