import { credentials, InterceptingCall, type Interceptor, type Metadata, ServerCredentials } from '@grpc/grpc-js';
import { bound } from '#libs/domain/access.js';
import { CxError } from '#libs/domain/error.js';
import type { Source } from '#libs/domain/observation.js';
import type { BindingsOf, Identify } from '#libs/grpc/access/caller.js';
import { type Callers, ownCallers as ownServices } from '#libs/grpc/callers.js';
import type { Connection } from '#libs/grpc/connection.js';

/**
 * Callers that give their names in the metadata, for tests that are not about identity. Nothing proves the name, so no service knows
 * this.
 */
export const CALLER_KEY = 'cx-caller';

/** What a person at the console of a test is: everything but a department. */
const CONSOLE = (['HR_MAKER', 'RULES_AUTHOR', 'RULES_PUBLISHER', 'AUDITOR', 'OPERATOR'] as const).map((role) =>
  bound(role),
);

/** The person of the demo who publishes what the person at the console proposes. */
const PUBLISHER = 'rules-publisher';

/** The services, the person at the console, and the one who publishes. */
export function ownCallers(sources?: () => readonly Source[]): Callers {
  const services = ownServices(sources);
  return {
    get: (name) => {
      if (name === 'console') return { name, kind: 'person', bindings: CONSOLE };
      if (name === PUBLISHER) return { name, kind: 'person', bindings: [bound('RULES_PUBLISHER')] };
      return services.get(name);
    },
  };
}

/** A server without TLS that takes the name in the metadata as it is. A call without a name, or with two, is refused. */
export function namedCallers(callers: Callers): {
  readonly credentials: ServerCredentials;
  readonly identify: Identify;
  readonly bindingsOf: BindingsOf;
} {
  const unknown = () => new CxError('CALLER_UNKNOWN', `the metadata must name one known caller under ${CALLER_KEY}`);
  return {
    credentials: ServerCredentials.createInsecure(),
    identify: async (_, metadata) => {
      const names = namesIn(metadata);
      if (names.length !== 1 || names[0] === '') throw unknown();
      return { kind: 'service', name: String(names[0]) };
    },
    bindingsOf: (proven) => {
      const caller = proven.kind === 'service' ? callers.get(proven.name) : undefined;
      if (caller === undefined) throw unknown();
      return caller;
    },
  };
}

/** `cx` sends a token in every case; that of test/doubles/secured-place.ts is the name. */
function namesIn(metadata: Metadata): readonly (string | Buffer)[] {
  const [token] = metadata.get('authorization');
  return token === undefined ? metadata.get(CALLER_KEY) : [String(token).replace(/^Bearer /, '')];
}

/** The connection of a caller with that name. */
export function named(caller: string): Connection {
  const withName: Interceptor = (options, nextCall) =>
    new InterceptingCall(nextCall(options), {
      start(metadata, listener, next) {
        metadata.set(CALLER_KEY, caller);
        next(metadata, listener);
      },
    });
  return { credentials: credentials.createInsecure(), interceptors: [withName] };
}
