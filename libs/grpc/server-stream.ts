import type { handleServerStreamingCall } from '@grpc/grpc-js';
import { type CallContext, failureOf, openContext, shuttingDown } from './call-context.js';
import { handlerOf } from './handler.js';
import { failStream, writeAll } from './streams.js';

/**
 * A call with one question and a stream of answers, each sent when the caller has room for it. When this process stops, the
 * signal is aborted and the stream ends with SHUTTING_DOWN, so that the caller goes on elsewhere.
 */
export function serverStream<Req, Res>(
  handler: (request: Req, context: CallContext) => AsyncIterable<Res>,
): handleServerStreamingCall<Req, Res> {
  return handlerOf<handleServerStreamingCall<Req, Res>>((surroundings) => async (call) => {
    const { callers, stopping } = surroundings;
    try {
      const context = openContext(call, callers, stopping);
      await writeAll(handler(call.request, context), call, context.signal);
      if (stopping.aborted) throw shuttingDown();
      call.end();
    } catch (error) {
      failStream(call, failureOf(error, surroundings));
    }
  });
}
