import type { handleUnaryCall } from '@grpc/grpc-js';
import { type CallContext, failureOf, openContext } from './call-context.js';
import { handlerOf } from './handler.js';

/**
 * A call with one question and one answer. A thrown CxError leaves with its status, reason and field; anything else thrown
 * is a bug: the caller sees INTERNAL, `onBug` of the server sees everything.
 */
export function unary<Req, Res>(
  handler: (request: Req, context: CallContext) => Promise<Res>,
): handleUnaryCall<Req, Res> {
  return handlerOf<handleUnaryCall<Req, Res>>((surroundings) => async (call, callback) => {
    try {
      const answer = await handler(call.request, openContext(call, surroundings.callers));
      callback(null, answer);
    } catch (error) {
      callback(failureOf(error, surroundings));
    }
  });
}
