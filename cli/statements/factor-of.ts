import { boundPlan } from '#libs/clients/bound-plan.js';
import { figuresAround } from '#libs/clients/frozen-figures.js';
import { parsePeriod } from '#libs/domain/period.js';
import { departmentFactor } from '#libs/payout/factor/department-factor.js';
import { inputsIn } from '#libs/payout/factor/period-factors.js';
import type { Beside } from '#libs/statements/statement-page.js';
import { bonusInputs, documents } from '../connect.js';
import { frozenVersion } from '../exports/frozen-version.js';
import { RefusedExport } from '../exports/refused-export.js';

/**
 * What the pay plan that holds in a period makes of each index that a department could have. It needs the rights of HR.
 *
 * @throws {RefusedExport} PLAN_NOT_BOUND
 */
export async function factorOf(snapshotName: string, department: string): Promise<Beside['factor']> {
  const snapshot = await frozenVersion(bonusInputs(), snapshotName);
  const period = parsePeriod(snapshot.name.split('/')[1] ?? '');
  const plan = period && (await boundPlan(documents(), period.firstDay));
  if (period === undefined || plan === undefined) throw new RefusedExport('PLAN_NOT_BOUND');
  const inputs = inputsIn(plan.plan, period, await figuresAround(bonusInputs(), snapshot, period));
  const input = inputs.find((one) => one.department === department);
  if (input === undefined) return undefined;
  const terms = { companyE4: undefined, lastDay: period.lastDay };
  return {
    plan: plan.name,
    of: (indexE4) => departmentFactor(plan.plan, { ...input, indexE4 }, terms).factor,
  };
}
