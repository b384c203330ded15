import type { Metadata } from '@grpc/grpc-js';
import { CxError } from '#libs/domain/error.js';
import { SOURCES, type Source } from '#libs/domain/observation.js';

/** What a caller may do: report facts to a source, read results, fetch and acknowledge batches, ask for bonus inputs. */
export type Grant = `report:${Source}` | 'read' | 'batches' | 'bonus';

/** Who calls. The name is written into every fact as its feed. */
export interface Caller {
  readonly name: string;
  readonly grants: readonly Grant[];
}

/** Everybody who may call, by name; whoever is not in it is refused. */
export type Callers = ReadonlyMap<string, Caller>;

/** The metadata key by which a caller says who it is. Nothing proves it yet, so this is for loopback only. */
export const CALLER_KEY = 'cx-caller';

/**
 * The callers of a development installation: the importer of the real orders, the survey agency, the generator of support
 * contacts, the people at the console, and the services among themselves.
 */
export function developmentCallers(): Callers {
  const callers: Caller[] = [
    { name: 'olist', grants: ['report:ordering', 'report:warehouse', 'report:delivery', 'read'] },
    { name: 'agency', grants: ['report:survey'] },
    { name: 'generator', grants: ['report:support'] },
    { name: 'console', grants: ['read', 'bonus'] },
    { name: 'scoring', grants: ['batches', 'read'] },
    ...SOURCES.map((name): Caller => ({ name, grants: ['batches'] })),
  ];
  return new Map(callers.map((caller) => [caller.name, caller]));
}

/**
 * Who this call comes from.
 *
 * @throws {CxError} CALLER_UNKNOWN when it does not say so exactly once, or names nobody we know
 */
export function identify(metadata: Metadata, callers: Callers): Caller {
  const names = metadata.get(CALLER_KEY);
  const caller = names.length === 1 ? callers.get(String(names[0])) : undefined;
  if (caller === undefined) {
    throw new CxError('CALLER_UNKNOWN', `the metadata must name one known caller under ${CALLER_KEY}`);
  }
  return caller;
}

/** @throws {CxError} CALLER_NOT_ALLOWED when the caller does not hold the grant */
export function requireGrant({ caller }: { readonly caller: Caller }, grant: Grant): void {
  if (caller.grants.includes(grant)) return;
  throw new CxError('CALLER_NOT_ALLOWED', `${caller.name} may not do this: it needs the grant ${grant}`);
}
