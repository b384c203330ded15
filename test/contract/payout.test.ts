import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ServiceError } from '@grpc/grpc-js';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { verifyPayout } from '#cli/verify/verify-payout.js';
import { type RemoteSigner, remoteSigner } from '#libs/clients/remote-signer.js';
import { AllocateRequest, type Allocation, PayoutServiceClient } from '#libs/contracts/cx/payout/v1/payout.js';
import { SignerServiceClient } from '#libs/contracts/cx/signing/v1/signing.js';
import { bound, type Caller } from '#libs/domain/access.js';
import { canonicalJson } from '#libs/domain/canonical-json.js';
import type { Audit } from '#libs/grpc/access/audit.js';
import { call, refusalOf } from '#libs/grpc/client.js';
import { type RunningServer, startServer } from '#libs/grpc/server.js';
import { Database } from '#libs/postgres/database.js';
import { keyAt, type SigningKey } from '#libs/signing/key-file.js';
import { makeKey } from '#libs/signing/make-keys.js';
import { publicKeyFile } from '#libs/signing/public-keys.js';
import { signatureOf } from '#libs/signing/signature.js';
import { payoutService, type Scoring, scoringAt } from '#services/payout/grpc/payout-service.js';
import type { TrustedKey } from '#services/scoring/records/verify/check-signatures.js';
import { BundleDiffers } from '#services/scoring/records/verify/difference.js';
import { signerService } from '#services/signer/grpc/signer-service.js';
import { named, namedCallers } from '#test/doubles/named-callers.js';
import { client } from '#test/stack/client.js';
import { splitDatabase } from '#test/stack/database.js';
import { decodeStatus } from './grpc/decode-status.js';
import { FOUR, julyIn, planned, rosterOf, scoringHas, scoringServices } from './payouts/closed-july.js';

const CALLERS = new Map<string, Caller>([
  ['payout', { name: 'payout', kind: 'service', bindings: [bound('PAYOUT')] }],
  ['scoring', { name: 'scoring', kind: 'service', bindings: [bound('SERVICE', { departments: 'all' })] }],
  ['hanna', { name: 'hanna', kind: 'person', bindings: [bound('HR_MAKER')] }],
  ['finn', { name: 'finn', kind: 'person', bindings: [bound('FINANCE_APPROVER')] }],
  ['auditor', { name: 'auditor', kind: 'person', bindings: [bound('AUDITOR')] }],
]);
const keys: SigningKey[] = [makeKey(0)];
const clock = { now: () => Date.parse('2018-12-18T12:00:00Z') };
const lines: { readonly call: string; readonly resources: readonly string[]; readonly after?: unknown }[] = [];
const audit: Audit = {
  began: async ({ method, resources }) => void lines.push({ call: `${method} began`, resources }),
  ended: async ({ method, resources }, { after }) => void lines.push({ call: `${method} ended`, resources, after }),
  denied: async ({ method, resources }) => void lines.push({ call: `${method} denied`, resources }),
};
const NOTHING = { inc: () => {} };
const onBug = (error: unknown) => {
  throw error;
};
const serve = (services: ReturnType<typeof scoringServices>, port = 0) =>
  startServer({ host: '127.0.0.1', port, services, ...namedCallers(CALLERS), audit, onBug });
const at = ({ port }: RunningServer) => `127.0.0.1:${port}`;

let split: Awaited<ReturnType<typeof splitDatabase>>;
let database: Database;
let admin: Database;
let scoring: RunningServer;
let signing: RunningServer;
let server: RunningServer;
let signer: RemoteSigner;
let asked: Scoring;

const serveSigner = (port = 0) =>
  serve(
    [
      signerService({
        keys: { all: keys, at: (now) => keyAt(keys, now) },
        clock,
        metrics: { signaturesTotal: NOTHING as never },
      }),
    ],
    port,
  );

