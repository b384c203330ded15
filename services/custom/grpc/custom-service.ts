import { type RecordCall, recordPortions } from '#libs/cases/grpc/record-call.js';
import {
  type CustomFact,
  type CustomServiceServer,
  CustomServiceService,
} from '#libs/contracts/cx/custom/v1/custom.js';
import { bidiStream } from '#libs/grpc/bidi-stream.js';
import { type ServedService, servedService } from '#libs/grpc/served-service.js';
import { unary } from '#libs/grpc/unary.js';

/** The calls by which feeds report to a department of the company's own: one portion, or a stream of them. */
export function customService(record: RecordCall<CustomFact>): ServedService {
  const calls: CustomServiceServer = {
    recordCustomFacts: unary(record),
    streamCustomFacts: bidiStream((portions, context) => recordPortions(portions, record, context)),
  };
  return servedService(CustomServiceService, calls);
}
