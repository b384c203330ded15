import type { handleServerStreamingCall } from '@grpc/grpc-js';
import { type CallContext, openContext, shuttingDown } from './call-context.js';
import { failureOf } from './failure.js';
import { handlerOf } from './handler.js';
import { failStream, writeAll } from './streams.js';

/**
 * A call with one request and a stream of responses, each sent when the caller has room for it. When this process stops, the
 * signal is aborted and the stream ends with SHUTTING_DOWN, so that the caller continues with another process.
 */
export function serverStream<Req, Res>(
  handler: (request: Req, context: CallContext) => AsyncIterable<Res>,
): handleServerStreamingCall<Req, Res> {
  return handlerOf<handleServerStreamingCall<Req, Res>>((surroundings) => async (call) => {
    const { stopping } = surroundings;
    try {
      const context = openContext(call, stopping);
      await writeAll(handler(call.request, context), call, context.signal);
      if (stopping.aborted) throw shuttingDown();
      call.end();
    } catch (error) {
      failStream(call, failureOf(error, surroundings));
    }
  });
}
