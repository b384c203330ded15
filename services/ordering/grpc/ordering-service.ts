import { type RecordCall, recordPortions } from '#libs/cases/grpc/record-call.js';
import {
  type OrderFact,
  type OrderingServiceServer,
  OrderingServiceService,
} from '#libs/contracts/cx/ordering/v1/ordering.js';
import { bidiStream } from '#libs/grpc/bidi-stream.js';
import { type ServedService, servedService } from '#libs/grpc/served-service.js';
import { unary } from '#libs/grpc/unary.js';

/** The calls by which feeds report to ordering: one portion, or a stream of them. */
export function orderingService(record: RecordCall<OrderFact>): ServedService {
  const calls: OrderingServiceServer = {
    recordOrderFacts: unary(record),
    streamOrderFacts: bidiStream((portions, context) => recordPortions(portions, record, context)),
  };
  return servedService(OrderingServiceService, calls);
}
