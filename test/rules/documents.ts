import { createHash } from 'node:crypto';
import { stringify } from 'yaml';
import type { ReadRules } from '#libs/cases/rules/rules-in-force.js';
import { CATALOGUE } from '#libs/catalogue/catalogue.js';
import type { MetricVersion } from '#libs/documents/metrics/metrics-document.js';
import { type PublishedDocument, TRAVELLING_KINDS, type TravellingKind } from '#libs/documents/published-document.js';
import { BUILT_IN_SOURCES, type Source } from '#libs/domain/source.js';
import type { Day, Instant } from '#libs/domain/time.js';
import { type Rules, rulesOf } from '#libs/rules/rules.js';

/** Documents as a company publishes them, for tests. */

/** Before every case of a test. */
export const FIRST_DAY: Day = '2000-01-01';

/** One document to publish: its kind, what stands in it, and when it is published; without that, before every first day. */
export type Published = readonly [kind: TravellingKind, content: object, publishedAt?: Instant];

/** The same document, published at an instant. */
export const publishedOn = (at: string, [kind, content]: Published): Published => [kind, content, Date.parse(at)];

/** Documents in the order of their publication: positions from 1, and versions from 1 for each kind. */
export function published(...documents: readonly Published[]): PublishedDocument[] {
  const versions = new Map<TravellingKind, number>(TRAVELLING_KINDS.map((kind) => [kind, 0]));
  return documents.map(([kind, content, publishedAt = 0], place) => {
    const version = (versions.get(kind) ?? 0) + 1;
    versions.set(kind, version);
    const text = stringify(content, { aliasDuplicateObjects: false });
    const firstDay = (content as { valid_from?: Day }).valid_from ?? FIRST_DAY;
    const sha256 = createHash('sha256').update(text).digest();
    return { position: place + 1, kind, version, firstDay, boundAfterStart: false, text, sha256, publishedAt };
  });
}

/** A company in São Paulo without calendars. */
export const company = (changes: object = {}): Published => [
  'company',
  {
    ...{ valid_from: FIRST_DAY, name: 'Loja', zone: 'America/Sao_Paulo', currency: 'BRL', first_day_of_week: 'monday' },
    ...changes,
  },
];

/** Measures these sources from a day on. */
export const departments = (sources: readonly string[] = BUILT_IN_SOURCES, validFrom: Day = FIRST_DAY): Published => [
  'departments',
  { valid_from: validFrom, departments: Object.fromEntries(sources.map((source) => [source, {}])) },
];

/** Asks these metrics by these entries. */
export const metrics = (asked: Readonly<Record<string, readonly MetricVersion[]>>): Published => [
  'metrics',
  { metrics: asked },
];

/** Every metric of the catalogue by its own limits, from the beginning. */
export const everyMetric = (): Published =>
  metrics(Object.fromEntries(CATALOGUE.all.map(({ id }) => [id, [{ valid_from: FIRST_DAY }]])));

/** The documents of a company that asks every metric by the limits of the catalogue. */
export const defaultDocuments = (): PublishedDocument[] => published(company(), departments(), everyMetric());

/** The same, as a department reads them. */
export function judgedByDefault(source: Source): ReadRules {
  const rules = defaultRules(source);
  return async () => rules;
}

/** The rules of such a company. */
export const defaultRules = (source: Source): Rules => rulesOf(defaultDocuments(), source);
