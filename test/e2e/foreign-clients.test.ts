import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createFileRegistry, fromBinary } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { status } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { feedToken } from '#cli/session/tokens.js';
import { generateContacts } from '#deploy/local/generated-contacts.js';
import { READER } from '#deploy/local/local-identity.js';
import { SERVICES, type ServiceName } from '#deploy/local/services.js';
import { Origin } from '#libs/contracts/cx/batches/v1/batches.js';
import { messages, methods, servicesOf } from '#test/foreign/contracts.js';
import { examples, isPrintedAs } from '#test/foreign/examples.js';
import { distinct, inPython, makeByBuf, statusOf } from '#test/foreign/repeat.js';
import { findTool, type ToolName } from '#test/foreign/tools.js';
import { type RecordedCall, Terminal } from '#test/foreign/type-in.js';
import { startInstallation, type TestInstallation } from '#test/stack/installation.js';
import { hasIpv6 } from '#test/stack/ipv6.js';
import { readPage } from '#test/stack/read-page.js';
import { untilCounted } from './counts.js';
import { factsOfOrders, send } from './real-orders.js';

const NAMES: readonly ToolName[] = ['grpcurl', 'buf', 'python3', 'grpc-health-probe'];
const programs: Record<string, string> = {};
for (const name of NAMES) {
  const tool = await findTool(name);
  if ('path' in tool) programs[name] = tool.path;
  else console.log(`not run: tests with ${name}. ${tool.reason}`);
}
const isHere = (name: ToolName) => programs[name] !== undefined;