beforeAll(async () => {
  split = await splitDatabase('payout');
  database = new Database({ url: split.serviceUrl, name: 'payout' });
  admin = new Database({ url: split.url, name: 'test' });
  scoring = await serve(scoringServices());
  signing = await serveSigner();
  signer = remoteSigner(at(signing), () => named('payout'));
  asked = scoringAt(at(scoring), named('payout'));
  const { signManifest } = signer;
  server = await serve([
    payoutService({ database, signManifest, scoring: asked, metrics: { payoutAllocationsTotal: NOTHING as never } }),
  ]);
});
afterAll(async () => {
  signer.close();
  asked.close();
  for (const one of [server, signing, scoring]) await one.drain(500);
  await database.close();
  await admin.close();
  await split.drop();
});
beforeEach(async () => {
  Object.assign(scoringHas, { snapshot: julyIn('CLOSED'), plan: planned(false) });
  await admin.execute('alter table payout_manifest disable trigger user');
  await admin.execute('truncate payout_manifest');
  await admin.execute('alter table payout_manifest enable trigger user');
  lines.length = 0;
});
const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

async function allocate(change: Partial<AllocateRequest> = {}, who = 'hanna'): Promise<Allocation> {
  const payouts = client(PayoutServiceClient, at(server), who);
  const request = { period: 'periods/2018-07', roster: FOUR, ...change };
  return call(payouts, 'allocate', AllocateRequest.fromPartial(request), { deadlineMs: 30_000 }).finally(() =>
    payouts.close(),
  );
}

const refused = async (made: Promise<unknown>) =>
  made.then(
    () => undefined,
    (error: unknown) => refusalOf(error),
  );
const kept = () =>
  admin.query<{ mark: string; made_by: string }>('select mark, made_by from payout_manifest order by made_at');

/** What both verifiers say of both files. */
function verified(given: Pick<Allocation, 'amounts' | 'manifest'>, trusted: readonly TrustedKey[] = []) {
  const files = new Map([
    ['payout-2018-07-br-brl.csv', Buffer.from(given.amounts)],
    ['manifest-2018-07-br-brl.json', Buffer.from(given.manifest)],
  ]);
  const read = (file: string) => files.get(file) ?? Buffer.alloc(0);
  let here: string | undefined;
  try {
    for (const _ of verifyPayout({ manifest: 'manifest-2018-07-br-brl.json', read }, trusted));
  } catch (error) {
    if (!(error instanceof BundleDiffers)) throw error;
    here = `${error.difference.file} ${error.difference.field}`;
  }
  const folder = mkdtempSync(join(tmpdir(), 'cx-payout-'));
  folders.push(folder);
  for (const [name, file] of files) writeFileSync(join(folder, name), file);
  const keyFile = trusted.length === 0 ? [] : [join(folder, 'keys.json')];
  if (keyFile[0] !== undefined) writeFileSync(keyFile[0], publicKeyFile(trusted as never));
  const ran = spawnSync(
    'python3',
    ['test/oracle/payout.py', join(folder, 'manifest-2018-07-br-brl.json'), ...keyFile],
    { encoding: 'utf8' },
  );
  return { here, python: `${ran.stdout}${ran.stderr}`.trim().split('\n').at(-1) };
}

const publicKeys = () => keys.map(({ privateKey, ...key }) => key);
const contentOf = (given: Allocation) => Buffer.from(given.contentSha256).toString('hex');

