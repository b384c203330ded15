import { checkDocuments } from './check.js';
import type { FactKinds } from './checks/documents.js';
import type { Finding, FindingReason } from './finding.js';
import type { Kind } from './kinds.js';

/** What is wrong with the next version of one document beside the documents that are published. */
export interface NextFindings {
  /** Mistakes in the document itself. */
  readonly own: readonly Finding[];
  /** Published documents that refer to something that the document lacks. */
  readonly needed: readonly Finding[];
}

/** A reference to something that is not there. Other mistakes of a published document come from its own next version. */
const REFERENCES: readonly FindingReason[] = [
  'CALENDAR_UNKNOWN',
  'DEPARTMENT_UNKNOWN',
  'DEPARTMENT_NEEDED',
  'METRIC_NAME_TAKEN',
  'FEED_UNKNOWN',
];

/**
 * Checks the next version of one document against the newest published versions of the others. The documents of a company are
 * published one after the other, so a department may wait for a feed, and what is not published yet is not compared.
 *
 * @param keptNames  see `Documents`
 * @param published  the newest version of each other kind; no rulesets, because a published ruleset stays as it is
 */
export function checkNext(
  { kind, text }: { readonly kind: Kind; readonly text: string },
  published: readonly { readonly kind: Kind; readonly text: string }[],
  factKinds: FactKinds = {},
  keptNames: readonly string[] = [],
): NextFindings {
  const files = [{ kind, text }, ...published].map((one) => ({ file: `${one.kind}.yaml`, text: one.text }));
  const checked = checkDocuments(files, factKinds, keptNames);
  if (checked.kind === 'documents') return { own: [], needed: [] };
  const findings = checked.findings.filter(({ reason }) => reason !== 'FILE_MISSING');
  const isOwn = ({ file }: Finding) => file === `${kind}.yaml`;
  return {
    own: findings.filter((one) => isOwn(one) && one.reason !== 'DEPARTMENT_WITHOUT_FEED'),
    needed: findings.filter((one) => !isOwn(one) && REFERENCES.includes(one.reason)),
  };
}
