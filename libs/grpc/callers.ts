import { type Binding, bound, type Caller } from '#libs/domain/access.js';
import { BUILT_IN_SOURCES, type Source } from '#libs/domain/observation.js';

/** Callers that a server knows, by name. */
export type Callers = Pick<ReadonlyMap<string, Caller>, 'get'>;

/** It reads what was frozen, and the documents that decide about it. */
const PAYOUT: Caller = { name: 'payout', kind: 'service', bindings: [bound('PAYOUT')] };

/**
 * The services among themselves. The documents of the company say who else may call.
 *
 * @param sources  the departments that fetch and acknowledge batches, asked again at each call
 */
export function ownCallers(sources: () => readonly Source[] = () => BUILT_IN_SOURCES): Callers {
  /** One caller for each name, so that what was found out about it once need not be found out at each call. */
  const known = new Map<string, Caller>();
  const service = (name: string, departments: Binding['departments']): Caller => {
    const caller = known.get(name) ?? { name, kind: 'service', bindings: [bound('SERVICE', { departments })] };
    known.set(name, caller);
    return caller;
  };
  const isSource = (name: string) => sources().some((one) => one === name);
  return {
    get(name) {
      if (name === 'scoring') return service(name, 'all');
      if (name === 'payout') return PAYOUT;
      return isSource(name) ? service(name, [name]) : undefined;
    },
  };
}
