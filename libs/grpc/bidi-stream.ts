import type { handleBidiStreamingCall } from '@grpc/grpc-js';
import { type CallContext, failureOf, openContext, shuttingDown } from './call-context.js';
import { handlerOf } from './handler.js';
import { failStream, requestsOf, writeAll } from './streams.js';

/**
 * A call with a stream of questions and a stream of answers. The next question is taken when the handler asks for it, so a
 * fast caller waits instead of filling memory. When this process stops, the questions end, the handler answers those it has
 * taken, and the stream ends with SHUTTING_DOWN. The questions also end when the caller goes away, so their end proves nothing.
 */
export function bidiStream<Req, Res>(
  handler: (requests: AsyncIterable<Req>, context: CallContext) => AsyncIterable<Res>,
): handleBidiStreamingCall<Req, Res> {
  return handlerOf<handleBidiStreamingCall<Req, Res>>((surroundings) => async (call) => {
    const { callers, stopping } = surroundings;
    try {
      const context = openContext(call, callers);
      await writeAll(handler(requestsOf<Req>(call, stopping), context), call, context.signal);
      if (stopping.aborted) throw shuttingDown();
      call.end();
    } catch (error) {
      failStream(call, failureOf(error, surroundings));
    }
  });
}
