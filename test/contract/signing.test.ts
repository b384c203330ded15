import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type RemoteSigner, remoteSigner } from '#libs/clients/remote-signer.js';
import { SignerServiceClient, SigningPurpose, SignRootRequest } from '#libs/contracts/cx/signing/v1/signing.js';
import { bound, type Caller } from '#libs/domain/access.js';
import { BUILT_IN_SOURCES } from '#libs/domain/observation.js';
import type { Audit } from '#libs/grpc/access/audit.js';
import { call } from '#libs/grpc/client.js';
import { type RunningServer, startServer } from '#libs/grpc/server.js';
import type { SigningKey } from '#libs/signing/key-file.js';
import { keyAt } from '#libs/signing/key-file.js';
import { makeKey, rotated } from '#libs/signing/make-keys.js';
import { publicKeyFile } from '#libs/signing/public-keys.js';
import { bonusServices } from '#services/scoring/run/bonus.js';
import { signerService } from '#services/signer/grpc/signer-service.js';
import { named, namedCallers } from '#test/doubles/named-callers.js';
import { BUNDLE_KINDS, changedFiles } from '#test/real-orders/changed-bytes.js';
import { client } from '#test/stack/client.js';
import { bundle, differenceIn, type Files, jsonOf, python, steps } from './periods/bundles.js';
import { approve, clock, close, countNothing, inReview, life, refusal, serveClosing } from './periods/closing-bench.js';
import { publishOlist } from './periods/published-olist.js';
import { database, served, setScoringUpAsServed } from './scoring-bench.js';

setScoringUpAsServed();

const BEFORE = Date.parse('2018-01-01T00:00:00Z');
const CALLERS = new Map<string, Caller>([
  ['scoring', { name: 'scoring', kind: 'service', bindings: [bound('SERVICE', { departments: 'all' })] }],
  ['auditor', { name: 'auditor', kind: 'person', bindings: [bound('AUDITOR')] }],
]);

/** The keys of the signer, and what its audit log holds. */
const holds: { keys: readonly SigningKey[] } = { keys: [] };
const lines: { readonly call: string; readonly resources: readonly string[]; readonly after?: unknown }[] = [];
const audit: Audit = {
  began: async ({ method, resources }) => void lines.push({ call: `${method} began`, resources }),
  ended: async ({ method, resources }, { after }) => void lines.push({ call: `${method} ended`, resources, after }),
  denied: async ({ method, resources }) => void lines.push({ call: `${method} denied`, resources }),
};
const failures = { count: 0 };
const METRICS = {
  ...{ snapshotsTotal: { inc: () => {} }, recordBundlesTotal: { inc: () => {} } },
  signingFailuresTotal: { inc: () => void failures.count++ },
};

let server: RunningServer;
let signer: RemoteSigner;
async function serveSigner(port = 0): Promise<void> {
  const keys = {
    get all() {
      return holds.keys;
    },
    at: (now: number) => keyAt(holds.keys, now),
  };
  const services = [signerService({ keys, clock, metrics: { signaturesTotal: { inc: () => {} } as never } })];
  const onBug = (error: unknown) => {
    throw error;
  };
  server = await startServer({ host: '127.0.0.1', port, services, ...namedCallers(CALLERS), audit, onBug });
}

serveClosing(async () => {
  await serveSigner();
  signer = remoteSigner(`127.0.0.1:${server.port}`, () => named('scoring'));
  const rulesets = await publishOlist();
  const departments = () => BUILT_IN_SOURCES;
  return bonusServices({ database: served, rulesets, clock, metrics: METRICS as never, departments, signer });
});
afterAll(async () => {
  signer.close();
  await server.drain(500);
});
beforeEach(async () => {
  await countNothing();
  lines.length = 0;
});

/** Closes a month after its review. */
async function closed(month: string): Promise<void> {
  await inReview(month);
  for (const who of ['hanna', 'finn']) await approve(month, who);
  await close(month, 'max');
}

function holdKeys(keys: readonly SigningKey[]): void {
  holds.keys = keys;
}

/** The bundle of the first month that is closed here. */
let signed: Files = new Map();

const publicKeys = () => holds.keys.map(({ privateKey, ...key }) => key);

