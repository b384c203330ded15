import type { UntypedHandleCall } from '@grpc/grpc-js';
import type { Surroundings } from './call-context.js';

type Bind<Handler> = (surroundings: Surroundings) => Handler;

const BINDINGS = new WeakMap<object, Bind<unknown>>();

/**
 * A handler that becomes complete when a server takes it: only then it is known who may call and who hears of bugs. This is
 * how `unary(...)` can be written where the story is told, without passing these through every file.
 */
export function handlerOf<Handler extends UntypedHandleCall>(bind: Bind<Handler>): Handler {
  const unbound = () => {
    throw new Error('only startServer can answer this call');
  };
  BINDINGS.set(unbound, bind);
  return unbound as unknown as Handler;
}

/** @throws for a handler made otherwise: it would answer anybody, so that is a bug found at start */
export function bound(handler: UntypedHandleCall | undefined, name: string, to: Surroundings): UntypedHandleCall {
  const bind = handler === undefined ? undefined : BINDINGS.get(handler);
  if (bind === undefined) throw new Error(`${name} was not made by unary, serverStream or bidiStream`);
  return bind(to) as UntypedHandleCall;
}