describe('an allocation by the payout process', () => {
  it('is shared out to the cent and signed: both verifiers prove it by a key that the reader got elsewhere', async () => {
    const given = await allocate();
    const manifest = JSON.parse(Buffer.from(given.manifest).toString());
    expect(manifest).toMatchObject({ mark: 'PAYABLE', paid: '100000.00', left: '0.00', payees: '4' });
    expect(manifest.signature).toMatchObject({
      purpose: 'PAYOUT_MANIFEST',
      sha256: contentOf(given),
      key_id: keys[0]?.keyId,
    });
    expect(given).toMatchObject({
      amountsFile: 'payout-2018-07-br-brl.csv',
      manifestFile: 'manifest-2018-07-br-brl.json',
      repeated: false,
    });
    expect(verified(given, publicKeys())).toEqual({
      here: undefined,
      python: expect.stringMatching(/^ok pool paid 100000.00/),
    });
    expect(verified(given, [makeKey(0)])).toEqual({
      here: 'manifest-2018-07-br-brl.json signature.key_id',
      python: expect.stringMatching(/^NO .* signature.key_id/),
    });
  });

  it('is on record with both hashes and nothing of a payee, here and at the signer', async () => {
    const contentSha256 = contentOf(await allocate());
    const said = lines.filter(({ call: made }) => /^(Allocate|SignManifest) ended/.test(made));
    expect(said).toEqual([
      {
        call: 'SignManifest ended',
        resources: ['periods/2018-07/payouts/br-brl'],
        after: expect.objectContaining({ sha256: contentSha256, purpose: 'PAYOUT_MANIFEST' }),
      },
      {
        call: 'Allocate ended',
        resources: ['periods/2018-07'],
        after: { pool: 'br-brl', payees: '4', contentSha256, isRepeated: false },
      },
    ]);
    expect(JSON.stringify(lines)).not.toMatch(/w-77|120000/);
  });

  it('keeps nothing of the roster but its hash', async () => {
    await allocate({ roster: rosterOf('planted-9f3,120000.00,warehouse') });
    const [row] = await admin.query<{ all: string }>(
      'select string_agg(payout_manifest::text, $1) as all from payout_manifest',
      [' '],
    );
    const manifests = await admin.query<{ manifest: Buffer }>('select manifest from payout_manifest');
    const everything = `${row?.all} ${manifests.map(({ manifest }) => manifest.toString()).join()}`;
    expect(everything).toContain('roster_sha256');
    expect(everything).not.toContain('planted-9f3');
  });

  it('gives the same bytes again, signature included, and stores no second row', async () => {
    const first = await allocate();
    const again = await allocate({}, 'finn');
    expect([again.manifest, again.amounts, again.repeated]).toEqual([first.manifest, first.amounts, true]);
    expect(await kept()).toEqual([{ mark: 'PAYABLE', made_by: 'hanna' }]);
  });

  it.each([
    [
      'a byte of the amounts',
      (given: Allocation) => ({ ...given, amounts: changed(given.amounts, '30000.00', '30000.01') }),
    ],
    [
      'a byte of the manifest',
      (given: Allocation) => ({ ...given, manifest: changed(given.manifest, 'RETURN', 'RETURM') }),
    ],
    [
      'a byte of the signature',
      (given: Allocation) => ({ ...given, manifest: changed(given.manifest, '"signed_at": "1', '"signed_at": "2') }),
    ],
  ])('is found changed in %s by both verifiers', async (_, change) => {
    const roster = rosterOf('w-77,30000.00,warehouse', 'o-80,60000.00,ordering');
    const { here, python } = verified(change(await allocate({ roster })), publicKeys());
    expect([here, python]).toEqual([expect.any(String), expect.stringMatching(/^NO |Error/)]);
  });

  it('is found wrong by both verifiers when wrong amounts were signed', async () => {
    const given = await allocate();
    const amounts = changed(given.amounts, 'd-78,', 'd-77,');
    const [, , second = ''] = amounts.toString().split('\n');
    expect(second).toContain('d-77,');
    const taken = changed(
      amounts,
      second,
      second.replace(/^(d-77),(\d+)\./, (_, ref, whole) => `${ref},${Number(whole) - 1}.`),
    );
    expect(verified(resigned(given, taken), publicKeys())).toEqual({
      here: 'payout-2018-07-br-brl.csv row 2 amount',
      python: expect.stringMatching(/^NO payout-2018-07-br-brl.csv: d-77 amount/),
    });
  });
});

/** Both files as one who holds the key would forge them. */
function resigned({ manifest }: Allocation, amounts: Buffer) {
  const { content_sha256: _, signature, ...content } = JSON.parse(Buffer.from(manifest).toString());
  content.file_sha256 = createHash('sha256').update(amounts).digest('hex');
  const sha256 = createHash('sha256').update(canonicalJson(content)).digest('hex');
  const signed = { purpose: 'PAYOUT_MANIFEST' as const, sha256, signedAt: Number(signature.signed_at) };
  const forged = { ...signature, sha256, signature: signatureOf(keys[0]?.privateKey ?? '', signed) };
  return { amounts, manifest: Buffer.from(JSON.stringify({ ...content, content_sha256: sha256, signature: forged })) };
}

