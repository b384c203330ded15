import { createHash } from 'node:crypto';
import { z } from 'zod';
import { canonicalJson } from '#libs/domain/canonical-json.js';
import { amountText, parseAmount } from '#libs/domain/currency.js';
import { fractionText } from '#libs/domain/fraction.js';
import { settle } from '#libs/payout/allocate/allocate.js';
import { ROUNDINGS, UNDER_SPENDS } from '#libs/payout/plan.js';
import { hex, instant, keyIdOf, spanInWords } from '#libs/signing/public-keys.js';
import { isInSpan, isSignedBy } from '#libs/signing/signature.js';
import type { TrustedKey } from '#services/scoring/records/verify/check-signatures.js';
import { BundleDiffers, mustEqual } from '#services/scoring/records/verify/difference.js';
import type { Step } from '#services/scoring/records/verify/verify-bundle.js';
import { checkRows } from './payout-file.js';

/** A manifest, and the file beside it. */
export interface PayoutFolder {
  /** "manifest-2018-07-br-brl.json" */
  readonly manifest: string;
  /** @throws {BundleDiffers} when it is not there */
  read(file: string): Buffer;
}

const manifestShape = z.looseObject({
  format: z.literal('cx-payout-manifest/1'),
  ...{ mark: z.enum(['PAYABLE', 'SIMULATION']), period: z.string(), pool: z.string(), snapshot: z.string() },
  ...{ first_day: z.iso.date(), last_day: z.iso.date(), currency: z.string(), pool_amount: z.string().optional() },
  ...{ payees: z.string(), asked_minor: z.string(), scale: z.string(), rounding: z.enum(ROUNDINGS) },
  ...{ rounded_by: z.string(), paid: z.string(), reserved: z.string(), left: z.string().optional() },
  under_spend: z.enum(UNDER_SPENDS),
  departments: z.array(z.looseObject({ department: z.string(), factor: z.string(), on_hold: z.boolean() })),
  ...{ file_sha256: hex(32), content_sha256: hex(32) },
  signature: z.union([
    z.literal(''),
    z.strictObject({
      ...{ key_id: z.string(), public_key: hex(32), key_from: instant, purpose: z.literal('PAYOUT_MANIFEST') },
      ...{ sha256: hex(32), signed_at: instant, signature: hex(64) },
    }),
  ]),
});
type Manifest = z.infer<typeof manifestShape>;

/**
 * Proves an allocation from its two files: hashes, the signature, every amount of every payee, the pool. The factors are those of the manifest:
 * the bundle of the version that it names proves the indexes behind them.
 *
 * @param trusted  public keys that the reader got elsewhere
 * @throws {BundleDiffers} the first difference
 */
export function* verifyPayout(folder: PayoutFolder, trusted: readonly TrustedKey[] = []): Iterable<Step> {
  const manifest = manifestIn(folder);
  const { mark, period, pool, snapshot, currency } = manifest;
  yield { name: 'manifest', detail: `${mark} ${period} ${pool}, by ${snapshot}` };
  yield signatureOf(folder.manifest, manifest, trusted);
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

function manifestIn({ manifest: file, read }: PayoutFolder): Manifest {
  let json: unknown;
  try {
    json = JSON.parse(read(file).toString('utf8'));
  } catch (error) {
    if (error instanceof BundleDiffers) throw error;
    throw differs(file, 'spelling', 'JSON', 'something else');
  }
  const parsed = manifestShape.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw differs(file, issue?.path.join('.') || 'fields', issue?.message ?? 'a manifest', 'something else');
  }
  const { content_sha256, signature, ...content } = parsed.data;
  mustEqual(file, 'content_sha256', sha256(canonicalJson(content)), content_sha256);
  return parsed.data;
}

function signatureOf(file: string, { signature, content_sha256 }: Manifest, trusted: readonly TrustedKey[]): Step {
  if (signature === '') {
    if (trusted.length > 0) throw differs(file, 'signature', 'a signature by a trusted key', 'none');
    return { name: 'signature', isSkipped: true, detail: 'it is not signed: it was computed without a payout process' };
  }
  const {
    key_id: keyId,
    public_key: publicKey,
    key_from: from,
    signed_at: signedAt,
    purpose,
    sha256: hash,
  } = signature;
  mustEqual(file, 'signature.sha256', content_sha256, hash);
  mustEqual(file, 'signature.key_id', keyIdOf(publicKey), keyId);
  const believed: Partial<TrustedKey> | undefined =
    trusted.length === 0 ? {} : trusted.find((one) => one.publicKey === publicKey);
  if (believed === undefined) throw differs(file, 'signature.key_id', 'a key that is trusted', keyId);
  for (const span of [
    { from, until: undefined },
    { from: believed.from ?? 0, until: believed.until },
  ])
    if (!isInSpan(signedAt, span))
      throw differs(file, 'signature.signed_at', `within ${spanInWords(span)}`, new Date(signedAt).toISOString());
  if (!isSignedBy(publicKey, { purpose, sha256: hash, signedAt }, signature.signature))
    throw differs(file, 'signature.signature', `a signature by ${keyId}`, signature.signature);
  const by =
    trusted.length === 0
      ? 'a key of the file: compare it with one that you got elsewhere (--key)'
      : 'a key that you trust';
  return { name: 'signature', detail: `${keyId} at ${new Date(signedAt).toISOString()}, by ${by}` };
}

function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

function differs(file: string, field: string, expected: string, found: string): BundleDiffers {
  return new BundleDiffers({ file, field, expected, found });
}
