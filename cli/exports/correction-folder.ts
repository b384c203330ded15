import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { canonicalJson } from '#libs/domain/canonical-json.js';
import { armed } from '#libs/domain/csv-cell.js';
import { amountText, parseAmount } from '#libs/domain/currency.js';
import { sha256 } from '#libs/exports/manifest.js';
import type { DeltaLine } from '#libs/exports/rows/delta-rows.js';
import type { PayoutTerms } from '#libs/exports/rows/payee-rows.js';
import { bytesOf } from './payout-folder.js';
import { RefusedExport } from './refused-export.js';

/** What a manifest of a correction says that an export goes by; it may say more. */
const manifestShape = z.looseObject({
  restated: z.string(),
  restated_sha256: z.string(),
  posting_period: z.string(),
  plan: z.string(),
  plan_sha256: z.string(),
  pool: z.string(),
  entity: z.string(),
  currency: z.string(),
  reserve_paid: z.string(),
  reported: z.array(z.looseObject({ recovery: z.string(), payees: z.string(), amount: z.string() })),
  departments: z.array(z.looseObject({ department: z.string() })),
  not_restated: z.array(z.string()),
  roster_sha256: z.string(),
  file_sha256: z.string(),
  content_sha256: z.string(),
});
type CorrectionManifest = z.infer<typeof manifestShape>;

/** A correction as it was written, after it was compared with its manifest. */
export interface Correction {
  /** The version that it pays by, periods/2018-07/snapshots/4. */
  readonly restated: string;
  readonly restatedSha256: string;
  readonly postingPeriod: string;
  readonly terms: PayoutTerms;
  /** What payroll takes. */
  readonly lines: readonly DeltaLine[];
  /** The departments that it corrects. */
  readonly departments: readonly string[];
  /** Those that stay paid as with the close. */
  readonly notRestated: readonly string[];
  readonly manifestSha256: string;
  readonly paid: string;
  readonly netted: string;
  /** Payees of whom less is due and nothing is netted: they are in no file. */
  readonly reportedOnly: string;
}

/**
 * Reads what `cx payout adjust` wrote for a pool, and compares hashes and control totals.
 *
 * @param version     of the restated result
 * @throws {RefusedExport} CORRECTION_DIFFERS
 * @throws {UsageError} when a file is not there
 */
export function readCorrection(folder: string, period: string, version: number, pool: string): Correction {
  const name = `${period}-v${version}-${pool}`;
  const csv = bytesOf(join(folder, `adjustment-${name}.csv`));
  const manifest = manifestIn(bytesOf(join(folder, `adjustment-manifest-${name}.json`)));
  const { content_sha256, signature: _, ...content } = manifest;
  if (sha256(canonicalJson(content)) !== content_sha256)
    throw new RefusedExport('CORRECTION_DIFFERS', 'Its manifest was changed.');
  if (sha256(csv) !== manifest.file_sha256) throw new RefusedExport('CORRECTION_DIFFERS', 'The deltas were changed.');
  const lines = linesIn(csv);
  const { currency } = manifest;
  const netted = manifest.reported.find(({ recovery }) => recovery === 'NETTED')?.amount ?? amountText(0n, currency);
  if (totalOf(lines, 'PAY', currency) !== manifest.reserve_paid || totalOf(lines, 'NET', currency) !== netted)
    throw new RefusedExport('CORRECTION_DIFFERS', 'The deltas do not add up to what the manifest states.');
  const kept = new Set(manifest.not_restated);
  return {
    ...{ restated: manifest.restated, restatedSha256: manifest.restated_sha256, lines, netted },
    postingPeriod: manifest.posting_period,
    terms: {
      ...{ pool: manifest.pool, entity: manifest.entity, rosterSha256: manifest.roster_sha256 },
      ...{ plan: manifest.plan, planSha256: manifest.plan_sha256 },
    },
    departments: manifest.departments.map(({ department }) => department).filter((one) => !kept.has(one)),
    notRestated: manifest.not_restated,
    manifestSha256: content_sha256,
    paid: manifest.reserve_paid,
    reportedOnly: String(
      manifest.reported.reduce((sum, { recovery, payees }) => (recovery === 'NETTED' ? sum : sum + BigInt(payees)), 0n),
    ),
  };
}

function manifestIn(bytes: Buffer): CorrectionManifest {
  try {
    return manifestShape.parse(JSON.parse(bytes.toString()));
  } catch (error) {
    throw new RefusedExport('CORRECTION_DIFFERS', `Its manifest cannot be read: ${(error as Error).name}.`);
  }
}

/** A payee of whom less is due is in the file only where HR decided to net it. */
function linesIn(csv: Buffer): DeltaLine[] {
  const rows = parse(csv, { columns: true }) as readonly Readonly<Record<string, string>>[];
  return rows.flatMap(({ payee = '', currency = '', action: told, recovery, ...amounts }) => {
    const action = told === 'PAY' ? 'PAY' : told === 'REPORT' && recovery === 'NETTED' ? 'NET' : undefined;
    if (action === undefined) return [];
    const minor = (column: string) => minorOf(amounts[column] ?? '', currency);
    return [
      {
        ...{ payee: armed(payee), action, currency, deltaMinor: minor('delta'), closedMinor: minor('closed_amount') },
        ...{ dueMinor: minor('due'), paidBeforeMinor: minor('paid_before') },
      },
    ];
  });
}

function totalOf(lines: readonly DeltaLine[], action: DeltaLine['action'], currency: string): string {
  return amountText(
    lines.reduce((sum, line) => (line.action === action ? sum + line.deltaMinor : sum), 0n),
    currency,
  );
}

function minorOf(text: string, currency: string): bigint {
  const minor = parseAmount(text.replace(/^-/, ''), currency);
  if (minor === undefined) throw new RefusedExport('CORRECTION_DIFFERS', 'An amount cannot be read.');
  return text.startsWith('-') ? -minor : minor;
}
