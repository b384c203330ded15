import type { ServiceError } from '@grpc/grpc-js';
import { describe, expect, it } from 'vitest';
import type { AllocateRequest, Allocation } from '#libs/contracts/cx/payout/v1/payout.js';
import { SignerServiceClient } from '#libs/contracts/cx/signing/v1/signing.js';
import { call, refusalOf } from '#libs/grpc/client.js';
import { makeKey } from '#libs/signing/make-keys.js';
import { client } from '#test/stack/client.js';
import { decodeStatus } from './grpc/decode-status.js';
import { FOUR, julyIn, planned, rosterOf, scoringHas } from './payouts/closed-july.js';
import {
  admin,
  allocate,
  contentOf,
  database,
  kept,
  keys,
  lines,
  publicKeys,
  refused,
  servePayouts,
  signerAddress,
  stopped,
} from './payouts/payout-bench.js';
import { changed, resigned, verified } from './payouts/verified.js';

servePayouts();

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
    expect(verified(resigned(given, taken, keys[0]?.privateKey ?? ''), publicKeys())).toEqual({
      here: 'payout-2018-07-br-brl.csv row 2 amount',
      python: expect.stringMatching(/^NO payout-2018-07-br-brl.csv: d-77 amount/),
    });
  });
});

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
    await allocate({ roster: rosterOf('w-77,2000.00,warehouse'), replacesSha256: second.contentSha256 });
    const again = allocate({ roster: other, replacesSha256: first.contentSha256 });
    expect((await refused(again))?.reason).toBe('PAYOUT_STANDS');
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
    const again = await stopped('signer');
    expect((await refused(allocate()))?.reason).toBe('SIGNER_UNAVAILABLE');
    expect(await kept()).toEqual([]);
    await again();
    await expect.poll(() => refused(allocate()), { timeout: 15_000 }).toBeUndefined();
  });

  it('SCORING_UNAVAILABLE, and it can be asked again', async () => {
    const again = await stopped('scoring');
    expect((await refused(allocate()))?.reason).toBe('SCORING_UNAVAILABLE');
    await again();
    await expect.poll(() => refused(allocate()), { timeout: 15_000 }).toBeUndefined();
  });

  it.each(['auditor', 'scoring'])('%s may not allocate', async (who) => {
    expect((await refused(allocate({}, who)))?.reason).toBe('CALLER_NOT_ALLOWED');
  });
});

describe('what only the payout process may', () => {
  it('have a manifest signed: scoring is refused, and a root is not signed for the payout process', async () => {
    const ask = (who: string, method: 'signRoot' | 'signManifest') => {
      const asking = client(SignerServiceClient, signerAddress(), who);
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
