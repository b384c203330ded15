import type { handleUnaryCall } from '@grpc/grpc-js';
import { type CallContext, openContext } from './call-context.js';
import { failureOf } from './failure.js';
import { handlerOf } from './handler.js';

/**
 * A call with one request and one response. A CxError that the handler throws is sent with its status, reason and field. Every
 * other error is a bug: the caller gets INTERNAL, and `onBug` of the server gets the error.
 */
export function unary<Req, Res>(
  handler: (request: Req, context: CallContext) => Promise<Res>,
): handleUnaryCall<Req, Res> {
  return handlerOf<handleUnaryCall<Req, Res>>((surroundings) => async (call, callback) => {
    try {
      const answer = await handler(call.request, openContext(call));
      callback(null, answer);
    } catch (error) {
      callback(failureOf(error, surroundings));
    }
  });
}