function changed(bytes: Uint8Array, from: string, to: string): Buffer {
  const text = Buffer.from(bytes).toString();
  if (!text.includes(from)) throw new Error(`there is no ${from} to change`);
  return Buffer.from(text.replace(from, to));
}

describe('a second roster for the same period and pool', () => {
  const other = rosterOf('w-77,1000.00,warehouse');

  it('is refused, with who had the first one signed', async () => {
    const first = await allocate();
    const refusal = await refused(allocate({ roster: other }, 'finn'));
    expect(refusal).toMatchObject({ reason: 'PAYOUT_STANDS', field: 'replaces_sha256' });
    expect(refusal?.message).toMatch(
      new RegExp(`^hanna had another roster signed at .*: manifest ${contentOf(first)}$`),
    );
    expect(await kept()).toHaveLength(1);
  });

  it('is signed when it names the manifest that it replaces, which then is not given again', async () => {
    const first = await allocate();
    const second = await allocate({ roster: other, replacesSha256: first.contentSha256 }, 'finn');
    expect(JSON.parse(Buffer.from(second.manifest).toString()).replaces).toBe(contentOf(first));
    expect(verified(second, publicKeys()).python).toMatch(/^ok pool/);
    expect((await allocate({ roster: other })).manifest).toEqual(second.manifest);
    expect((await refused(allocate()))?.reason).toBe('PAYOUT_STANDS');
  });

  it('of ten at the same moment one is signed', async () => {
    const rosters = Array.from({ length: 10 }, (_, place) => rosterOf(`w-77,${1000 + place}.00,warehouse`));
    const reasons = await Promise.all(rosters.map((roster) => refused(allocate({ roster }))));
    expect(reasons.map((one) => one?.reason).toSorted()).toEqual([...Array(9).fill('PAYOUT_STANDS'), undefined]);
    expect(await kept()).toHaveLength(1);
  });

  it('takes the place of nothing when nothing stands', async () => {
    expect((await refused(allocate({ replacesSha256: Buffer.alloc(32, 1) })))?.reason).toBe('HASH_INVALID');
    expect(await kept()).toEqual([]);
  });

  it('may be simulated as often as one likes: simulations stand for nothing', async () => {
    scoringHas.snapshot = julyIn('PROVISIONAL');
    for (const roster of [FOUR, other, FOUR]) {
      const given = await allocate({ roster, simulate: true });
      expect(JSON.parse(Buffer.from(given.manifest).toString())).toMatchObject({
        mark: 'SIMULATION',
        not_payable_reasons: ['PERIOD_NOT_CLOSED'],
      });
    }
    scoringHas.snapshot = julyIn('CLOSED');
    await allocate();
    expect((await kept()).map(({ mark }) => mark)).toEqual(['SIMULATION', 'SIMULATION', 'PAYABLE']);
  });
});

