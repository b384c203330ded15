import { type RecordCall, recordPortions } from '#libs/cases/grpc/record-call.js';
import {
  type SurveyFact,
  type SurveyServiceServer,
  SurveyServiceService,
} from '#libs/contracts/cx/survey/v1/survey.js';
import { bidiStream } from '#libs/grpc/bidi-stream.js';
import { type ServedService, servedService } from '#libs/grpc/served-service.js';
import { unary } from '#libs/grpc/unary.js';

/** The calls by which feeds report to survey: one portion, or a stream of them. */
export function surveyService(record: RecordCall<SurveyFact>): ServedService {
  const calls: SurveyServiceServer = {
    recordSurveyFacts: unary(record),
    streamSurveyFacts: bidiStream((portions, context) => recordPortions(portions, record, context)),
  };
  return servedService(SurveyServiceService, calls);
}
