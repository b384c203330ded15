import { type RecordCall, recordPortions } from '#libs/cases/grpc/record-call.js';
import {
  type ParcelFact,
  type WarehouseServiceServer,
  WarehouseServiceService,
} from '#libs/contracts/cx/warehouse/v1/warehouse.js';
import { bidiStream } from '#libs/grpc/bidi-stream.js';
import { type ServedService, servedService } from '#libs/grpc/served-service.js';
import { unary } from '#libs/grpc/unary.js';

/** The calls by which feeds report to warehouse: one portion, or a stream of them. */
export function warehouseService(record: RecordCall<ParcelFact>): ServedService {
  const calls: WarehouseServiceServer = {
    recordParcelFacts: unary(record),
    streamParcelFacts: bidiStream((portions, context) => recordPortions(portions, record, context)),
  };
  return servedService(WarehouseServiceService, calls);
}
