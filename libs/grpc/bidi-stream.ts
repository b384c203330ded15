import type { handleBidiStreamingCall } from '@grpc/grpc-js';
import { type CallContext, openContext, shuttingDown } from './call-context.js';
import { failureOf } from './failure.js';
import { handlerOf } from './handler.js';
import { failStream, requestsOf, writeAll } from './streams.js';

/**
 * A call with a stream of requests and a stream of responses. The next request is read when the handler asks for it, so a
 * fast caller waits instead of filling memory. When this process stops, the requests end, the handler answers those it has
 * read, and the stream ends with SHUTTING_DOWN. The requests also end when the caller goes away, so their end proves nothing.
 */
export function bidiStream<Req, Res>(
  handler: (requests: AsyncIterable<Req>, context: CallContext) => AsyncIterable<Res>,
): handleBidiStreamingCall<Req, Res> {
  return handlerOf<handleBidiStreamingCall<Req, Res>>((surroundings) => async (call) => {
    const { stopping } = surroundings;
    try {
      const context = openContext(call);
      await writeAll(handler(requestsOf<Req>(call, stopping), context), call, context.signal);
      if (stopping.aborted) throw shuttingDown();
      call.end();
    } catch (error) {
      failStream(call, failureOf(error, surroundings));
    }
  });
}
