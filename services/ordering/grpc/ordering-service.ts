import { type RecordCall, recordPortions } from '#libs/cases/grpc/record-call.js';
import type { OrderFact, OrderingServiceServer } from '#libs/contracts/cx/ordering/v1/ordering.js';
import { bidiStream } from '#libs/grpc/bidi-stream.js';
import { unary } from '#libs/grpc/unary.js';

/** The calls by which feeds report to ordering: one portion, or a stream of them. */
export function orderingService(record: RecordCall<OrderFact>): OrderingServiceServer {
  return {
    recordOrderFacts: unary(record),
    streamOrderFacts: bidiStream((portions, context) => recordPortions(portions, record, context)),
  };
}
