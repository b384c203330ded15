import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { canonicalJson } from '#libs/domain/canonical-json.js';
import { armed } from '#libs/domain/csv-cell.js';
import { amountText, parseAmount } from '#libs/domain/currency.js';
import type { PayeeLine, PayoutTerms } from '#libs/exports/rows/payee-rows.js';
import { UsageError } from '../command.js';
import { RefusedExport } from './refused-export.js';

/** What a manifest says that an export goes by; it may say more. */
const manifestShape = z.looseObject({
  mark: z.string(),
  snapshot: z.string(),
  snapshot_sha256: z.string(),
  plan: z.string(),
  plan_sha256: z.string(),
  pool: z.string(),
  entity: z.string(),
  currency: z.string(),
  paid: z.string(),
  roster_sha256: z.string(),
  file_sha256: z.string(),
  content_sha256: z.string(),
  departments: z.array(z.looseObject({ department: z.string(), on_hold: z.boolean() })),
});

/** An allocation as it was written, after it was compared with its manifest. */
export interface Payout {
  readonly mark: string;
  readonly snapshot: string;
  readonly snapshotSha256: string;
  readonly terms: PayoutTerms;
  readonly lines: readonly PayeeLine[];
  /** The departments that are paid; those on hold are not. */
  readonly departments: readonly string[];
  /** The hash of everything that the manifest says. */
  readonly manifestSha256: string;
  readonly paid: string;
}

/**
 * Reads what `cx payout allocate` wrote for a pool, and compares hashes and control totals.
 *
 * @throws {RefusedExport} PAYOUT_DIFFERS
 * @throws {UsageError} when a file is not there
 */
export function readPayout(folder: string, period: string, pool: string): Payout {
  const csv = bytesOf(join(folder, `payout-${period}-${pool}.csv`));
  const manifest = manifestIn(bytesOf(join(folder, `manifest-${period}-${pool}.json`)));
  const { content_sha256, signature: _, ...content } = manifest;
  if (sha256(canonicalJson(content)) !== content_sha256)
    throw new RefusedExport('PAYOUT_DIFFERS', 'Its manifest was changed.');
  if (sha256(csv) !== manifest.file_sha256) throw new RefusedExport('PAYOUT_DIFFERS', 'The amounts were changed.');
  const lines = linesIn(csv);
  const paid = lines.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
  if (amountText(paid, manifest.currency) !== manifest.paid)
    throw new RefusedExport('PAYOUT_DIFFERS', 'The amounts do not add up to what the manifest states.');
  return {
    ...{ mark: manifest.mark, snapshot: manifest.snapshot, snapshotSha256: manifest.snapshot_sha256, lines },
    terms: {
      ...{ pool: manifest.pool, entity: manifest.entity, rosterSha256: manifest.roster_sha256 },
      ...{ plan: manifest.plan, planSha256: manifest.plan_sha256 },
    },
    departments: manifest.departments.filter(({ on_hold }) => !on_hold).map(({ department }) => department),
    manifestSha256: content_sha256,
    paid: manifest.paid,
  };
}

function manifestIn(bytes: Buffer): z.infer<typeof manifestShape> {
  try {
    return manifestShape.parse(JSON.parse(bytes.toString()));
  } catch (error) {
    throw new RefusedExport('PAYOUT_DIFFERS', `Its manifest cannot be read: ${(error as Error).name}.`);
  }
}

function linesIn(csv: Buffer): PayeeLine[] {
  const rows = parse(csv, { columns: true }) as readonly Readonly<Record<string, string>>[];
  return rows.map(({ payee = '', amount = '', target = '', currency = '', eligible_days = '' }) => ({
    payee: armed(payee),
    amountMinor: minorOf(amount, currency),
    targetMinor: minorOf(target, currency),
    currency,
    eligibleDays: Number(eligible_days),
  }));
}

function minorOf(text: string, currency: string): bigint {
  const minor = parseAmount(text, currency);
  if (minor === undefined) throw new RefusedExport('PAYOUT_DIFFERS', 'An amount cannot be read.');
  return minor;
}

export function bytesOf(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new UsageError(`${file} cannot be read`, { cause: error });
  }
}

function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
