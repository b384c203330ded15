import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { calledHost } from '#cli/host.js';
import { endChild } from '#deploy/local/end-child.js';
import { getText } from '#deploy/local/get-text.js';
import { settingsFrom } from '#deploy/local/local-identity.js';
import { freePort, type PortPair } from '#deploy/local/ports.js';
import { LocalAuthority } from '#deploy/local/tls/local-authority.js';
import { keyFile } from '#libs/signing/key-file.js';
import { makeKey } from '#libs/signing/make-keys.js';
import { ROOT } from '#test/run/step.js';
import { freshDatabase } from '#test/stack/database.js';
import { type ImageRoot, imageRoot } from './root.js';
import { runInRoot, startInRoot, USER } from './start-in-root.js';

const isRoot = process.getuid?.() === 0;
if (!isRoot)
  console.warn('\nNO PROCESS IS STARTED FROM THE IMAGE: only root may make a folder the root of a process\n');

const PROCESSES = ['scoring', 'ordering', 'warehouse', 'delivery', 'support', 'survey', 'custom', 'signer'];
const INSTALLATION = randomUUID();
/** Of the files that only the user of the image reads. */
const OWNER = USER.split(':').map(Number) as [number, number];
/** Shells, package managers, and what else an attacker would look for. */
const FOREIGN = /^(sh|bash|dash|busybox|npm|npx|corepack|yarn|apt|apt-get|dpkg|apk|rpm|curl|wget|python3?|perl|tar)$/;

let image: ImageRoot;
let certificates: Awaited<ReturnType<typeof mountedCertificates>>;
beforeAll(async () => {
  image = await imageRoot();
  certificates = await mountedCertificates(image.folder, [...PROCESSES, 'payout']);
  const keys = join(image.folder, 'app/tls/signing-keys.json');
  writeFileSync(keys, keyFile([makeKey(Date.now())]), { mode: 0o400 });
  chownSync(keys, ...OWNER);
}, 600_000);
afterAll(() => image?.remove());

/** Gives each process of the image a certificate, in a folder as an orchestrator mounts it, and the settings that name it there. */
async function mountedCertificates(root: string, names: readonly string[]) {
  const dataDir = mkdtempSync(join(tmpdir(), 'cx-image-tls-'));
  const authority = new LocalAuthority({ dataDir });
  await authority.ensure(names);
  const mounted = join(root, 'app/tls');
  mkdirSync(mounted);
  const mount = (file: string) => {
    const [inRoot, seen] = [join(mounted, basename(file)), `/app/tls/${basename(file)}`];
    cpSync(file, inRoot);
    chmodSync(inRoot, 0o444);
    return seen;
  };
  const settings = new Map(
    names.map((name) => {
      const { certificate, key, authority: ca } = authority.filesOf(name);
      const files = { certificate: mount(certificate), key: mount(key), authority: mount(ca) };
      return [name, settingsFrom(files, 'https://issuer.example.com')];
    }),
  );
  const pem = readFileSync(authority.filesOf('scoring').authority);
  rmSync(dataDir, { recursive: true });
  return { authority: pem, settings };
}

const filesOf = (folder: string) => readdirSync(folder, { recursive: true, withFileTypes: true });

describe.skipIf(!isRoot)('the image', () => {
  it('holds Node.js, the services and their packages: no shell, no package manager', () => {
    const files = filesOf(image.folder).filter((entry) => entry.isFile());
    expect(
      files.filter(({ name }) => FOREIGN.test(name)).map(({ parentPath, name }) => join(parentPath, name)),
    ).toEqual([]);
    const megabytes = files.reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0) / 1e6;
    console.log(`the image holds ${Math.round(megabytes)} MB in ${files.length} files`);
    expect(megabytes).toBeLessThan(180);
  });

  it('lists what it holds', () => {
    const sbom = JSON.parse(readFileSync(join(image.folder, 'app/sbom.cdx.json'), 'utf8')) as {
      readonly components: readonly { readonly name: string; readonly version: string }[];
    };
    const listed = Object.fromEntries(sbom.components.map(({ name, version }) => [name, version]));
    const { dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      readonly dependencies: Readonly<Record<string, string>>;
    };
    expect(listed).toMatchObject({ ...dependencies, node: process.versions.node, libc6: expect.any(String) });
    expect(['vitest', 'typescript', 'tsx', 'esbuild'].filter((name) => name in listed)).toEqual([]);
  });

  it('is started as a user without privileges, and its command chooses the process', ({ skip }) => {
    if (image.config === undefined) return skip('no builder wrote a configuration');
    const { User, Entrypoint, Cmd, WorkingDir, Labels, Env } = image.config;
    expect({ User, Entrypoint, Cmd, WorkingDir }).toEqual({
      ...{ User: USER, Entrypoint: ['/usr/local/bin/node'] },
      ...{ Cmd: ['services/scoring/main.js'], WorkingDir: '/app' },
    });
    expect(Labels).toMatchObject({
      'org.opencontainers.image.title': 'cx-index',
      'org.opencontainers.image.licenses': 'MIT',
    });
    expect(Env.filter((entry) => /PROXY|CERTS|TOKEN|PASSWORD/.test(entry))).toEqual([]);
  });

  it('has the command line', async () => {
    expect(await runInRoot(image.folder, ['/app/cli/cx.cjs', '--help'])).toContain('cx index explain');
  });

  it('lets a process write nothing', async () => {
    const program = `console.log(process.getuid(), process.getgid());
      for (const file of ['/x', '/app/x', '/tmp/x'])
        try { require('fs').writeFileSync(file, ''); console.log('written'); } catch (error) { console.log(error.code); }`;
    expect((await runInRoot(image.folder, ['-e', program])).split(/\s+/)).toEqual([
      '10001',
      '10001',
      'EROFS',
      'EROFS',
      'EROFS',
      '',
    ]);
  });
});

