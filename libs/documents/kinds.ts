import type { z } from 'zod';
import { companyDocument } from './company/company-document.js';
import { departmentsDocument } from './departments/departments-document.js';
import { feedsDocument } from './feeds/feeds-document.js';
import { metricsDocument } from './metrics/metrics-document.js';
import { rulesetDocument } from './ruleset/ruleset-document.js';

/** The kinds of documents, in the order in which people write and read them. */
export const KINDS = {
  company: companyDocument,
  departments: departmentsDocument,
  metrics: metricsDocument,
  ruleset: rulesetDocument,
  feeds: feedsDocument,
} as const satisfies Record<string, z.ZodType>;

export type Kind = keyof typeof KINDS;

export const KIND_NAMES = Object.keys(KINDS) as readonly Kind[];

/** Which kind of document a file is: company.yaml and so on. Of rulesets there may be several: ruleset-2027.yaml. */
export function kindOfFile(file: string): Kind | undefined {
  const [, base, rest] = /^([a-z]+)(-[A-Za-z0-9_-]+)?\.yaml$/.exec(file) ?? [];
  const kind = KIND_NAMES.find((one) => one === base);
  return rest === undefined || kind === 'ruleset' ? kind : undefined;
}

/** Every file that a company has at least. */
export const FILES = KIND_NAMES.map((kind) => `${kind}.yaml`);
