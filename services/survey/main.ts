import { FLOWS } from '#libs/batches/format/flows.js';
import { runDepartment } from '#libs/cases/process/run-department.js';
import { SURVEY } from '#libs/catalogue/survey/metrics.js';
import { surveyFacts } from './grpc/facts.js';
import { surveyService } from './grpc/survey-service.js';
import { judgeAnswer } from './judge.js';

/** The process of survey: what customers say, asked by an independent agency. */
await runDepartment({
  source: 'survey',
  port: 7105,
  metrics: SURVEY,
  judge: judgeAnswer,
  ...FLOWS.survey,
  waitsForMilestone: 'ordering/promised',
  facts: surveyFacts,
  service: surveyService,
});
