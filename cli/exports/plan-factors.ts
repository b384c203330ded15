import { boundPlan } from '#libs/clients/bound-plan.js';
import { figuresAround } from '#libs/clients/frozen-figures.js';
import type { BonusInputServiceClient, Snapshot } from '#libs/contracts/cx/bonus/v1/bonus.js';
import type { DocumentServiceClient } from '#libs/contracts/cx/documents/v1/documents.js';
import type { Period } from '#libs/domain/period.js';
import { factorsIn } from '#libs/payout/factor/period-factors.js';
import type { PlanFactors } from './make-export.js';
import { RefusedExport } from './refused-export.js';

/** What the pay plan that holds in a period makes of a version. @throws {RefusedExport} PLAN_NOT_BOUND */
export async function planFactors(
  documents: DocumentServiceClient,
  inputs: BonusInputServiceClient,
  snapshot: Snapshot,
  period: Period,
): Promise<PlanFactors> {
  const plan = await boundPlan(documents, period.firstDay);
  if (plan === undefined) throw new RefusedExport('PLAN_NOT_BOUND');
  const factors = factorsIn(plan.plan, period, await figuresAround(inputs, snapshot, period));
  return { name: plan.name, sha256: plan.sha256, boundAfterStart: plan.boundAfterStart, factors };
}
