import { connect, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { TransportReason } from '#libs/domain/transport-fault.js';
import { type KafkaTls, tlsOptions } from './security.js';
import { tlsReasonOf } from './tls-reason.js';

/** What answered at an address: Kafka, nothing, or a listener that this process cannot use, by the reason. */
export type Listener = 'kafka' | 'silent' | TransportReason;

const TIMEOUT_MS = 2_000;
const TLS_ALERT = 0x15;

/**
 * Asks one address two questions that every client asks, over TLS where the process uses it and never with a login. A client
 * library sees only that a connection closed; here the bytes say why. A TLS listener answers the first question in plain bytes
 * with a TLS alert. A listener with a login answers the first question, and closes the connection at the second.
 *
 * @param address  "127.0.0.1:9092", "[::1]:9092"
 */
export async function probeListener(address: string, tls?: KafkaTls): Promise<Listener> {
  if (tls === undefined) return inPlainBytes(address);
  const { answers, code } = await exchange(address, tls);
  const refused = tlsReasonOf(code);
  if (refused !== undefined) return refused;
  if (answers.length > 0) return answers[1] === undefined ? 'LOGIN_REQUIRED' : 'kafka';
  // A listener without TLS takes the first bytes of TLS for a request of absurd size, and closes the connection.
  const plain = await inPlainBytes(address);
  if (plain === 'silent') return 'silent';
  return plain === 'TLS_REQUIRED' ? 'TLS_FAILED' : 'TLS_NOT_OFFERED';
}

async function inPlainBytes(address: string): Promise<Listener> {
  const { answers } = await exchange(address);
  const [versions, metadata] = answers;
  if (versions === undefined) return 'silent';
  if (versions[0] === TLS_ALERT) return 'TLS_REQUIRED';
  return metadata === undefined ? 'LOGIN_REQUIRED' : 'kafka';
}

/** ApiVersions, version 0: the one request that needs no login. */
const API_VERSIONS = request(18, 0, Buffer.alloc(0));
/** Metadata, version 1, of no topic. */
const METADATA = request(3, 1, Buffer.from([0, 0, 0, 0]));
const QUESTIONS = [API_VERSIONS, METADATA];

function request(apiKey: number, version: number, body: Buffer): Buffer {
  const head = Buffer.alloc(14);
  head.writeInt32BE(10 + body.length, 0);
  head.writeInt16BE(apiKey, 4);
  head.writeInt16BE(version, 6);
  head.writeInt32BE(1, 8); // correlation
  head.writeInt16BE(-1, 12); // no client id
  return Buffer.concat([head, body]);
}

interface Exchange {
  readonly answers: readonly Buffer[];
  /** Of the error that ended the connection; empty when there was none. */
  readonly code: string;
}

/** The answers to the questions until the connection closed; none when there was no connection. */
function exchange(address: string, tls?: KafkaTls): Promise<Exchange> {
  return new Promise((resolve) => {
    const answers: Buffer[] = [];
    let received = Buffer.alloc(0);
    let code = '';
    const socket = open(address, tls);
    const finish = () => {
      socket.destroy();
      resolve({ answers, code });
    };
    const ask = () => void socket.write(QUESTIONS[answers.length] ?? '');
    socket.on(tls === undefined ? 'connect' : 'secureConnect', ask);
    socket.on('data', (bytes) => {
      received = Buffer.concat([received, bytes]);
      const isAlert = received[0] === TLS_ALERT;
      if (!isAlert && (received.length < 4 || received.length < 4 + received.readInt32BE(0))) return;
      answers.push(received);
      received = Buffer.alloc(0);
      if (isAlert || answers.length === QUESTIONS.length) finish();
      else ask();
    });
    socket.on('timeout', finish); // a broker that is frozen accepts connections and answers nothing
    socket.on('error', (error: NodeJS.ErrnoException) => {
      code = error.code ?? '';
      finish();
    });
    socket.on('close', finish);
  });
}

function open(address: string, tls: KafkaTls | undefined): Socket {
  const colon = address.lastIndexOf(':');
  const host = address.slice(0, colon).replace(/^\[(.*)\]$/, '$1');
  const to = { host, port: Number(address.slice(colon + 1)), timeout: TIMEOUT_MS };
  if (tls === undefined) return connect(to);
  return connectTls({ ...to, ...(isIP(host) === 0 ? { servername: host } : {}), ...tlsOptions(tls) });
}
