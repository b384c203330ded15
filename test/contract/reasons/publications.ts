import { readFileSync } from 'node:fs';
import type { JsonValue } from '@bufbuild/protobuf';

export const OLIST = readFileSync('data/olist/company/ruleset.yaml', 'utf8');
export const PARENT = 'documents/ruleset';

/** A ruleset for one year after 2030. Versions can never be removed, so every provocation has a year of its own. */
export function rulesOf(year: number, name = `rules-${year}`): string {
  return OLIST.replace('ruleset: 2018-first', `ruleset: ${name}`)
    .replace('first: 2017-02, last: 2018-08', `first: ${year}-01, last: ${year}-12`)
    .replace('first: 2018-01-12m, last: 2018-08-12m', `first: ${year}-12-12m, last: ${year}-12-12m`);
}

/** @param version  the newest version by then */
export const publication = (text: string, version: number): JsonValue => ({
  ...{ parent: PARENT, text, reason: 'a test', publishedBy: 'ann', expectedLatestVersion: version },
});
/** Stores nothing. */
export const PROPOSAL: JsonValue = { parent: PARENT, text: rulesOf(2040), reason: 'a test', validateOnly: true };
