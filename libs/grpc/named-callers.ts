import { CxError } from '#libs/domain/error.js';
import { BUILT_IN_SOURCES, type Source } from '#libs/domain/source.js';
import type { Caller, Grant, Identify } from './caller.js';

/** All callers that a server knows, by name. It refuses every other caller. */
export type Callers = ReadonlyMap<string, Caller>;

/** The metadata key under which a caller gives its name. Nothing proves the name yet, so this is for loopback only. */
export const CALLER_KEY = 'cx-caller';

/**
 * The callers of a development installation: the importer of the real orders, the survey agency, the generator of support
 * contacts, the people at the console, and the services among themselves.
 *
 * @param own  departments of the company's own: the generator may report to them
 */
export function developmentCallers(own: readonly Source[] = []): Callers {
  const callers: Caller[] = [
    { name: 'olist', grants: ['report:ordering', 'report:warehouse', 'report:delivery', 'read'] },
    { name: 'agency', grants: ['report:survey'] },
    { name: 'generator', grants: ['report:support', ...own.map((source): Grant => `report:${source}`)] },
    { name: 'console', grants: ['read', 'bonus', 'publish'] },
    { name: 'scoring', grants: ['batches', 'read'] },
    ...[...BUILT_IN_SOURCES, ...own].map((name): Caller => ({ name, grants: ['batches'] })),
  ];
  return new Map(callers.map((caller) => [caller.name, caller]));
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
