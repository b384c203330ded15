import type { Client, ClientDuplexStream } from '@grpc/grpc-js';
import type { Origin } from '#libs/contracts/cx/batches/v1/batches.js';
import { CustomServiceClient } from '#libs/contracts/cx/custom/v1/custom.js';
import { DeliveryServiceClient } from '#libs/contracts/cx/delivery/v1/delivery.js';
import type { FactOutcome } from '#libs/contracts/cx/facts/v1/facts.js';
import { OrderingServiceClient } from '#libs/contracts/cx/ordering/v1/ordering.js';
import { SupportServiceClient } from '#libs/contracts/cx/support/v1/support.js';
import { SurveyServiceClient } from '#libs/contracts/cx/survey/v1/survey.js';
import { WarehouseServiceClient } from '#libs/contracts/cx/warehouse/v1/warehouse.js';
import { type BuiltInSource, isBuiltIn, type Source } from '#libs/domain/source.js';
import { type CallSettings, call, client } from '#libs/grpc/client.js';
import type { Connection } from '#libs/grpc/connection.js';

/** Facts for one transaction. The map was compiled against the contracts, so they are of the type of the department. */
export interface Portion {
  readonly facts: readonly unknown[];
  readonly origin: Origin;
}

interface Answer {
  readonly outcomes: readonly FactOutcome[];
}

export type PortionStream = ClientDuplexStream<{ portion: Portion }, { portion: Answer | undefined }>;

/** The calls by which feeds report to a department, whichever it is. */
export interface DepartmentClient {
  /** @throws {ServiceError} of grpc-js, when the whole call was refused or not answered */
  record(portion: Portion, settings: CallSettings): Promise<Answer>;
  stream(): PortionStream;
  close(): void;
}

type Open = (address: string, connection: Connection) => DepartmentClient;

const OPEN: Readonly<Record<BuiltInSource, Open>> = {
  ordering: reporting(OrderingServiceClient, 'recordOrderFacts', 'streamOrderFacts'),
  warehouse: reporting(WarehouseServiceClient, 'recordParcelFacts', 'streamParcelFacts'),
  delivery: reporting(DeliveryServiceClient, 'recordDeliveryFacts', 'streamDeliveryFacts'),
  support: reporting(SupportServiceClient, 'recordContactFacts', 'streamContactFacts'),
  survey: reporting(SurveyServiceClient, 'recordSurveyFacts', 'streamSurveyFacts'),
};
const OPEN_OWN = reporting(CustomServiceClient, 'recordCustomFacts', 'streamCustomFacts');

/**
 * @param address     "127.0.0.1:7103"
 * @param connection  by which the feed proves who it is
 */
export function departmentClient(source: Source, address: string, connection: Connection): DepartmentClient {
  return (isBuiltIn(source) ? OPEN[source] : OPEN_OWN)(address, connection);
}

/** The services of departments are alike but for the names and the types of their facts. */
function reporting<C extends Client>(
  Service: Parameters<typeof client<C>>[0],
  record: keyof C & `record${string}`,
  stream: keyof C & `stream${string}`,
): Open {
  return (address, connection) => {
    const to = client(Service, address, connection);
    return {
      record: (portion, settings) => call(to, record as never, portion as never, settings) as Promise<Answer>,
      stream: () => (to[stream] as () => PortionStream).call(to),
      close: () => to.close(),
    };
  };
}
