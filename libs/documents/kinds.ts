import type { z } from 'zod';
import { DOCUMENT_KINDS, type DocumentKind } from '#libs/domain/document-kind.js';
import { accessDocument } from './access/access-document.js';
import { companyDocument } from './company/company-document.js';
import { departmentsDocument } from './departments/departments-document.js';
import { eventsDocument } from './events/events-document.js';
import { exportProfilesDocument } from './export-profiles/export-profiles-document.js';
import { feedsDocument } from './feeds/feeds-document.js';
import { metricsDocument } from './metrics/metrics-document.js';
import { payPlanDocument } from './pay-plan/pay-plan-document.js';
import { rulesetDocument } from './ruleset/ruleset-document.js';
import { webhooksDocument } from './webhooks/webhooks-document.js';

let metrics: ReturnType<typeof metricsDocument> | undefined;

/** How a document of each kind is read. That of metrics is made when it is first needed. */
export const KINDS = {
  company: companyDocument,
  departments: departmentsDocument,
  get metrics() {
    metrics ??= metricsDocument();
    return metrics;
  },
  ruleset: rulesetDocument,
  feeds: feedsDocument,
  access: accessDocument,
  events: eventsDocument,
  'pay-plan': payPlanDocument,
  'export-profiles': exportProfilesDocument,
  webhooks: webhooksDocument,
} as const satisfies Record<DocumentKind, z.ZodType>;

export type Kind = DocumentKind;

/** Which kind of document a file is: company.yaml and so on. Of rulesets there may be several: ruleset-2027.yaml. */
export function kindOfFile(file: string): Kind | undefined {
  const [, base] = /^([a-z-]+)\.yaml$/.exec(file) ?? [];
  return /^ruleset-[A-Za-z0-9_-]+\.yaml$/.test(file) ? 'ruleset' : DOCUMENT_KINDS.find((one) => one === base);
}

/** Until a company publishes the document access, only the first publishers of the installation may do anything. Without events nothing is taken out, without a pay plan nothing is paid, without profiles nothing is exported by them, and without webhooks no other system gets a message. */
export const OPTIONAL: readonly Kind[] = ['access', 'events', 'pay-plan', 'export-profiles', 'webhooks'];

/** Every file that a company may have, beside further rulesets. */
export const FILES = DOCUMENT_KINDS.map((kind) => `${kind}.yaml`);
