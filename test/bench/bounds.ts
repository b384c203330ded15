import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type ClientDuplexStream,
  credentials,
  Server,
  ServerCredentials,
  type ServerInterceptor,
  type UntypedHandleCall,
} from '@grpc/grpc-js';
import { LocalAuthority } from '#deploy/local/tls/local-authority.js';
import { Origin } from '#libs/contracts/cx/batches/v1/batches.js';
import {
  OrderingServiceClient,
  OrderingServiceService,
  type StreamOrderFactsRequest,
  type StreamOrderFactsResponse,
} from '#libs/contracts/cx/ordering/v1/ordering.js';
import { boundingCallers } from '#libs/grpc/bounds/bounding-callers.js';
import { boundingWire } from '#libs/grpc/bounds/bounding-wire.js';
import { DEFAULT_BOUNDS } from '#libs/grpc/bounds/bounds.js';
import { messageShapes } from '#libs/grpc/bounds/message-shapes.js';
import { client } from '#libs/grpc/client.js';
import { descriptorImage } from '#libs/grpc/descriptor-image.js';
import { authorityCredentials, serverCredentials } from '#libs/grpc/tls-credentials.js';
import { type TlsFileNames, TlsFiles } from '#libs/tls/tls-files.js';
import { orderFacts } from '#test/doubles/order-facts.js';
import { medianOf } from './quantiles.js';

const FACTS = 500;
/** Messages of a slice; slices of the servers take turns. */
const MESSAGES = 100;
const SLICES = 30;
const WARM_UPS = 6;

/**
 * What the bounds cost at their defaults, how many facts a second they let through, and what TLS costs: one stream of order facts into each of
 * three servers in this process, with TLS and bounds, with TLS, and with neither. They decode each message and do nothing else with it.
 */
export async function measureBounds(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'cx-bench-bounds-'));
  try {
    const authority = new LocalAuthority({ dataDir: folder });
    await authority.ensure(['ordering']);
    await measure(authority.filesOf('ordering'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(tls: TlsFileNames): Promise<void> {
  const refused: string[] = [];
  const onBound = ({ bound }: { readonly bound: string }) => void refused.push(bound);
  const shapes = messageShapes(descriptorImage());
  const bounding = [
    boundingWire({ bounds: DEFAULT_BOUNDS, onBound, shapes }),
    boundingCallers({ bounds: DEFAULT_BOUNDS, onBound, callerOf: () => 'feed shop' }),
  ];
  const files = new TlsFiles(tls, { onReplaced: () => {}, onMistake: () => {} });
  const sides = [await sideOf(files, bounding), await sideOf(files, []), await sideOf(undefined, [])];
  const message = { portion: { facts: orderFacts(FACTS), origin: Origin.ORIGIN_REPORTED } };
  const measured: { readonly rate: number; readonly cpuUs: number }[][] = [[], [], []];
  for (let slice = 0; slice < SLICES; slice++) {
    for (const place of slice % 2 === 0 ? [0, 1, 2] : [2, 1, 0]) {
      const [began, cpu] = [performance.now(), process.cpuUsage()];
      await sides[place]?.send(message, MESSAGES);
      const { user, system } = process.cpuUsage(cpu);
      const rate = (FACTS * MESSAGES * 1_000) / (performance.now() - began);
      if (slice >= WARM_UPS) measured[place]?.push({ rate, cpuUs: (user + system) / MESSAGES });
    }
  }
  for (const side of sides) side.close();
  const [bounded = [], free = [], plain = []] = measured;
  const more = (some: typeof free, others: typeof free) => {
    const cost = medianOf(some.map(({ cpuUs }, pair) => cpuUs - (others[pair]?.cpuUs ?? 0)));
    return `cost ${cost.toFixed(0)} us of CPU for a message, ${(cost / FACTS).toFixed(2)} us for a fact`;
  };
  const cpu = medianOf(plain.map(({ cpuUs }) => cpuUs));
  const rate = (all: typeof bounded) => Math.round(medianOf(all.map((one) => one.rate))).toLocaleString('en-US');
  const bytes = OrderingServiceService.streamOrderFacts.requestSerialize(message).length;
  console.log(`one stream, ${FACTS} facts and ${bytes} bytes in a message, client and server in one process:`);
  console.log(`- ${rate(bounded)} facts/s with the bounds, ${rate(free)} without; refused: ${refused.length}`);
  console.log(`- the bounds ${more(bounded, free)}`);
  console.log(`- both ends of TLS ${more(free, plain)}`);
  console.log(`- everything else costs ${cpu.toFixed(0)} us for a message`);
}

/** A server, and a stream that is open to it for the whole time. */
async function sideOf(files: TlsFiles | undefined, interceptors: readonly ServerInterceptor[]) {
  const server = new Server({ interceptors: [...interceptors] });
  const unasked: UntypedHandleCall = () => {
    throw new Error('the bench asks for one method');
  };
  const names = Object.keys(OrderingServiceService).map((name) => [name, unasked]);
  server.addService(OrderingServiceService, { ...Object.fromEntries(names), streamOrderFacts: answerAll });
  const own = files === undefined ? ServerCredentials.createInsecure() : serverCredentials(files);
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync('127.0.0.1:0', own, (error, taken) => (error ? reject(error) : resolve(taken))),
  );
  const to = files === undefined ? credentials.createInsecure() : authorityCredentials(files.current.authority);
  const feed = client(OrderingServiceClient, `127.0.0.1:${port}`, { credentials: to });
  const stream = feed.streamOrderFacts();
  return {
    send: (message: StreamOrderFactsRequest, messages: number) => sendAll(stream, message, messages),
    close: () => {
      stream.cancel();
      feed.close();
      server.forceShutdown();
    },
  };
}

/** Answers each message as soon as it was decoded. */
const answerAll: UntypedHandleCall = (call: {
  on(event: 'data', listener: () => void): void;
  write(answer: StreamOrderFactsResponse): void;
}) => {
  call.on('data', () => call.write({ portion: { outcomes: [], receipt: '' } }));
};

/** Sends the message again and again, as fast as it is taken, until all were answered. */
function sendAll(
  stream: ClientDuplexStream<StreamOrderFactsRequest, StreamOrderFactsResponse>,
  message: StreamOrderFactsRequest,
  messages: number,
): Promise<void> {
  return new Promise((resolve, reject) => {
    let answered = 0;
    stream.removeAllListeners();
    stream.on('error', reject);
    stream.on('data', () => {
      if (++answered === messages) resolve();
    });
    const write = (sent: number): void => {
      if (sent === messages) return;
      if (stream.write(message)) setImmediate(write, sent + 1);
      else stream.once('drain', () => write(sent + 1));
    };
    write(0);
  });
}
