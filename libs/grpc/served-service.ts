import type { ServiceDefinition, UntypedServiceImplementation } from '@grpc/grpc-js';
import type { Needed } from './caller.js';

/** A service with its handlers, each made by `unary`, `serverStream` or `bidiStream`, and the grants that each call needs. */
export interface ServedService {
  readonly definition: ServiceDefinition;
  readonly implementation: UntypedServiceImplementation;
  /** By the name of the handler, "getIndex". A caller needs one of the grants. */
  readonly needs: Readonly<Record<string, Needed>>;
}

/** Joins a generated definition, its handlers and the grants that each of its calls needs; the compiler sees that none lacks. */
export function servedService<Definition extends ServiceDefinition>(
  definition: Definition,
  implementation: UntypedServiceImplementation,
  needs: Readonly<Record<keyof Definition & string, Needed>>,
): ServedService {
  return { definition, implementation, needs };
}

/**
 * The grants that one call needs.
 *
 * @throws when the service declares none for it: the call would be open to every caller, so the server must not start
 */
export function neededFor({ definition, needs }: ServedService, name: string): Needed {
  const needed = Object.hasOwn(needs, name) ? needs[name] : undefined;
  if (needed === undefined || needed.length === 0)
    throw new Error(`${definition[name]?.path ?? name} declares no grant that its callers need`);
  return needed;
}

/** @throws when grants are declared for a call that the service does not have: a spelling error */
export function checkNeeds({ definition, needs }: ServedService): void {
  for (const name of Object.keys(needs))
    if (!Object.hasOwn(definition, name)) throw new Error(`grants are declared for ${name}, which is no call here`);
}
