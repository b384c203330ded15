import { CxError } from '#libs/domain/error.js';
import { type Period, parsePeriod } from '#libs/domain/period.js';

/** What a list of indexes is narrowed to. */
export interface IndexFilter {
  readonly periods: readonly { readonly sign: Sign; readonly period: Period }[];
  readonly measured?: boolean;
  /** 1–4 */
  readonly depth?: number;
}

type Sign = '=' | '>=' | '<=' | '>' | '<';

const TERM = /^([a-z_]+)\s*(>=|<=|=|>|<)\s*("[^"]*"|[^\s"]+)$/;

/**
 * Reads `period >= "2018-01" AND period <= "2018-08" AND measured = true`. Fields: period, measured, depth.
 *
 * @throws {CxError} FILTER_INVALID for an unknown field, an unknown value, or any other form
 */
export function parseFilter(text: string): IndexFilter {
  const terms = text.trim() === '' ? [] : text.trim().split(/\s+AND\s+/);
  let filter: IndexFilter = { periods: [] };
  for (const term of terms) filter = withTerm(filter, term);
  if (new Set(filter.periods.map(({ period }) => period.months)).size > 1) {
    throw invalid('months and twelve-month periods are listed apart: name one kind in a filter');
  }
  return filter;
}

/** Whether a period passes the filter; periods of the kind the filter does not name never do. */
export function passesPeriod({ periods }: IndexFilter, candidate: Period): boolean {
  if (candidate.months !== (periods[0]?.period.months ?? 1)) return false;
  return periods.every(({ sign, period }) => COMPARES[sign](candidate.firstDay, period.firstDay));
}

function withTerm(filter: IndexFilter, term: string): IndexFilter {
  const [, field, sign, quoted = ''] = TERM.exec(term) ?? [];
  const value = quoted.replaceAll('"', '');
  if (field === undefined) throw invalid(`"${term}" is not of the form field = value`);
  switch (field) {
    case 'period': {
      const period = parsePeriod(value);
      if (period === undefined) throw invalid(`"${value}" is no period; write "2018-08" or "2018-08-12m"`);
      return { ...filter, periods: [...filter.periods, { sign: sign as Sign, period }] };
    }
    case 'measured':
      if (sign !== '=' || (value !== 'true' && value !== 'false')) throw invalid('measured = true or measured = false');
      return { ...filter, measured: value === 'true' };
    case 'depth':
      if (sign !== '=' || !/^[1-4]$/.test(value)) throw invalid('depth = 1, 2, 3 or 4');
      return { ...filter, depth: Number(value) };
    default:
      throw invalid(`there is no field ${field}; there are period, measured and depth`);
  }
}

const COMPARES: Readonly<Record<Sign, (a: string, b: string) => boolean>> = {
  '=': (a, b) => a === b,
  '>=': (a, b) => a >= b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '<': (a, b) => a < b,
};

function invalid(says: string): CxError {
  return new CxError('FILTER_INVALID', says, { field: 'filter' });
}
