import { createHash } from 'node:crypto';
import { parse } from 'csv-parse/sync';
import { armed } from '#libs/domain/csv-cell.js';
import { parseAmount } from '#libs/domain/currency.js';
import { RefusedPayout } from '../refused-payout.js';
import { type EarlierDeltas, NO_EARLIER, RECOVERIES, type Recovery } from './adjust-amounts.js';
import { COLUMNS } from './adjust-manifest.js';

/** What earlier corrections of a period did, by payee, and the hashes of their files. */
export interface Earlier {
  readonly of: (ref: string) => EarlierDeltas;
  readonly sha256: readonly string[];
}

/**
 * Reads the files of deltas that were paid or reported before.
 *
 * @param files  the texts of their files, by name
 * @throws {RefusedPayout} EARLIER_UNREADABLE for a file that is none of the period and currency, and for one that is named twice
 */
export function earlierDeltas(files: ReadonlyMap<string, string>, period: string, currency: string): Earlier {
  const found = new Map<string, EarlierDeltas>();
  const sha256: string[] = [];
  for (const [file, text] of files) {
    const hash = createHash('sha256').update(text).digest('hex');
    if (sha256.includes(hash)) throw new RefusedPayout('EARLIER_UNREADABLE', `${file} is named twice.`);
    sha256.push(hash);
    for (const row of rowsOf(file, text)) {
      const magnitude = parseAmount((row['delta'] ?? '').replace(/^-/, ''), currency);
      if (row['effective_period'] !== period || row['currency'] !== currency || magnitude === undefined)
        throw new RefusedPayout('EARLIER_UNREADABLE', `${file} is not of ${period} in ${currency}.`);
      const ref = armed(row['payee'] ?? '');
      found.set(ref, added(found.get(ref) ?? NO_EARLIER, row, magnitude));
    }
  }
  return { of: (ref) => found.get(ref) ?? NO_EARLIER, sha256: sha256.sort() };
}

function added(
  before: EarlierDeltas,
  { action, recovery }: Readonly<Record<string, string>>,
  amount: bigint,
): EarlierDeltas {
  if (action === 'PAY') return { ...before, paidMinor: before.paidMinor + amount };
  if (recovery === 'NETTED') return { ...before, nettedMinor: before.nettedMinor + amount };
  if (recovery === 'WAIVED') return { ...before, waivedMinor: before.waivedMinor + amount };
  return before;
}

/** What HR decided about payees, from a file with the columns payee,recovery. @throws {RefusedPayout} RECOVERY_UNREADABLE */
export function recoveryDecisions(file: string, text: string): (ref: string) => Recovery {
  const decided = new Map<string, Recovery>();
  for (const { payee = '', recovery } of table(text)) {
    const known = RECOVERIES.find((one) => one === recovery);
    if (payee === '' || known === undefined || decided.has(payee))
      throw new RefusedPayout('RECOVERY_UNREADABLE', `${file} has the columns payee,recovery, each payee once.`);
    decided.set(payee, known);
  }
  return (ref) => decided.get(ref) ?? 'NOT_REQUESTED';
}

function rowsOf(file: string, text: string) {
  if (text.startsWith(`${COLUMNS.join(',')}\n`)) return table(text);
  throw new RefusedPayout('EARLIER_UNREADABLE', `${file} has other columns.`);
}

function table(text: string): Readonly<Record<string, string>>[] {
  try {
    return parse(text, { bom: true, columns: true, trim: true, skip_empty_lines: true });
  } catch {
    return [{}];
  }
}
