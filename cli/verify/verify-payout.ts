import { z } from 'zod';
import { amountText, parseAmount } from '#libs/domain/currency.js';
import { fractionText } from '#libs/domain/fraction.js';
import { settle } from '#libs/payout/allocate/allocate.js';
import { ROUNDINGS, UNDER_SPENDS } from '#libs/payout/plan.js';
import type { TrustedKey } from '#services/scoring/records/verify/check-signatures.js';
import { mustEqual } from '#services/scoring/records/verify/difference.js';
import type { Step } from '#services/scoring/records/verify/verify-bundle.js';
import { checkRows } from './payout-file.js';
import { type PayoutFolder, readManifest, SIGNED, sha256, signatureStep } from './signed-manifest.js';

const manifestShape = z.looseObject({
  format: z.literal('cx-payout-manifest/1'),
  ...{ mark: z.enum(['PAYABLE', 'SIMULATION']), period: z.string(), pool: z.string(), snapshot: z.string() },
  ...{ first_day: z.iso.date(), last_day: z.iso.date(), currency: z.string(), pool_amount: z.string().optional() },
  ...{ payees: z.string(), asked_minor: z.string(), scale: z.string(), rounding: z.enum(ROUNDINGS) },
  ...{ rounded_by: z.string(), paid: z.string(), reserved: z.string(), left: z.string().optional() },
  under_spend: z.enum(UNDER_SPENDS),
  departments: z.array(z.looseObject({ department: z.string(), factor: z.string(), on_hold: z.boolean() })),
  ...SIGNED,
});

/**
 * Proves an allocation from its two files: hashes, the signature, every amount of every payee, the pool. The factors are those of the manifest:
 * the bundle of the version that it names proves the indexes behind them.
 *
 * @param trusted  public keys that the reader got elsewhere
 * @throws {BundleDiffers} the first difference
 */
export function* verifyPayout(folder: PayoutFolder, trusted: readonly TrustedKey[] = []): Iterable<Step> {
  const manifest = readManifest(folder, manifestShape);
  const { mark, period, pool, snapshot, currency } = manifest;
  yield { name: 'manifest', detail: `${mark} ${period} ${pool}, by ${snapshot}` };
  yield signatureStep(folder.manifest, manifest, trusted);
  const file = `payout-${period}-${pool}.csv`;
  const text = folder.read(file);
  mustEqual(file, 'sha256', manifest.file_sha256, sha256(text));
  const rows = checkRows(text.toString('utf8'), {
    ...{ file, mark, period, currency, scale: manifest.scale, roundedBy: manifest.rounded_by },
    ...{ firstDay: manifest.first_day, lastDay: manifest.last_day },
    departments: manifest.departments.map(({ department, factor, on_hold: onHold }) => ({
      department,
      factor,
      onHold,
    })),
  });
  yield { name: 'payees', detail: `${rows.length}, each computed again from target and spans` };
  const amountMinor = manifest.pool_amount === undefined ? undefined : parseAmount(manifest.pool_amount, currency);
  const settled = settle(rows, {
    ...{ periodName: period, rounding: manifest.rounding },
    pool: { name: pool, entity: '', currency, amountMinor, underSpend: manifest.under_spend },
  });
  const money = (minor: bigint | undefined) => (minor === undefined ? undefined : amountText(minor, currency));
  const totals: readonly (readonly [string, string | undefined, string | undefined])[] = [
    ['payees', String(rows.length), manifest.payees],
    ['asked_minor', fractionText(settled.askedMinor), manifest.asked_minor],
    ['scale', fractionText(settled.scale), manifest.scale],
    ['rounded_by', settled.roundedBy, manifest.rounded_by],
    ['paid', money(settled.paidMinor), manifest.paid],
    ['reserved', money(settled.reservedMinor), manifest.reserved],
    ['left', money(settled.leftMinor), manifest.left],
  ];
  for (const [field, expected, found] of totals) mustEqual(folder.manifest, field, String(expected), String(found));
  for (const [place, { amountMinor: found }] of rows.entries())
    mustEqual(file, `row ${place + 1} amount`, settled.amounts[place] ?? 0n, found);
  yield { name: 'pool', detail: `paid ${manifest.paid} ${currency}, scale ${manifest.scale}, ${manifest.rounded_by}` };
}
