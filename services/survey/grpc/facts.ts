import { departmentFacts } from '#libs/cases/grpc/department-facts.js';
import type { KnownOfAnswer } from '#libs/catalogue/survey/answer.js';
import { SurveyFact } from '#libs/contracts/cx/survey/v1/survey.js';
import { answered } from '../facts/answered.js';

/** What the survey agency reports. */
export const surveyFacts = departmentFacts<SurveyFact, KnownOfAnswer>({
  message: SurveyFact,
  caseKind: 'order',
  caseIdOf: ({ orderId }) => orderId,
  kinds: {
    answered,
  },
});
