import { type Metadata, ServerCredentials } from '@grpc/grpc-js';
import type { Proven } from '#libs/domain/access.js';
import type { BindingsOf, Identify } from '#libs/grpc/access/caller.js';
import { ownCallers } from '#libs/grpc/callers.js';
import { type CallersOptions, decideCallers } from '#libs/rules/decide-callers.js';
import { CALLER_KEY } from './named-callers.js';

/** The name under which a person calls, with the groups of their token. */
export const personNamed = (subject: string, ...groups: readonly string[]) => `token:${subject}:cx:${groups}`;

/** The name under which a program with a token of its own calls. */
export const clientNamed = (client: string) => `token:${client}:${client}:`;

/**
 * A server without TLS whose callers have the roles that the documents of the company give them. What a token or a certificate would
 * prove stands in the metadata: see `personNamed` and `clientNamed`; any other name is that of a certificate.
 */
export function provenCallers(options: Omit<CallersOptions, 'services'>): {
  readonly credentials: ServerCredentials;
  readonly identify: Identify;
  readonly bindingsOf: BindingsOf;
} {
  return {
    credentials: ServerCredentials.createInsecure(),
    identify: async (_, metadata) => provenIn(metadata),
    bindingsOf: decideCallers({ ...options, services: ownCallers() }),
  };
}

function provenIn(metadata: Metadata): Proven {
  const name = String(metadata.get(CALLER_KEY)[0]);
  const [, subject = '', client = '', groups = ''] = /^token:([^:]+):([^:]+):(.*)$/.exec(name) ?? [];
  if (subject === '') return { kind: 'service', name };
  return { kind: 'token', issuer: 'https://issuer.test', subject, client, groups: groups.split(',') };
}
