import { parse } from 'csv-parse/sync';
import { isCurrency, parseAmount } from '#libs/domain/currency.js';
import { checkRoster, ROSTER_FAULTS, type RosterFault, type RosterTerms } from './check-roster.js';
import type { Payee, Span } from './roster.js';

/** The columns of a roster: a row is one span, and the rows of a payee repeat its target and currency. */
export const ROSTER_COLUMNS = ['payee', 'target', 'currency', 'department', 'start', 'end', 'share_bp'] as const;

/** What is wrong with a row, beside the faults that every roster can have. */
const FILE_FAULTS = {
  FILE_UNREADABLE: 'The file is not CSV in UTF-8.',
  COLUMN_MISSING: `A roster has the columns ${ROSTER_COLUMNS.join(',')}.`,
  TARGET_DIFFERS: 'The rows of a payee have one target and one currency.',
  TARGET_UNREADABLE: 'A target is written 1500.00, with at most as many decimals as the currency has.',
  SHARE_UNREADABLE: 'A share of full time is a whole number of basis points: 10000 is full time.',
} as const;

/** A fault at a line of the file. It names the column and never repeats the value. */
export interface FileFault {
  readonly line: number;
  readonly column: string;
  readonly reason: RosterFault | keyof typeof FILE_FAULTS;
  readonly problem: string;
}

export type ReadRoster =
  | { readonly kind: 'roster'; readonly payees: readonly Payee[] }
  | { readonly kind: 'faults'; readonly faults: readonly FileFault[] };

/** Reads the text of a roster and checks every line; one fault, and there is no roster. */
export function readRoster(text: string, terms: RosterTerms): ReadRoster {
  const rows = rowsOf(text);
  if (!Array.isArray(rows)) return { kind: 'faults', faults: [rows] };
  const faults: FileFault[] = [];
  const payees = new Map<string, Payee & { readonly spans: Span[] }>();
  const lines = new Map<string, number[]>();
  for (const { line, cells } of rows) {
    const read = payeeOf(cells);
    if ('reason' in read) {
      faults.push(at(line, read.column, read.reason));
      continue;
    }
    const known = payees.get(read.ref);
    if (known !== undefined && (known.targetMinor !== read.targetMinor || known.currency !== read.currency)) {
      faults.push(at(line, 'target', 'TARGET_DIFFERS'));
      continue;
    }
    if (known === undefined) payees.set(read.ref, { ...read, spans: [...read.spans] });
    else known.spans.push(...read.spans);
    lines.set(read.ref, [...(lines.get(read.ref) ?? []), line]);
  }
  const roster = [...payees.values()];
  const wrong = checkRoster(roster, terms).map(({ line, field, fault }) => {
    const [, span, name] = /^spans\[(\d+)\]\.(.+)$/.exec(field) ?? [];
    const places = lines.get(roster[line - 1]?.ref ?? '') ?? [];
    const column = name ?? (field === 'target_minor' ? 'target' : field === 'spans' ? 'start' : field);
    return at(places[Number(span ?? 0)] ?? 0, column, fault);
  });
  const all = [...faults, ...wrong].toSorted((a, b) => a.line - b.line);
  return all.length === 0 ? { kind: 'roster', payees: roster } : { kind: 'faults', faults: all };
}

type Cells = Readonly<Record<string, string>>;

function rowsOf(text: string): { readonly line: number; readonly cells: Cells }[] | FileFault {
  let records: { readonly record: string[]; readonly info: { readonly lines: number } }[];
  try {
    records = parse(text, { bom: true, info: true, trim: true, skip_empty_lines: true }) as unknown as typeof records;
  } catch {
    return at(1, '', 'FILE_UNREADABLE');
  }
  const [head, ...rows] = records;
  const missing = ROSTER_COLUMNS.find((name) => !head?.record.includes(name));
  if (head === undefined || missing !== undefined) return at(1, missing ?? 'payee', 'COLUMN_MISSING');
  return rows.map(({ record, info }) => ({
    line: info.lines,
    cells: Object.fromEntries(head.record.map((name, place) => [name, record[place] ?? ''])),
  }));
}

function payeeOf(cells: Cells): Payee | Pick<FileFault, 'column' | 'reason'> {
  const cell = (name: (typeof ROSTER_COLUMNS)[number]) => cells[name] ?? '';
  const currency = cell('currency');
  if (!isCurrency(currency)) return { column: 'currency', reason: 'CURRENCY_DIFFERS' };
  const targetMinor = parseAmount(cell('target'), currency);
  if (targetMinor === undefined) return { column: 'target', reason: 'TARGET_UNREADABLE' };
  if (!/^\d{1,6}$/.test(cell('share_bp'))) return { column: 'share_bp', reason: 'SHARE_UNREADABLE' };
  const [department, start, end, shareBp] = [cell('department'), cell('start'), cell('end'), BigInt(cell('share_bp'))];
  return { ref: cell('payee'), currency, targetMinor, spans: [{ department, start, end, shareBp }] };
}

function at(line: number, column: string, reason: FileFault['reason']): FileFault {
  return { line, column, reason, problem: { ...ROSTER_FAULTS, ...FILE_FAULTS }[reason] };
}
