import { isCurrency } from '#libs/domain/currency.js';
import type { Period } from '#libs/domain/period.js';
import { addDays, type Day, isDay } from '#libs/domain/time.js';
import { personalDataIn } from './personal-data.js';
import { FULL_TIME_BP, type Payee, type Span } from './roster.js';

/** What a line of a roster can be wrong in. */
export const ROSTER_FAULTS = {
  PAYEE_INVALID:
    'A payee reference has 1 to 64 characters of A-Z, a-z, 0-9, ".", "_" and "-", and begins with a letter or a digit.',
  PAYEE_TWICE: 'A payee stands in the roster once; give it several spans.',
  PERSONAL_DATA:
    'A reference or department looks like a mail address, a telephone number or a name. Send a reference that only you can resolve.',
  CURRENCY_DIFFERS: 'The currency of a line is that of the pool.',
  TARGET_INVALID: 'A target amount is 0 to 10^15 minor units.',
  SPAN_MISSING: 'A payee has at least one span.',
  SPANS_TOO_MANY: 'A payee has at most 100 spans.',
  SPAN_INVALID: 'A span is two existing days, and the end comes after the start.',
  SPAN_OUTSIDE_PERIOD: 'A span lies inside the period: the end is at most the day after its last day.',
  SHARE_INVALID: 'A share of full time is 1 to 10,000 basis points.',
  SHARE_TOO_GREAT: 'On no day do the shares of a payee add up to more than full time.',
  DEPARTMENT_WITHOUT_FACTOR: 'The period has no result of this department.',
} as const;
export type RosterFault = keyof typeof ROSTER_FAULTS;

/** Something wrong in a line. It never repeats the value, which may be what must not be written down. */
export interface RowError {
  /** From 1. */
  readonly line: number;
  /** "payee", "spans[0].end" */
  readonly field: string;
  readonly fault: RosterFault;
}

/** What the lines of a roster are compared with. */
export interface RosterTerms {
  readonly period: Pick<Period, 'firstDay' | 'lastDay'>;
  readonly currency: string;
  readonly departments: ReadonlySet<string>;
}

/** It begins with a letter or a digit, so that no spreadsheet takes it for a formula. */
const REF = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
const MOST_MINOR = 10n ** 15n;
const MOST_SPANS = 100;

/** Everything that is wrong in a roster, in the order of its lines; one wrong line stops the allocation of all. */
export function checkRoster(roster: readonly Payee[], terms: RosterTerms): readonly RowError[] {
  const seen = new Set<string>();
  const bounds = { ...terms, dayAfter: addDays(terms.period.lastDay, 1) };
  return roster.flatMap((payee, place) => {
    const twice = seen.has(payee.ref);
    seen.add(payee.ref);
    const faults = [...ofPayee(payee, bounds), ...(twice ? [at('payee', 'PAYEE_TWICE')] : [])];
    return faults.map((fault) => ({ line: place + 1, ...fault }));
  });
}

/** The day after the period is computed once for all lines. */
type Bounds = RosterTerms & { readonly dayAfter: Day };

type Fault = Pick<RowError, 'field' | 'fault'>;

function at(field: string, fault: RosterFault): Fault {
  return { field, fault };
}

function ofPayee({ ref, currency, targetMinor, spans }: Payee, terms: Bounds): Fault[] {
  const faults: Fault[] = [];
  if (personalDataIn(ref) !== undefined) faults.push(at('payee', 'PERSONAL_DATA'));
  else if (!REF.test(ref)) faults.push(at('payee', 'PAYEE_INVALID'));
  if (currency !== terms.currency || !isCurrency(currency)) faults.push(at('currency', 'CURRENCY_DIFFERS'));
  if (targetMinor < 0n || targetMinor > MOST_MINOR) faults.push(at('target_minor', 'TARGET_INVALID'));
  if (spans.length === 0) return [...faults, at('spans', 'SPAN_MISSING')];
  if (spans.length > MOST_SPANS) return [...faults, at('spans', 'SPANS_TOO_MANY')];
  const inSpans = spans.flatMap((span, place) => ofSpan(span, `spans[${place}]`, terms));
  if (inSpans.length === 0 && isMoreThanFullTime(spans)) faults.push(at('spans', 'SHARE_TOO_GREAT'));
  return [...faults, ...inSpans];
}

function ofSpan({ department, start, end, shareBp }: Span, field: string, terms: Bounds): Fault[] {
  const faults: Fault[] = [];
  if (!terms.departments.has(department)) {
    const isPersonal = personalDataIn(department) !== undefined;
    faults.push(at(`${field}.department`, isPersonal ? 'PERSONAL_DATA' : 'DEPARTMENT_WITHOUT_FACTOR'));
  }
  if (shareBp < 1n || shareBp > FULL_TIME_BP) faults.push(at(`${field}.share_bp`, 'SHARE_INVALID'));
  if (!isDay(start) || !isDay(end) || end <= start) return [...faults, at(`${field}.end`, 'SPAN_INVALID')];
  if (start < terms.period.firstDay) faults.push(at(`${field}.start`, 'SPAN_OUTSIDE_PERIOD'));
  if (end > terms.dayAfter) faults.push(at(`${field}.end`, 'SPAN_OUTSIDE_PERIOD'));
  return faults;
}

/** The shares of a day only grow where a span starts. */
function isMoreThanFullTime(spans: readonly Span[]): boolean {
  return spans.some(({ start: day }) => {
    const share = spans
      .filter(({ start, end }) => start <= day && day < end)
      .reduce((sum, one) => sum + one.shareBp, 0n);
    return share > FULL_TIME_BP;
  });
}
