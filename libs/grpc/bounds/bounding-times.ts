import { constants } from 'node:http2';
import { type StatusObject, status as statusNumbers } from '@grpc/grpc-js';
import { CxError } from '#libs/domain/error.js';
import { statusOf } from '../refusal.js';
import type { BoundName, Bounds } from './bounds.js';
import type { Definition, InnermostCall } from './innermost-call.js';

/** How long a caller may keep its side of a call open after the answer. The trailers of the answer are sent within it. */
const LINGER_MS = 100;

type Times = Pick<Bounds, 'requestMs' | 'callMs' | 'streamMs' | 'readerMs'>;

/** Bounds how long one call may wait for its request, be answered, stay open as a stream, and wait for its caller to read. */
export function boundTimes(
  call: InnermostCall,
  definition: Pick<Definition, 'requestStream' | 'responseStream'>,
  times: Times,
  onBound: (bound: BoundName) => void,
): void {
  const { stream } = call;
  const end = (bound: BoundName, refusal: Partial<StatusObject>) => () => {
    if (stream.writableEnded || stream.destroyed) return;
    onBound(bound);
    call.sendStatus(refusal as StatusObject);
  };
  const { requestStream, responseStream } = definition;
  const timers = [
    requestStream || responseStream
      ? setTimeout(end('stream_time', streamTooLong(times.streamMs)), times.streamMs)
      : setTimeout(end('call_time', noAnswer(times.callMs)), times.callMs),
  ];
  if (!requestStream) {
    const request = setTimeout(end('request_time', requestTooSlow(times.requestMs)), times.requestMs);
    timers.push(request);
    stream.once('end', () => clearTimeout(request));
  }
  const forget = () => timers.forEach(clearTimeout);
  for (const timer of timers) timer.unref();
  stream.once('finish', () => {
    forget();
    closeHalfOpen(call);
  });
  stream.once('close', forget);
  boundReader(call, times.readerMs, () => onBound('reader_time'));
}

/**
 * The answer is sent, and the caller has not ended its side. The stream would stay with what came of the request. HTTP/2 lets a server end
 * it with NO_ERROR (RFC 9113, 8.1).
 */
function closeHalfOpen({ stream }: InnermostCall): void {
  if (stream.closed) return;
  const timer = setTimeout(() => {
    if (!stream.closed) stream.close(constants.NGHTTP2_NO_ERROR);
  }, LINGER_MS).unref();
  stream.once('close', () => clearTimeout(timer));
}

/**
 * Cuts a stream off whose caller does not take a message in time. A status could not be sent: it would wait behind the message. gRPC
 * libraries show RESOURCE_EXHAUSTED for this code of HTTP/2.
 */
function boundReader(call: InnermostCall, readerMs: number, onBound: () => void): void {
  let timer: NodeJS.Timeout | undefined;
  let waiting = 0;
  const cut = () => {
    if (call.stream.destroyed) return;
    onBound();
    call.stream.close(constants.NGHTTP2_ENHANCE_YOUR_CALM);
  };
  const watch = () => {
    clearTimeout(timer);
    timer = waiting === 0 ? undefined : setTimeout(cut, readerMs).unref();
  };
  const send = call.sendMessage.bind(call);
  call.sendMessage = (message, taken) => {
    if (waiting++ === 0) watch();
    send(message, () => {
      waiting -= 1;
      watch();
      taken();
    });
  };
  call.stream.once('close', () => clearTimeout(timer));
}

/** `watched-call.ts` adds the reason. */
function requestTooSlow(ms: number): Partial<StatusObject> {
  return { code: statusNumbers.DEADLINE_EXCEEDED, details: `the request did not arrive whole within ${ms / 1_000} s` };
}

function streamTooLong(ms: number): Partial<StatusObject> {
  return statusOf(new CxError('STREAM_TOO_LONG', `the stream was open for ${ms / 1_000} s; open another one`));
}

/** `watched-call.ts` adds the reason. */
function noAnswer(ms: number): Partial<StatusObject> {
  const details = `the server answers within ${ms / 1_000} s or not at all`;
  return { code: statusNumbers.DEADLINE_EXCEEDED, details };
}
