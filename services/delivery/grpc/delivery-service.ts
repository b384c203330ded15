import { type RecordCall, recordPortions } from '#libs/cases/grpc/record-call.js';
import {
  type DeliveryFact,
  type DeliveryServiceServer,
  DeliveryServiceService,
} from '#libs/contracts/cx/delivery/v1/delivery.js';
import { bidiStream } from '#libs/grpc/bidi-stream.js';
import { type ServedService, servedService } from '#libs/grpc/served-service.js';
import { unary } from '#libs/grpc/unary.js';

/** The calls by which feeds report to delivery: one portion, or a stream of them. */
export function deliveryService(record: RecordCall<DeliveryFact>): ServedService {
  const calls: DeliveryServiceServer = {
    recordDeliveryFacts: unary(record),
    streamDeliveryFacts: bidiStream((portions, context) => recordPortions(portions, record, context)),
  };
  return servedService(DeliveryServiceService, calls);
}
