import type { AccessDocument } from '../access/access-document.js';
import type { CompanyDocument } from '../company/company-document.js';
import type { DepartmentsDocument } from '../departments/departments-document.js';
import type { EventsDocument } from '../events/events-document.js';
import type { ExportProfilesDocument } from '../export-profiles/export-profiles-document.js';
import type { FeedsDocument } from '../feeds/feeds-document.js';
import type { Mistake } from '../finding.js';
import type { MetricsDocument } from '../metrics/metrics-document.js';
import type { PayPlanDocument } from '../pay-plan/pay-plan-document.js';
import type { RulesetDocument } from '../ruleset/ruleset-document.js';
import type { WebhooksDocument } from '../webhooks/webhooks-document.js';

/** One document with its file. */
export interface Read<Document> {
  readonly file: string;
  readonly value: Document;
}

/**
 * The documents of a company, as far as they have the types of their schemas. A check that needs one that is missing leaves it out:
 * the author corrects that document first.
 */
export interface Documents {
  readonly company: Read<CompanyDocument> | undefined;
  readonly departments: Read<DepartmentsDocument> | undefined;
  readonly metrics: Read<MetricsDocument> | undefined;
  readonly rulesets: readonly Read<RulesetDocument>[];
  readonly feeds: Read<FeedsDocument> | undefined;
  readonly access: Read<AccessDocument> | undefined;
  readonly events: Read<EventsDocument> | undefined;
  readonly payPlan: Read<PayPlanDocument> | undefined;
  readonly exportProfiles: Read<ExportProfilesDocument> | undefined;
  readonly webhooks: Read<WebhooksDocument> | undefined;
  /** Kinds of facts that a built-in department takes, by its name; a department that is not in it is not checked. */
  readonly factKinds: FactKinds;
  /** Names that metrics of the company's own had before the catalogue got a metric of the same name. */
  readonly keptNames: readonly string[];
}

export type FactKinds = Readonly<Record<string, readonly string[]>>;

/** A mistake and the file in which it is corrected. */
export interface Found {
  readonly file: string;
  readonly mistake: Mistake;
}

/** The places of values that occur a second time, by what `keyOf` makes of them. */
export function repeated<T>(
  values: readonly T[],
  keyOf: (value: T) => string,
): { readonly value: T; readonly place: number }[] {
  const seen = new Set<string>();
  return values.flatMap((value, place) => {
    const key = keyOf(value);
    if (seen.has(key)) return [{ value, place }];
    seen.add(key);
    return [];
  });
}

/** "a, b or c" */
export function oneOfWords(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}