describe('a refusal stores and signs nothing:', () => {
  const bad = Buffer.from(
    `${FOUR.toString()}erika.mustermann,1.00,BRL,warehouse,2018-07-01,2018-08-01,10000\nx-1,-5,BRL,warehouse,2018-07-01,2018-08-01,10000\n`,
  );
  const long = Buffer.from(
    `${FOUR.toString().split('\n')[0]}\n${'w-1,1.00,BRL,warehouse,2018-07-01,2018-08-01,1\n'.repeat(20_001)}`,
  );

  it.each<[string, Partial<AllocateRequest>, Partial<typeof scoringHas>]>([
    ['NAME_INVALID', { period: '2018-07' }, {}],
    ['PERIOD_INVALID', { period: 'periods/2018-13' }, {}],
    ['POOL_UNKNOWN', { pool: 'de-eur' }, {}],
    ['HASH_INVALID', { replacesSha256: Buffer.alloc(31) }, {}],
    ['ROSTER_TOO_LONG', { roster: long }, {}],
    ['ROSTER_INVALID', { roster: Buffer.from('payee\n') }, {}],
    ['PERIOD_NOT_FROZEN', {}, { snapshot: undefined }],
    ['PERIOD_NOT_CLOSED', {}, { snapshot: julyIn('APPROVED') }],
    ['PLAN_NOT_BOUND', {}, { plan: undefined }],
    ['PLAN_BOUND_AFTER_START', {}, { plan: planned(true) }],
  ])('%s', async (reason, change, has) => {
    Object.assign(scoringHas, has);
    expect((await refused(allocate(change)))?.reason).toBe(reason);
    expect(await kept()).toEqual([]);
    expect(lines.filter(({ call: made }) => made.startsWith('Sign'))).toEqual([]);
  });

  it('every fault of a roster is named with line and column, and never with its value', async () => {
    const error = await allocate({ roster: bad }).catch((one: ServiceError) => one);
    const refusal = refusalOf(error);
    expect(refusal).toMatchObject({ reason: 'ROSTER_INVALID', field: 'roster' });
    const status = decodeStatus((error as ServiceError).metadata.get('grpc-status-details-bin')[0] as Buffer);
    const places = status.details.flatMap(
      ({ value }) => (value as { violations?: { subject: string }[] }).violations ?? [],
    );
    expect(places.map(({ subject }) => subject)).toEqual(['line 6 payee', 'line 7 target']);
    expect(status.details.map(({ value }) => JSON.stringify(value)).join()).not.toMatch(/mustermann|-5/);
    expect(JSON.stringify(refusal)).not.toMatch(/mustermann|-5/);
  });

  it('SIGNER_UNAVAILABLE, and it can be asked again', async () => {
    const { port } = signing;
    await signing.drain(100);
    expect((await refused(allocate()))?.reason).toBe('SIGNER_UNAVAILABLE');
    expect(await kept()).toEqual([]);
    signing = await serveSigner(port);
    await expect.poll(() => refused(allocate()), { timeout: 15_000 }).toBeUndefined();
  });

  it('SCORING_UNAVAILABLE, and it can be asked again', async () => {
    const { port } = scoring;
    await scoring.drain(100);
    expect((await refused(allocate()))?.reason).toBe('SCORING_UNAVAILABLE');
    scoring = await serve(scoringServices(), port);
    await expect.poll(() => refused(allocate()), { timeout: 15_000 }).toBeUndefined();
  });

  it.each(['auditor', 'scoring'])('%s may not allocate', async (who) => {
    expect((await refused(allocate({}, who)))?.reason).toBe('CALLER_NOT_ALLOWED');
  });
});

describe('what only the payout process may', () => {
  it('have a manifest signed: scoring is refused, and a root is not signed for the payout process', async () => {
    const ask = (who: string, method: 'signRoot' | 'signManifest') => {
      const asking = client(SignerServiceClient, at(signing), who);
      const request = { name: 'x', sha256: Buffer.alloc(32, 1), purpose: 1 };
      return refused(call(asking, method, request as never).finally(() => asking.close()));
    };
    expect((await ask('scoring', 'signManifest'))?.reason).toBe('CALLER_NOT_ALLOWED');
    expect((await ask('payout', 'signRoot'))?.reason).toBe('CALLER_NOT_ALLOWED');
  });
});

describe('manifests', () => {
  it('are never changed, not even by the owner of the table', async () => {
    await allocate();
    for (const change of [
      "update payout_manifest set pool = 'x'",
      'delete from payout_manifest',
      'truncate payout_manifest',
    ])
      await expect(admin.execute(change)).rejects.toThrow('a manifest never changes');
    await expect(database.execute("update payout_manifest set pool = 'x'")).rejects.toThrow('the user may not do this');
  });
});

describe('ten thousand payees', () => {
  it('are shared out and signed', async () => {
    const departments = ['warehouse', 'delivery', 'support', 'ordering'];
    const payees = Array.from(
      { length: 10_000 },
      (_, place) => `p-${place},${1000 + (place % 777)}.${10 + (place % 89)},${departments[place % 4]}`,
    );
    const roster = rosterOf(...payees);
    const began = performance.now();
    const given = await allocate({ roster });
    const tookMs = performance.now() - began;
    expect(JSON.parse(Buffer.from(given.manifest).toString())).toMatchObject({ payees: '10000', paid: '100000.00' });
    expect(verified(given, publicKeys()).here).toBeUndefined();
    // Under a second on a machine that does nothing else; ten times as much where other suites run beside it.
    expect(tookMs).toBeLessThan(10_000);
    console.info(`10,000 payees in ${Math.round(tookMs)} ms`);
  }, 60_000);
});
