import type { ServerHttp2Stream } from 'node:http2';
import type { Metadata, ServerInterceptingCallInterface, ServerInterceptor } from '@grpc/grpc-js';

/**
 * The innermost call of grpc-js 1.14.7, as the first interceptor of a server gets it. Its stream and what inflates its messages are
 * not published, and grpc-js has no bound of its own there. The tests in test/contract/attacks fail when a version names them otherwise.
 */
export interface InnermostCall extends ServerInterceptingCallInterface {
  readonly stream: ServerHttp2Stream;
  readonly metadata: Metadata;
  /** @param framed  a message behind its 5 bytes of length @throws a status, which ends the call */
  decompressMessage(framed: Buffer, encoding: string): Buffer | Promise<Buffer>;
}

/** An interceptor that changes the innermost call itself, so that it also holds for what grpc-js does on its own. */
export function onInnermost(change: (call: InnermostCall, definition: Definition) => void): ServerInterceptor {
  return (definition, call) => {
    change(call as InnermostCall, definition);
    return call as ReturnType<ServerInterceptor>;
  };
}

export type Definition = Parameters<ServerInterceptor>[0];
