import { createHash } from 'node:crypto';
import { canonicalJson } from '#libs/domain/canonical-json.js';
import type { PayPlan } from '#libs/payout/plan.js';
import { parseYaml } from '../reading/parse-yaml.js';
import { type PayPlanDocument, payPlanDocument } from './pay-plan-document.js';
import { payPlanOf } from './pay-plan-of.js';

/** A plan that can be computed with. */
export interface ReadPlan {
  readonly document: PayPlanDocument;
  readonly plan: PayPlan;
  /** Target amounts of departments by the name of the pool, in minor units. */
  readonly targets: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Of its meaning, in hexadecimal digits, as the document has it that is published. */
  readonly sha256: string;
}

/** The plan in a text; undefined for one that has not the shape of a plan. */
export function readPlan(text: string): ReadPlan | undefined {
  const { value } = parseYaml(text);
  const parsed = payPlanDocument.safeParse(value);
  if (!parsed.success) return undefined;
  const document = parsed.data;
  const targets = Object.entries(document.pools).map(
    ([name, { targets_minor }]) => [name, targets_minor ?? {}] as const,
  );
  const sha256 = createHash('sha256')
    .update(canonicalJson(value as object))
    .digest('hex');
  return { document, plan: payPlanOf(document), targets: Object.fromEntries(targets), sha256 };
}
