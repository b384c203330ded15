import { CxError } from '#libs/domain/error.js';
import { BUILT_IN_SOURCES, type Source } from '#libs/domain/observation.js';
import type { Caller, Identify } from './caller.js';

/** All callers that a server knows, by name. It refuses every other caller. `get` may throw CALLER_UNKNOWN with a better reason. */
export type Callers = Pick<ReadonlyMap<string, Caller>, 'get'>;

/** The metadata key under which a caller gives its name. Nothing proves the name yet, so this is for loopback only. */
export const CALLER_KEY = 'cx-caller';

/**
 * The people at the console, and the services among themselves. Which feeds may call a department is in the documents of the company.
 *
 * @param sources  the departments that fetch and acknowledge batches, asked again at each call
 */
export function ownCallers(sources: () => readonly Source[] = () => BUILT_IN_SOURCES): Callers {
  const fixed = new Map<string, Caller>([
    ['console', { name: 'console', grants: ['read', 'bonus', 'publish'] }],
    ['scoring', { name: 'scoring', grants: ['batches', 'read'] }],
  ]);
  const source = (name: string): Caller | undefined =>
    sources().some((one) => one === name) ? { name, grants: ['batches'] } : undefined;
  return { get: (name) => fixed.get(name) ?? source(name) };
}

/** Takes the name in the metadata as it is. A call without a name, with two names or with an unknown one is refused. */
export function identifyByName(callers: Callers): Identify {
  return async (_, metadata) => {
    const names = metadata.get(CALLER_KEY);
    const caller = names.length === 1 ? callers.get(String(names[0])) : undefined;
    if (caller === undefined) {
      throw new CxError('CALLER_UNKNOWN', `the metadata must name one known caller under ${CALLER_KEY}`);
    }
    return caller;
  };
}
