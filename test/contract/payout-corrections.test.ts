import { describe, expect, it } from 'vitest';
import type { Allocation } from '#libs/contracts/cx/payout/v1/payout.js';
import { restatedJuly, rosterOf, scoringHas } from './payouts/closed-july.js';
import { allocate, contentOf, correct, kept, keys, publicKeys, refused, servePayouts } from './payouts/payout-bench.js';
import { changed, resigned, verified } from './payouts/verified.js';

servePayouts();

describe('a correction by the payout process', () => {
  const rowsOf = (given: Allocation) => {
    const [head = '', ...rows] = Buffer.from(given.amounts).toString().trim().split('\n');
    return rows.map((row) => Object.fromEntries(head.split(',').map((name, place) => [name, row.split(',')[place]])));
  };
  const deltasOf = (given: Allocation) => rowsOf(given).map(({ payee, delta, action }) => [payee, delta, action]);
  /** What the close paid, and then July was restated. */
  async function restated(): Promise<Allocation> {
    const closed = await allocate();
    scoringHas.restated = restatedJuly();
    return closed;
  }

  it('pays what is more, reports what is less, and is signed as its allocation', async () => {
    const { manifest: closedManifest } = await restated();
    const given = await correct({ closedManifest });
    expect(deltasOf(given)).toEqual([
      ['d-78', expect.stringMatching(/^\d/), 'PAY'],
      ['s-79', expect.stringMatching(/^-/), 'REPORT'],
    ]);
    const manifest = JSON.parse(Buffer.from(given.manifest).toString());
    expect(manifest).toMatchObject({ format: 'cx-payout-adjustment/1', posting_period: '2018-08', paid_payees: '1' });
    expect(manifest.closed_manifest_sha256).toBe(JSON.parse(Buffer.from(closedManifest).toString()).content_sha256);
    const names = {
      amounts: 'adjustment-2018-07-v4-br-brl.csv',
      manifest: 'adjustment-manifest-2018-07-v4-br-brl.json',
    };
    expect(given).toMatchObject({ amountsFile: names.amounts, manifestFile: names.manifest });
    expect(verified(given, publicKeys(), names)).toEqual({
      here: undefined,
      python: expect.stringMatching(/^ok deltas/),
    });
    expect(verified({ ...given, amounts: changed(given.amounts, 'd-78,', 'd-77,') }, publicKeys(), names)).toEqual({
      here: `${names.amounts} sha256`,
      python: expect.stringMatching(/^NO /),
    });
    const pay = rowsOf(given)[0]?.['delta'] ?? '';
    expect(
      verified(
        resigned(given, changed(given.amounts, `,${pay},`, `,9${pay},`), keys[0]?.privateKey ?? ''),
        publicKeys(),
        names,
      ),
    ).toEqual({
      here: `${names.amounts} row 1 delta`,
      python: expect.stringMatching(/^NO .* d-78 delta/),
    });
  });

  it('is the same bytes again, and another one by the same version is refused until it names what it replaces', async () => {
    const { manifest: closedManifest } = await restated();
    const first = await correct({ closedManifest });
    expect((await correct({ closedManifest })).manifest).toEqual(first.manifest);
    const other = { closedManifest, recovery: Buffer.from('payee,recovery\ns-79,WAIVED\n') };
    expect((await refused(correct(other)))?.reason).toBe('PAYOUT_STANDS');
    const second = await correct({ ...other, replacesSha256: first.contentSha256 });
    expect(JSON.parse(Buffer.from(second.manifest).toString()).replaces).toBe(contentOf(first));
    expect((await kept()).map(({ mark }) => mark)).toEqual(['PAYABLE', 'CORRECTION', 'CORRECTION']);
  });

  it('is against all that was paid: a second one needs the files of the first', async () => {
    const { manifest: closedManifest } = await restated();
    const { amounts } = await correct({ closedManifest });
    scoringHas.restated = Object.assign(restatedJuly(5, 4), { inputs: restatedJuly().inputs });
    expect((await refused(correct({ closedManifest })))?.reason).toBe('EARLIER_MISSING');
    const second = await correct({ closedManifest, earlier: [Buffer.from(amounts)] });
    expect(deltasOf(second).filter(([, , action]) => action === 'PAY')).toEqual([]);
  });

  it('is refused with another roster than the one that was paid, and stores nothing', async () => {
    const { manifest: closedManifest } = await restated();
    const roster = rosterOf('w-77,1.00,warehouse');
    expect((await refused(correct({ closedManifest, roster })))?.reason).toBe('CLOSED_PAYOUT_DIFFERS');
    expect((await kept()).map(({ mark }) => mark)).toEqual(['PAYABLE']);
  });
});
