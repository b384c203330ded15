import { connect } from 'node:net';

/** What answered at an address when it was asked in Kafka's protocol without TLS and login. */
export type Listener = 'kafka' | 'tls' | 'login' | 'silent';

const TIMEOUT_MS = 2_000;
const TLS_ALERT = 0x15;

/**
 * Asks one address two questions that every client asks. A client library sees only that a connection closed; here the bytes
 * say why. A TLS listener answers the first question with a TLS alert. A listener with a login answers the first question, and
 * closes the connection at the second.
 *
 * @param address  "127.0.0.1:9092", "[::1]:9092"
 */
export async function probeListener(address: string): Promise<Listener> {
  const answers = await exchange(address, [API_VERSIONS, METADATA]);
  const [versions, metadata] = answers;
  if (versions === undefined) return 'silent';
  if (versions[0] === TLS_ALERT) return 'tls';
  return metadata === undefined ? 'login' : 'kafka';
}

/** ApiVersions, version 0: the one request that needs no login. */
const API_VERSIONS = request(18, 0, Buffer.alloc(0));
/** Metadata, version 1, of no topic. */
const METADATA = request(3, 1, Buffer.from([0, 0, 0, 0]));

function request(apiKey: number, version: number, body: Buffer): Buffer {
  const head = Buffer.alloc(14);
  head.writeInt32BE(10 + body.length, 0);
  head.writeInt16BE(apiKey, 4);
  head.writeInt16BE(version, 6);
  head.writeInt32BE(1, 8); // correlation
  head.writeInt16BE(-1, 12); // no client id
  return Buffer.concat([head, body]);
}

/** The answers to the questions until the connection closed; none when there was no connection. */
function exchange(address: string, questions: readonly Buffer[]): Promise<Buffer[]> {
  const colon = address.lastIndexOf(':');
  const host = address.slice(0, colon).replace(/^\[(.*)\]$/, '$1');
  return new Promise((resolve) => {
    const answers: Buffer[] = [];
    let received = Buffer.alloc(0);
    const socket = connect({ host, port: Number(address.slice(colon + 1)), timeout: TIMEOUT_MS });
    const finish = () => {
      socket.destroy();
      resolve(answers);
    };
    const ask = () => void socket.write(questions[answers.length] ?? '');
    socket.on('connect', ask);
    socket.on('data', (bytes) => {
      received = Buffer.concat([received, bytes]);
      const isAlert = received[0] === TLS_ALERT;
      if (!isAlert && (received.length < 4 || received.length < 4 + received.readInt32BE(0))) return;
      answers.push(received);
      received = Buffer.alloc(0);
      if (isAlert || answers.length === questions.length) finish();
      else ask();
    });
    socket.on('timeout', finish); // a broker that is frozen accepts connections and answers nothing
    socket.on('error', finish);
    socket.on('close', finish);
  });
}
