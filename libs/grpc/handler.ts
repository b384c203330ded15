import type { UntypedHandleCall } from '@grpc/grpc-js';
import type { Surroundings } from './call-context.js';

type Bind<Handler> = (surroundings: Surroundings) => Handler;

const BINDINGS = new WeakMap<object, Bind<unknown>>();

/**
 * A handler that becomes complete when a server takes it: only then is it known where bugs are reported and
 * when the process stops. So `unary(...)` can be written beside the code that answers the call.
 */
export function handlerOf<Handler extends UntypedHandleCall>(bind: Bind<Handler>): Handler {
  const unbound = () => {
    throw new Error('only startServer can answer this call');
  };
  BINDINGS.set(unbound, bind);
  return unbound as unknown as Handler;
}

/** @throws for a handler that was made otherwise: it would check no caller, so the server must not start */
export function bound(
  handler: UntypedHandleCall | undefined,
  path: string,
  surroundings: Surroundings,
): UntypedHandleCall {
  const bind = handler === undefined ? undefined : BINDINGS.get(handler);
  if (bind === undefined) throw new Error(`${path} was not made by unary, serverStream or bidiStream`);
  return bind(surroundings) as UntypedHandleCall;
}
