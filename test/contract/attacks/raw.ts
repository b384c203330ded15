import { once } from 'node:events';
import { type ClientHttp2Session, type ClientHttp2Stream, connect as connectHttp2 } from 'node:http2';
import { connect, type Socket } from 'node:net';

export const RECORD = '/cx.survey.v1.SurveyService/RecordSurveyFacts';
export const STREAM_FACTS = '/cx.survey.v1.SurveyService/StreamSurveyFacts';
export const STREAM_BATCHES = '/cx.batches.v1.BatchService/StreamBatches';

/** Connections and sessions of a test, closed by `closeRaw`. */
const open: { destroy(): void }[] = [];

export function closeRaw(): void {
  for (const one of open.splice(0)) one.destroy();
}

/** A connection that sends whatever a test wants. */
export async function socketTo(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1').on('error', () => undefined);
  open.push(socket);
  await once(socket, 'connect');
  return socket;
}

/** A plain HTTP/2 connection, without a gRPC library that would keep to its rules. */
export async function sessionTo(port: number): Promise<ClientHttp2Session> {
  const session = connectHttp2(`http://127.0.0.1:${port}`, { maxSessionMemory: 1_000 }).on('error', () => undefined);
  session.setMaxListeners(0);
  open.push(session);
  await once(session, 'remoteSettings');
  return session;
}

/** Begins a call; what it sends is for the test to decide. */
export function begin(
  session: ClientHttp2Session,
  path: string,
  headers: Record<string, string> = {},
  caller = 'agency',
): ClientHttp2Stream {
  const stream = session.request({
    ...{ ':method': 'POST', ':path': path, 'content-type': 'application/grpc', te: 'trailers', 'cx-caller': caller },
    ...headers,
  });
  return stream.on('error', () => undefined);
}

/** How a call ended: the reason or the gRPC status that was sent, or the code with which HTTP/2 reset it. */
export function endOf(stream: ClientHttp2Stream): Promise<string> {
  return new Promise((resolve) => {
    let answer: string | undefined;
    const take = (headers: Record<string, unknown>) => {
      const reason =
        headers['cx-reason'] ?? (headers['grpc-status'] === undefined ? undefined : `status ${headers['grpc-status']}`);
      if (reason === undefined || answer !== undefined) return;
      answer = String(reason);
      resolve(answer);
    };
    stream.on('response', take).on('trailers', take);
    stream.on('close', () => resolve(answer ?? `reset ${stream.rstCode}`));
    stream.resume();
  });
}

/** Waits until it is closed, also by a reset. */
export function closed(one: Socket | ClientHttp2Session): Promise<void> {
  return new Promise((resolve) => {
    if (one.closed) resolve();
    else one.once('close', () => resolve());
  });
}

/** A message as gRPC frames it. */
export function framed(message: Buffer, isCompressed = false): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt8(isCompressed ? 1 : 0, 0);
  head.writeUInt32BE(message.length, 1);
  return Buffer.concat([head, message]);
}
