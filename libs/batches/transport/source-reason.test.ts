import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '#deploy/local/ports.js';
import { LocalAuthority, TRUST_DOMAIN } from '#deploy/local/tls/local-authority.js';
import { BatchServiceService } from '#libs/contracts/cx/batches/v1/batches.js';
import { CxError } from '#libs/domain/error.js';
import { ownCallers } from '#libs/grpc/callers.js';
import { servedService } from '#libs/grpc/served-service.js';
import { type RunningServer, startServer } from '#libs/grpc/server.js';
import { serverCredentials } from '#libs/grpc/tls-credentials.js';
import { unary } from '#libs/grpc/unary.js';
import { serviceName } from '#libs/identity/service-name.js';
import { connectTo } from '#libs/process/connect-to.js';
import { type TlsFileNames, TlsFiles } from '#libs/tls/tls-files.js';
import { namedCallers } from '#test/doubles/named-callers.js';
import { grpcBatchSource } from './batch-source.js';
import { sourceReason } from './source-reason.js';

const folders = ['ours', 'theirs'].map((name) => mkdtempSync(join(tmpdir(), `cx-source-reason-${name}-`)));
const [ours, theirs] = folders.map((dataDir) => new LocalAuthority({ dataDir })) as [LocalAuthority, LocalAuthority];
const tlsOf = (files: TlsFileNames) => new TlsFiles(files, { onReplaced: () => {}, onMistake: () => {} });
let delivery: RunningServer;
let fails = false;

beforeAll(async () => {
  for (const authority of [ours, theirs]) await authority.ensure(['scoring', 'delivery', 'survey', 'operator']);
  const answers = {
    listShards: unary(async () => {
      if (fails) throw new CxError('STORE_UNAVAILABLE', 'the database does not answer');
      return { shards: [], version: '' };
    }),
  };
  const notHere = unary(async () => ({}));
  const all = { ...answers, streamBatches: notHere, acknowledgeBatches: notHere };
  delivery = await startServer({
    ...{ host: '127.0.0.1', port: 0, department: 'delivery', onBug: () => {} },
    services: [servedService(BatchServiceService, all as never)],
    credentials: serverCredentials(tlsOf(ours.filesOf('delivery'))),
    identify: async ({ certificate }) => ({ kind: 'service', name: serviceName(certificate, TRUST_DOMAIN) }),
    bindingsOf: namedCallers({
      get: (name) => (name === 'operator' ? { name, kind: 'person', bindings: [] } : ownCallers().get(name)),
    }).bindingsOf,
  });
});
afterAll(async () => {
  await delivery.drain(100);
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** Asks delivery for its shards, by these files and at that port. */
async function asked(files: TlsFileNames, { meant = 'delivery', port = delivery.port } = {}) {
  const connection = connectTo(tlsOf(files), { CX_TRUST_DOMAIN: TRUST_DOMAIN })(meant);
  const source = grpcBatchSource(`127.0.0.1:${port}`, connection);
  try {
    await source.heads();
    return 'answered';
  } catch (error) {
    const { reason, detail } = sourceReason(error);
    return `${reason}: ${detail}`;
  } finally {
    source.close();
  }
}

describe('why a source does not give its batches', () => {
  it('is nothing while it does', async () => {
    expect(await asked(ours.filesOf('scoring'))).toBe('answered');
  });

  it('is that no process answers', async () => {
    expect(await asked(ours.filesOf('scoring'), { port: await freePort() })).toMatch(
      /^SOURCE_UNREACHABLE: 127\.0\.0\.1:\d+: /,
    );
  });

  it('is that another service answers', async () => {
    const says = await asked(ours.filesOf('scoring'), { meant: 'warehouse' });
    expect(says).toMatch(/^SOURCE_IS_ANOTHER: .*warehouse was meant, and the certificate is that of delivery/);
  });

  it('is that its certificate is of another authority', async () => {
    const files = { ...ours.filesOf('scoring'), authority: theirs.filesOf('scoring').authority };
    expect(await asked(files)).toMatch(/^SOURCE_UNTRUSTED: .*certificate/);
  });

  it('is that it does not believe the certificate of this process', async () => {
    const files = { ...theirs.filesOf('scoring'), authority: ours.filesOf('scoring').authority };
    expect(await asked(files)).toMatch(/^NOT_PROVEN: .*not signed by an authority of this installation/);
  });

  it('is that it lets this process fetch nothing', async () => {
    expect(await asked(ours.filesOf('operator'))).toMatch(/^NOT_AUTHORIZED: .*operator may not do this/);
  });

  it('is that it fails itself', async () => {
    fails = true;
    expect(await asked(ours.filesOf('scoring')).finally(() => (fails = false))).toMatch(
      /^SOURCE_FAILS: .*the database does not answer/,
    );
  });
});
