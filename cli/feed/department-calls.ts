import { type Client, status } from '@grpc/grpc-js';
import type { Origin } from '#libs/contracts/cx/batches/v1/batches.js';
import { CustomServiceClient } from '#libs/contracts/cx/custom/v1/custom.js';
import { DeliveryServiceClient } from '#libs/contracts/cx/delivery/v1/delivery.js';
import type { FactOutcome } from '#libs/contracts/cx/facts/v1/facts.js';
import { OrderingServiceClient } from '#libs/contracts/cx/ordering/v1/ordering.js';
import { SupportServiceClient } from '#libs/contracts/cx/support/v1/support.js';
import { SurveyServiceClient } from '#libs/contracts/cx/survey/v1/survey.js';
import { WarehouseServiceClient } from '#libs/contracts/cx/warehouse/v1/warehouse.js';
import type { BuiltInSource, Source } from '#libs/domain/observation.js';
import { isBuiltIn } from '#libs/domain/source.js';
import { call, client } from '#libs/grpc/client.js';

/** Records facts of a department by calls that are each one transaction. */
export interface DepartmentCalls {
  /** @throws {ServiceError} of grpc-js, when the whole call was refused or not answered */
  record(facts: readonly object[]): Promise<readonly FactOutcome[]>;
  close(): void;
}

/** When it has passed, it is not known whether the facts were recorded, so they are sent again. */
const SETTINGS = { deadlineMs: 30_000 };

// The map was compiled against the contracts, so the facts are of the type of the department.
type Request = { readonly facts: never[]; readonly origin: Origin };
type Answer = Promise<{ readonly outcomes: readonly FactOutcome[] }>;
type Opened = { readonly to: Client; readonly record: (request: Request) => Answer };

const OPEN: Readonly<Record<BuiltInSource, (address: string, caller: string) => Opened>> = {
  ordering: (address, caller) => {
    const to = client(OrderingServiceClient, address, caller);
    return { to, record: (request) => call(to, 'recordOrderFacts', request, SETTINGS) };
  },
  warehouse: (address, caller) => {
    const to = client(WarehouseServiceClient, address, caller);
    return { to, record: (request) => call(to, 'recordParcelFacts', request, SETTINGS) };
  },
  delivery: (address, caller) => {
    const to = client(DeliveryServiceClient, address, caller);
    return { to, record: (request) => call(to, 'recordDeliveryFacts', request, SETTINGS) };
  },
  support: (address, caller) => {
    const to = client(SupportServiceClient, address, caller);
    return { to, record: (request) => call(to, 'recordContactFacts', request, SETTINGS) };
  },
  survey: (address, caller) => {
    const to = client(SurveyServiceClient, address, caller);
    return { to, record: (request) => call(to, 'recordSurveyFacts', request, SETTINGS) };
  },
};

/** A department of the company's own. */
function openOwn(address: string, caller: string): Opened {
  const to = client(CustomServiceClient, address, caller);
  return { to, record: (request) => call(to, 'recordCustomFacts', request, SETTINGS) };
}

/** @param caller  the name that the department knows the feed by */
export function departmentCalls(source: Source, address: string, caller: string, origin: Origin): DepartmentCalls {
  const { to, record } = (isBuiltIn(source) ? OPEN[source] : openOwn)(address, caller);
  return {
    record: async (facts) => (await record({ facts: facts as never[], origin })).outcomes,
    close: () => to.close(),
  };
}

/** Refusals of a whole call that a wait does not cure: the caller is not known or lacks a grant, or the call is not understood. */
const FOR_GOOD: ReadonlySet<status> = new Set([
  status.UNAUTHENTICATED,
  status.PERMISSION_DENIED,
  status.INVALID_ARGUMENT,
  status.UNIMPLEMENTED,
]);

/** What becomes of a call that failed: sent again later, sent again in halves, or the feed ends. */
export function afterFailure(error: unknown): 'later' | 'halves' | 'never' {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'number' ? error.code : undefined;
  if (code === undefined) return 'never';
  if (code === status.RESOURCE_EXHAUSTED) return 'halves';
  return FOR_GOOD.has(code) ? 'never' : 'later';
}
