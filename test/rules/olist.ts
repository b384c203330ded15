import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { PublishedDocument } from '#libs/documents/published-document.js';
import type { Source } from '#libs/domain/source.js';
import { type Rules, rulesOf } from '#libs/rules/rules.js';
import { published } from './documents.js';

const KINDS = ['company', 'departments', 'metrics'] as const;

/** The documents of Olist, as if they were published. */
export function olistDocuments(): PublishedDocument[] {
  return published(
    ...KINDS.map((kind) => {
      const file = new URL(`../../data/olist/company/${kind}.yaml`, import.meta.url);
      return [kind, parse(readFileSync(file, 'utf8')) as object] as const;
    }),
  );
}

/** The rules of Olist for a source. */
export const olistRules = (source: Source): Rules => rulesOf(olistDocuments(), source);
