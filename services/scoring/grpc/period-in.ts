import { CxError } from '#libs/domain/error.js';
import type { Period } from '#libs/domain/period.js';
import { type PeriodNames, periodNamed } from '../rulesets/period-named.js';

/** The period of `periods/2018-08`. @throws {CxError} NAME_INVALID, PERIOD_INVALID */
export function periodIn(rulesets: PeriodNames, name: string, field: string): Period {
  const text = /^periods\/([^/]+)$/.exec(name)?.[1];
  if (text === undefined) throw new CxError('NAME_INVALID', `${field} is written periods/2018-08`, { field });
  return periodNamed(rulesets, text, field);
}