describe('a close with a signer', () => {
  beforeAll(() => {
    holds.keys = [makeKey(BEFORE)];
  });

  it('is signed: both verifiers prove it by a key that the reader got elsewhere', async () => {
    await closed('2017-03');
    const files = await bundle('2017-03', 3);
    signed = files;
    const step = steps(files, publicKeys()).find(({ name }) => name === 'signatures');
    expect(step).toEqual({
      name: 'signatures',
      detail: `${holds.keys[0]?.keyId} at 2018-12-18T12:00:00.000Z, by a key that you trust`,
    });
    expect(python(files, 'record.py', publicKeyFile(holds.keys)).at(-1)).toMatch(/^ok index/);
    expect(differenceIn(files, [makeKey(BEFORE)])).toMatchObject({ file: 'signatures.json' });
    const said = python(files, 'record.py', publicKeyFile([makeKey(BEFORE)])).at(-1);
    expect(said).toMatch(/^NO signatures\.json: key_id/);
  });

  it('leaves a line in the audit log of the signer, with what was signed', async () => {
    await closed('2017-04');
    const { sha256, key_id: keyId } = jsonOf(await bundle('2017-04', 3), 'signatures.json').signatures[0];
    const resources = [expect.stringContaining('periods/2017-04/snapshots/3')];
    expect(lines).toEqual([
      { call: 'SignRoot began', resources },
      {
        ...{ call: 'SignRoot ended', resources },
        after: { purpose: 'BONUS_ROOT', sha256, keyId, signedAt: '2018-12-18T12:00:00.000Z' },
      },
    ]);
  });

  it('names one changed byte at 100 places of its signatures and keys, in both languages', async () => {
    const files = signed;
    for (const { time, path, changed } of changedFiles(files, BUNDLE_KINDS['signatures'] ?? /x/, 100, 17))
      expect([time, differenceIn(new Map(files).set(path, changed))?.file]).toEqual([time, path]);
    expect(python(files, 'changed_bytes.py', '100').at(-1)).toBe('chains 100');
  }, 120_000);

  it('keeps what an older key has signed after a rotation, and signs by the new one', async () => {
    const rotatedAt = clock.at + 15 * 86_400_000 + 1_000;
    holds.keys = rotated(holds.keys, rotatedAt);
    const older = signed;
    expect(differenceIn(older, publicKeys())).toBeUndefined();
    expect(python(older, 'record.py', publicKeyFile(holds.keys)).at(-1)).toMatch(/^ok index/);
    await inReview('2017-05');
    for (const who of ['hanna', 'finn']) await approve('2017-05', who);
    clock.at = rotatedAt;
    await close('2017-05', 'max');
    const files = await bundle('2017-05', 3);
    expect(jsonOf(files, 'signatures.json').signatures[0].key_id).toBe(holds.keys[1]?.keyId);
    expect(differenceIn(files, publicKeys())).toBeUndefined();
  });

  it('names a signature that was made outside the span of its key', async () => {
    const files = signed;
    const [first] = publicKeys();
    if (first === undefined) throw new Error('there is no key');
    const ended = { ...first, until: Date.parse('2018-12-01T00:00:00Z') };
    expect(differenceIn(files, [ended])).toMatchObject({
      ...{ file: 'signatures.json', field: 'signatures[0].signed_at', found: '2018-12-18T12:00:00.000Z' },
    });
    expect(python(files, 'record.py', publicKeyFile([ended])).at(-1)).toMatch(/^NO signatures\.json: signed_at/);
  });
});

describe('a close whose signer does not sign', () => {
  beforeAll(() => holdKeys([makeKey(BEFORE)]));

  const stored = (month: string) =>
    database.query(
      `select (select max(version) from snapshot where period = $1) as versions,
              (select max(version) from bonus_record where period = $1) as records,
              (select count(*)::integer from bonus_signature where period = $1) as signatures`,
      [month],
    );

  it.each([
    ['is away', '2017-06', () => server.drain(100)],
    ['has no key for now', '2017-07', async () => holdKeys([makeKey(BEFORE + 10 * 365 * 86_400_000)])],
  ])(
    'because it %s is refused, stores nothing, and can be made again',
    async (_, month, fails) => {
      const [before, port] = [holds.keys, server.port];
      await inReview(month);
      for (const who of ['hanna', 'finn']) await approve(month, who);
      await fails();
      const counted = failures.count;
      expect(await refusal(close(month, 'max'))).toBe('SIGNER_UNAVAILABLE');
      expect(failures.count).toBe(counted + 1);
      expect(await stored(month)).toEqual([{ versions: 2, records: 2, signatures: 0 }]);
      expect((await life(month)).closed).toBeUndefined();
      if (month === '2017-06') await serveSigner(port);
      holds.keys = before;
      await expect.poll(() => refusal(close(month, 'max')), { timeout: 15_000 }).toBeUndefined();
      expect(await stored(month)).toEqual([{ versions: 3, records: 3, signatures: 1 }]);
    },
    30_000,
  );
});

describe('the signer', () => {
  const ask = (who: string, change: Partial<SignRootRequest> = {}) => {
    const asking = client(SignerServiceClient, `127.0.0.1:${server.port}`, who);
    const purpose = SigningPurpose.SIGNING_PURPOSE_BONUS_ROOT;
    const request = { name: 'periods/2017-03/snapshots/3', purpose, sha256: Buffer.alloc(32, 1), ...change };
    return call(asking, 'signRoot', SignRootRequest.fromPartial(request)).finally(() => asking.close());
  };

  it.each([
    ['31 bytes', { sha256: Buffer.alloc(31) }, 'HASH_INVALID'],
    ['a whole file', { sha256: Buffer.from('{"domain":"cx-index/bonus-root"}, and so on') }, 'HASH_INVALID'],
    ['nothing', { sha256: Buffer.alloc(0) }, 'HASH_INVALID'],
    ['a hash for no purpose', { purpose: SigningPurpose.SIGNING_PURPOSE_UNSPECIFIED }, 'PURPOSE_INVALID'],
    ['a hash for a purpose that it does not know', { purpose: 99 as SigningPurpose }, 'PURPOSE_INVALID'],
  ])('refuses to sign %s', async (_, change, reason) => {
    expect(await refusal(ask('scoring', change))).toBe(reason);
  });

  it('signs for no auditor, whose call is on record', async () => {
    expect(await refusal(ask('auditor'))).toBe('CALLER_NOT_ALLOWED');
    expect(lines.map((line) => line.call)).toEqual(['SignRoot denied']);
  });

  it('gives public halves only', async () => {
    expect(await signer.keys()).toEqual(publicKeys());
  });
});

describe('the signatures of a closed version', () => {
  it('are never changed, not even by the owner of the table', async () => {
    for (const change of [
      "update bonus_signature set key_id = 'x'",
      'delete from bonus_signature',
      'truncate bonus_signature',
    ])
      await expect(database.execute(change)).rejects.toThrow('a snapshot never changes');
    await expect(served.execute("update bonus_signature set key_id = 'x'")).rejects.toThrow('the user may not do this');
  });
});
