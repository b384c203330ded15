import { CxError } from '#libs/domain/error.js';
import { isPayPeriodName, PERIOD_FORMS, type Period } from '#libs/domain/period.js';
import type { Rulesets } from './rulesets.js';

/** What reads the name of a period; pay periods are known by the rulesets only. */
export type PeriodNames = Pick<Rulesets, 'period' | 'words'>;

/**
 * The period that a request names.
 *
 * @param field  of the request, for the refusal
 * @throws {CxError} PERIOD_INVALID
 */
export function periodNamed(rulesets: PeriodNames, name: string, field: string, facts = { name }): Period {
  const period = rulesets.period(name);
  if (period !== undefined) return period;
  const hasNoRule = isPayPeriodName(name) && rulesets.words('pay_period') === 'none';
  throw new CxError('PERIOD_INVALID', hasNoRule ? 'no ruleset names pay periods' : PERIOD_FORMS, { field, facts });
}