/** A process of the image that serves, over a database of its own that it has migrated. */
interface FromImage {
  readonly child: ChildProcess;
  /** The status of /readyz, or what it has logged while it does not answer. */
  ready(): Promise<number | string>;
  end(): Promise<void>;
}

const SETTINGS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  custom: { CX_DEPARTMENT: 'product' },
  signer: { CX_SIGNING_KEYS_FILE: '/app/tls/signing-keys.json', CX_AUDITORS: 'auditors', CX_UPSTREAMS: '{}' },
};

async function fromImage(
  name: string,
  ports: PortPair,
  more: Readonly<Record<string, string>> = {},
): Promise<FromImage> {
  const database = await freshDatabase(`image_${name}`);
  const program = `/app/services/${name}/main.js`;
  const store = { CX_DATABASE_URL: database.url, ...SETTINGS[name], ...more };
  expect(await runInRoot(image.folder, [program, 'migrate'], store)).toContain('"msg":"migrated"');
  const child = startInRoot(image.folder, [program], {
    ...store,
    ...{ CX_MIGRATE: 'wait', CX_INSTALLATION: INSTALLATION, CX_LINGER_MS: '0' },
    ...{ CX_GRPC_PORT: String(ports.grpc), CX_HTTP_PORT: String(ports.http) },
    ...(['scoring', 'signer', 'payout'].includes(name) ? {} : { CX_CASE_KEY: '0'.repeat(64) }),
    ...certificates.settings.get(name),
  });
  let log = '';
  child.stdout?.on('data', (bytes) => (log += bytes));
  child.stderr?.on('data', (bytes) => (log += bytes));
  const { authority: ca } = certificates;
  return {
    child,
    ready: async () =>
      (await getText(`https://${calledHost()}:${ports.http}/readyz`, { ca }).catch(() => undefined))?.status ?? log,
    end: async () => {
      await endChild(child);
      await database.drop();
    },
  };
}

const freePair = async (): Promise<PortPair> => ({ grpc: await freePort(), http: await freePort() });

describe.skipIf(!isRoot).each(PROCESSES)('from the image, %s', (name) => {
  it('migrates its database, serves, and ends with 0 when it is asked to', async () => {
    const { child, ready, end } = await fromImage(name, await freePair());
    try {
      await expect.poll(ready, { timeout: 60_000, interval: 100 }).toBe(200);
      const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
      expect(status).toMatch(/^Uid:\s+10001\s+10001/m);
      console.log(`${name} is ready with ${Math.round(Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]) / 1024)} MiB`);
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      expect(await ended).toEqual([0, null]);
    } finally {
      await end();
    }
  });
});

describe.skipIf(!isRoot)('from the image, what a payout needs', () => {
  it('is scoring, which finds the signer, and the payout process, which is ready when scoring has answered it', async () => {
    const [scoring, signer, payout] = [await freePair(), await freePair(), await freePair()];
    const at = ({ grpc }: PortPair) => `${calledHost()}:${grpc}`;
    const started: FromImage[] = [];
    try {
      started.push(await fromImage('signer', signer));
      started.push(
        await fromImage('payout', payout, { CX_SIGNER: at(signer), CX_UPSTREAMS: `{"scoring":"${at(scoring)}"}` }),
      );
      // It waits for scoring, which is not there yet.
      expect(await started[1]?.ready()).not.toBe(200);
      started.push(await fromImage('scoring', scoring, { CX_SIGNER: at(signer) }));
      for (const { ready } of started) await expect.poll(ready, { timeout: 60_000, interval: 100 }).toBe(200);
    } finally {
      for (const { end } of started) await end();
    }
  }, 180_000);
});