/** Orders promised from this day on: enough for every example, and complete for the months that the pages print. */
const FIRST_DAY = '2018-07-01';
/** Clients of other projects: the examples of the pages, and every call of every service. */
describe('a foreign client', () => {
  let installation: TestInstallation;
  let terminal: Terminal;

  beforeAll(async () => {
    if (hasIpv6()) vi.stubEnv('CX_HOST', '::'); // all addresses, so the other tests here call by IPv4
    installation = await startInstallation('');
    terminal = new Terminal(installation, programs);
    const facts = await factsOfOrders(({ order_estimated_delivery_date: promised }) => promised >= FIRST_DAY);
    const contacts = generateContacts(7).filter(({ at }) => at >= Date.parse('2018-06-01'));
    await send(installation, facts, { portion: 500 });
    await send(installation, contacts, { origin: Origin.ORIGIN_GENERATED, portion: 500 });
    await untilCounted(installation.addresses);
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await installation?.end();
  });

  const address = (name: ServiceName) => installation.addresses[name];
  const authority = () => installation.identity.files('scoring').authority;
  const env = () => ({ CX_DATA: installation.logDir });
  /** The header of a caller that may read every contract. */
  const reader = async () => `authorization: Bearer ${await feedToken(env(), 'olist')}`;

  describe('runs the example', () => {
    for (const example of examples()) {
      const { place, language, code, exitCode, prints, notRun, keeps } = example;
      const needs: ToolName | undefined =
        language === 'python' ? 'python3' : code.includes('grpcurl') ? 'grpcurl' : undefined;
      const title = `${place} ${code.split('\n')[0]}`;
      it.skipIf(notRun !== undefined || (needs !== undefined && !isHere(needs)))(title, async () => {
        const ended = await (keeps ? terminal.keep(code) : terminal.type(language, code));
        expect(ended.code, ended.stderr + ended.stdout).toBe(exitCode);
        if (prints !== undefined && !isPrintedAs(ended.stdout, prints)) expect(ended.stdout).toBe(prints);
      });
    }
  });

  it.skipIf(!isHere('grpcurl'))('finds an example for every call of every service', () => {
    const shown = new Set(terminal.recorded().map(({ method }) => method));
    const missing = methods().filter((method) => !shown.has(method));
    expect(missing).toEqual([]);
  });

  it.skipIf(!isHere('grpcurl'))('grpcurl describes every message of every server', async () => {
    const proof = ['-cacert', authority(), '-H', await reader()];
    for (const name of SERVICES) {
      const { stdout } = await terminal.run('grpcurl', ...proof, address(name), 'list');
      expect(stdout.trim().split('\n')).toEqual(servicesOf(name));
      const file = join(installation.logDir, `${name}.protoset`);
      const described = await terminal.run('grpcurl', ...proof, '-protoset-out', file, address(name), 'describe');
      expect([described.code, described.stderr]).toEqual([0, '']);
      expect(described.stdout.match(/ is a service:$/gm)).toHaveLength(servicesOf(name).length);
      // What grpcurl has read of the server: every type that one of its messages names is in it, or it is no registry.
      const read = createFileRegistry(fromBinary(FileDescriptorSetSchema, readFileSync(file)));
      const ours = messages().flatMap(({ message, server }) => (server === name ? [message] : []));
      expect(ours.filter((message) => read.getMessage(message) === undefined)).toEqual([]);
      const asked = await terminal.run('grpcurl', ...proof, address(name), 'describe', ours.at(-1) ?? '');
      expect([ours.at(-1), asked.code, asked.stderr]).toEqual([ours.at(-1), 0, '']);
    }
  });

  it.skipIf(!isHere('grpcurl'))('grpcurl reads no contract without a proof, and is given the reason', async () => {
    for (const words of [['list'], ['describe', 'cx.scoring.v1.Index']]) {
      const { code, stdout, stderr } = await terminal.run(
        'grpcurl',
        '-cacert',
        authority(),
        address('scoring'),
        ...words,
      );
      expect([code, stdout]).toEqual([1, '']);
      expect(stderr).toContain('neither a certificate of a service nor a token');
    }
    const question = [address('scoring'), 'grpc.health.v1.Health/Check'];
    const health = ['-import-path', 'proto', '-proto', 'grpc/health/v1/health.proto'];
    const asked = await terminal.run('grpcurl', '-cacert', authority(), ...health, ...question);
    expect([asked.code, asked.stderr]).toEqual([0, '']);
  });

  it('buf curl lists every service and method, by both versions of reflection', async () => {
    for (const name of SERVICES) {
      for (const version of ['grpc-v1', 'grpc-v1alpha']) {
        const words = ['--reflect-header', await reader(), '--reflect-protocol', version, '--list-services'];
        const { stdout, stderr } = await terminal.run(...buf(name, ...words));
        expect([stdout.trim().split('\n'), stderr]).toEqual([servicesOf(name), '']);
      }
      const { stdout } = await terminal.run(...buf(name, '--reflect-header', await reader(), '--list-methods'));
      const ours = methods().filter((method) => servicesOf(name).includes(method.split('/')[0] ?? ''));
      expect(stdout.trim().split('\n')).toEqual(expect.arrayContaining(ours));
    }
  });

  const buf = (name: ServiceName, ...words: string[]): [string, ...string[]] => [
    'buf',
    ...['curl', '--protocol', 'grpc', '--cacert', authority(), ...words, `https://${address(name)}`],
  ];

  it.skipIf(!isHere('grpcurl'))('buf curl makes every call of the pages, with the same outcome', async () => {
    const readerHeader = await reader();
    const check = async (call: RecordedCall) => {
      const { code, stdout, stderr } = await makeByBuf(terminal, authority(), readerHeader, call);
      const says = `${call.method} ${call.data}\n${stderr}`;
      if (call.endless) expect(stdout, says).toContain('{');
      else expect(code, says).toBe(8 * statusOf(call)); // how buf curl encodes a status in its exit code
    };
    const calls = distinct(terminal.recorded());
    while (calls.length > 0) await Promise.all(calls.splice(0, 4).map(check));
  });

  it.skipIf(!isHere('grpcurl') || !isHere('python3'))(
    'Python reads every contract and makes every call, too',
    async () => {
      const calls = distinct(terminal.recorded());
      const { servers, answers } = await python(calls.map(inPython));
      for (const name of SERVICES) {
        expect(servers[address(name)]).toMatchObject({ services: servicesOf(name) });
        expect(servers[address(name)]?.fields).toBeGreaterThan(20);
      }
      for (const [place, call] of calls.entries()) {
        const expected = call.endless ? status.DEADLINE_EXCEEDED : statusOf(call);
        expect([call.method, answers[place]?.code]).toEqual([call.method, status[expected]]);
      }
    },
  );

  it.skipIf(!isHere('python3'))(
    'may compress its requests, and is told by name what is too large or too late',
    async () => {
      const method = 'cx.delivery.v1.DeliveryService/RecordDeliveryFacts';
      const fact = { factId: 'gzip-1', orderId: 'x'.repeat(60), happenedAt: '2018-08-01T00:00:00Z', delivered: {} };
      const header = await reader();
      const call = { address: address('delivery'), method, header, seconds: 10 };
      const request = (facts: unknown[]) => [{ origin: 'ORIGIN_IMPORTED', facts }];
      const { answers } = await python([
        { ...call, messages: request([fact]), gzip: true },
        { ...call, messages: request([{ ...fact, factId: 'x'.repeat(5_000_000) }]) },
        { ...call, messages: request([{ ...fact, factId: 'x'.repeat(5_000_000) }]), gzip: true },
        { ...call, messages: request(Array.from({ length: 1_001 }, () => fact)), gzip: true },
        { ...call, messages: request([fact]), seconds: 0.0001 },
      ]);
      expect(answers.map(({ code, reason }) => `${code} ${reason}`.trim())).toEqual([
        'OK',
        'RESOURCE_EXHAUSTED MESSAGE_TOO_LARGE',
        'RESOURCE_EXHAUSTED MESSAGE_TOO_LARGE',
        'INVALID_ARGUMENT TOO_MANY_FACTS',
        expect.stringMatching(/^DEADLINE_EXCEEDED/), // has a reason if the server was quicker than the client
      ]);
    },
  );

  it.skipIf(!isHere('grpcurl'))(
    'may write the name of its metadata in capitals and send its request by a pipe',
    async () => {
      const name = '{"name": "departments/delivery/indexes/2018-08"}';
      const question = `-d @ ${address('scoring')} cx.scoring.v1.ScoringService/GetIndex`;
      const header = `"Authorization: bearer $(npx cx token)"`;
      const { code, stdout } = await terminal.type(
        'sh',
        `echo '${name}' | grpcurl -cacert ${authority()} -H ${header} ${question}`,
      );
      expect([code, JSON.parse(stdout).indexE4]).toEqual([0, '834271']);
    },
  );

  it.skipIf(!isHere('grpc-health-probe'))(
    'grpc-health-probe is answered for every name, and told of a name that is none',
    async () => {
      const probe = (name: ServiceName, service: string) =>
        terminal.run(
          'grpc-health-probe',
          `-addr=${address(name)}`,
          `-service=${service}`,
          '-tls',
          `-tls-ca-cert=${authority()}`,
        );
      for (const name of SERVICES) {
        const own = servicesOf(name).filter((service) => service.startsWith('cx.'));
        for (const service of ['', ...own, ...(name === 'scoring' ? ['cx.pipeline.Apply'] : [])]) {
          const { code, stderr } = await probe(name, service);
          expect([name, service, code, stderr.trim()]).toEqual([name, service, 0, 'status: SERVING']);
        }
      }
      expect((await probe('scoring', 'cx.nothing')).code).not.toBe(0);
    },
  );

  it.skipIf(!isHere('python3'))('Python reads the metrics of every server, as text and as OpenMetrics', async () => {
    for (const name of SERVICES) {
      const url = `https://127.0.0.1:${installation.ports[name].http}/metrics`;
      const { certificate, key } = installation.identity.files(READER);
      const files = [authority(), certificate, key];
      const ended = await terminal.run('python3', 'test/foreign/read_metrics.py', url, ...files);
      expect([name, ended.code, ended.stderr]).toEqual([name, 0, '']);
    }
  });

  it.skipIf(!hasIpv6())('is answered by IPv6, too, where CX_HOST is ::', async () => {
    const { grpc, http } = installation.ports.scoring;
    const proof = ['--cacert', authority(), '--reflect-header', await reader()];
    const flags = ['--protocol', 'grpc', ...proof, '--list-services'];
    const listed = await terminal.run('buf', 'curl', ...flags, `https://[::1]:${grpc}`);
    expect(listed.stdout.trim().split('\n')).toEqual(servicesOf('scoring'));
    const cx = `CX_ADDRESSES='scoring=[::1]:${grpc}' npx cx index get delivery 2018-08`;
    expect(await terminal.type('sh', cx)).toMatchObject({ code: 0, stdout: expect.stringContaining('83.4') });
    expect((await readPage(installation.logDir, `https://[::1]:${http}/readyz`)).status).toBe(200);
    if (isHere('python3')) {
      const address = `[::1]:${grpc}`;
      const { servers } = await python([], [address]);
      expect(servers[address]?.services).toEqual(servicesOf('scoring'));
    }
  });

  async function python(
    calls: readonly object[],
    servers = Object.values(installation.addresses),
  ): Promise<PythonReport> {
    const asked = JSON.stringify({ authority: authority(), reader: await feedToken(env(), 'olist'), servers, calls });
    const script = ['test/foreign/call_all.py'];
    return JSON.parse(execFileSync(programs['python3'] ?? '', script, { input: asked, maxBuffer: 1e8 }).toString());
  }
});

interface PythonReport {
  readonly servers: Readonly<Record<string, { readonly services: readonly string[]; readonly fields: number }>>;
  readonly answers: readonly { readonly code: string; readonly reason: string; readonly messages: number }[];
}
