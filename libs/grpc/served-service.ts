import type { ServiceDefinition, UntypedServiceImplementation } from '@grpc/grpc-js';

/** A service with its handlers, each made by `unary`, `serverStream` or `bidiStream`. Who may call them stands in the contract. */
export interface ServedService {
  readonly definition: ServiceDefinition;
  readonly implementation: UntypedServiceImplementation;
}

/** Joins a generated definition and its handlers. */
export function servedService(
  definition: ServiceDefinition,
  implementation: UntypedServiceImplementation,
): ServedService {
  return { definition, implementation };
}
