import { CxError } from '#libs/domain/error.js';
import { PERIOD_KINDS, type Period, type PeriodKind } from '#libs/domain/period.js';
import { type PeriodNames, periodNamed } from '../../rulesets/period-named.js';

/** What a list of indexes is narrowed to. */
export interface IndexFilter {
  readonly periods: readonly { readonly sign: Sign; readonly period: Period }[];
  /** The kind of the periods, when the filter states it or names a period. */
  readonly kind?: PeriodKind;
  readonly measured?: boolean;
  /** 1–4 */
  readonly depth?: number;
}

type Sign = '=' | '>=' | '<=' | '>' | '<';

const TERM = /^([a-z_]+)\s*(>=|<=|=|>|<)\s*("[^"]*"|[^\s"]+)$/;

/**
 * Reads `period >= "2018-01" AND period <= "2018-08" AND measured = true`. Fields: period, kind, measured, depth.
 *
 * @throws {CxError} FILTER_INVALID for an unknown field, an unknown value, or any other form
 */
export function parseFilter(periods: PeriodNames, text: string): IndexFilter {
  const terms = text.trim() === '' ? [] : text.trim().split(/\s+AND\s+/);
  let filter: IndexFilter = { periods: [] };
  for (const term of terms) filter = withTerm(periods, filter, term);
  const kinds = new Set(filter.periods.map(({ period }) => period.kind));
  if (filter.kind !== undefined) kinds.add(filter.kind);
  if (kinds.size > 1) throw invalid('periods of different kinds are listed apart: name one kind in a filter');
  const [kind] = kinds;
  return kind === undefined ? filter : { ...filter, kind };
}

/** Whether a period of the kind that the filter names passes it. */
export function passesPeriod({ periods }: IndexFilter, candidate: Period): boolean {
  return periods.every(({ sign, period }) => COMPARES[sign](candidate.firstDay, period.firstDay));
}

function withTerm(periods: PeriodNames, filter: IndexFilter, term: string): IndexFilter {
  const [, field, sign, quoted = ''] = TERM.exec(term) ?? [];
  const value = quoted.replaceAll('"', '');
  if (field === undefined) throw invalid(`"${term}" is not of the form field = value`);
  switch (field) {
    case 'period':
      return { ...filter, periods: [...filter.periods, { sign: sign as Sign, period: periodIn(periods, value) }] };
    case 'kind': {
      const kind = PERIOD_KINDS.find((one) => one === value);
      if (sign !== '=' || kind === undefined) throw invalid(`kind = ${PERIOD_KINDS.join(', ')}`);
      return { ...filter, kind };
    }
    case 'measured':
      if (sign !== '=' || (value !== 'true' && value !== 'false')) throw invalid('measured = true or measured = false');
      return { ...filter, measured: value === 'true' };
    case 'depth':
      if (sign !== '=' || !/^[1-4]$/.test(value)) throw invalid('depth = 1, 2, 3 or 4');
      return { ...filter, depth: Number(value) };
    default:
      throw invalid(`there is no field ${field}; there are period, kind, measured and depth`);
  }
}

const COMPARES: Readonly<Record<Sign, (a: string, b: string) => boolean>> = {
  '=': (a, b) => a === b,
  '>=': (a, b) => a >= b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '<': (a, b) => a < b,
};

function periodIn(periods: PeriodNames, name: string): Period {
  try {
    return periodNamed(periods, name, 'filter');
  } catch (error) {
    if (error instanceof CxError) throw invalid(`"${name}" is no period: ${error.message}`);
    throw error;
  }
}

function invalid(says: string): CxError {
  return new CxError('FILTER_INVALID', says, { field: 'filter' });
}
