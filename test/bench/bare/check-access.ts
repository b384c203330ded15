import { type Metadata, ServerInterceptingCall, type ServerInterceptor } from '@grpc/grpc-js';
import { bound, type Caller, ROLES } from '#libs/domain/access.js';
import { GrantedCall, leaveAccess } from '#libs/grpc/access/call-access.js';
import type { AccessRules } from '#libs/grpc/access/rules.js';

/**
 * Stands in for libs/grpc/access/check-access.ts in the services without security that `npm run bench -- --security` compares with:
 * it believes the name in the metadata, lets every caller do everything and writes no audit log.
 */
export function checkingAccess({
  rules,
}: {
  readonly rules: AccessRules;
  readonly [unused: string]: unknown;
}): ServerInterceptor {
  return ({ path }, call) => {
    const rule = rules.get(path);
    if (rule === undefined) return new ServerInterceptingCall(call);
    return new ServerInterceptingCall(call, {
      start: (next) =>
        next({
          onReceiveMetadata(metadata, pass) {
            leaveAccess(metadata, new GrantedCall(callerIn(metadata), rule));
            pass(metadata);
          },
        }),
    });
  };
}

/** test/doubles/named-callers.ts writes this key; a service among the others writes none. */
function callerIn(metadata: Metadata): Caller {
  const [name = 'scoring'] = metadata.get('cx-caller').map(String);
  const bindings = ROLES.words.map((role) => bound(role, { departments: 'all', feeds: [name] }));
  return { name, kind: 'feed', bindings };
}
