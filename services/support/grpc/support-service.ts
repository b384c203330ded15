import { type RecordCall, recordPortions } from '#libs/cases/grpc/record-call.js';
import {
  type ContactFact,
  type SupportServiceServer,
  SupportServiceService,
} from '#libs/contracts/cx/support/v1/support.js';
import { bidiStream } from '#libs/grpc/bidi-stream.js';
import { type ServedService, servedService } from '#libs/grpc/served-service.js';
import { unary } from '#libs/grpc/unary.js';

/** The calls by which feeds report to support: one portion, or a stream of them. */
export function supportService(record: RecordCall<ContactFact>): ServedService {
  const calls: SupportServiceServer = {
    recordContactFacts: unary(record),
    streamContactFacts: bidiStream((portions, context) => recordPortions(portions, record, context)),
  };
  return servedService(SupportServiceService, calls);
}
