import { readFileSync } from 'node:fs';
import type { JsonObject, JsonValue } from '@bufbuild/protobuf';
import type { DocumentKind } from '#libs/domain/document-kind.js';
import type { Publication } from '#services/scoring/documents/next-version.js';

export const REAL = readFileSync('data/olist/company/ruleset.yaml', 'utf8');
export const PARENT = 'documents/ruleset';

/** A ruleset for one year after 2030. Versions can never be removed, so every provocation has a year of its own. */
export function rulesOf(year: number, name = `rules-${year}`): string {
  return REAL.replace('ruleset: 2018-first', `ruleset: ${name}`)
    .replace('first: 2017-02, last: 2018-08', `first: ${year}-01, last: ${year}-12`)
    .replace('first: 2018-01-12m, last: 2018-08-12m', `first: ${year}-12-12m, last: ${year}-12-12m`);
}

/** @param version  the newest version by then */
export const publication = (text: string, version: number) => publicationOf('ruleset', text, version);
/** Stores nothing. */
export const PROPOSAL: JsonValue = { parent: PARENT, text: rulesOf(2040), reason: 'a test', validateOnly: true };

const hoursOf = (calendar: string) =>
  `calendars:\n  ${calendar}:\n    zone: Europe/Berlin\n    hours: { monday: ["09:00-18:00"], tuesday: [], wednesday: [], thursday: [], friday: [], saturday: [], sunday: [] }\n`;

/** A company whose help desk works on Mondays. */
export const companyWith = (calendar: string, from: string): string =>
  `valid_from: ${from}\nname: Acme\nzone: Europe/Berlin\ncurrency: EUR\nfirst_day_of_week: monday\n${hoursOf(calendar)}`;
export const metricsWith = (hours: number): string =>
  `metrics:\n  first_response_in_time:\n    - { valid_from: 2041-01-01, limit: { working_hours: ${hours}, calendar: helpdesk } }\n`;

/** An event of support in a month. */
export const eventsIn = (month: string): string =>
  `events:\n  outage:\n    title: Outage\n    kind: outage\n    zone: Europe/Berlin\n    from: ${month}-03T00:00\n    until: ${month}-04T00:00\n    evidence: { reference: file 7, sentence: The operator confirms the outage. }\n    takes_out: [{ department: support }]\n`;

/** A document of any kind, to propose or to publish. */
export function publicationOf(kind: DocumentKind, text: string, version: number): JsonObject {
  return { parent: `documents/${kind}`, text, reason: 'a test', expectedLatestVersion: version };
}

/** The same as the services take it, past the server. */
export function documentIn({ parent, text, expectedLatestVersion }: JsonObject): Publication {
  const kind = String(parent).replace('documents/', '') as DocumentKind;
  const version = Number(expectedLatestVersion);
  return { kind, text: String(text), expectedLatestVersion: version, allowAfterFirstDay: false };
}
