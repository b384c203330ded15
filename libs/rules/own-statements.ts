import { ownDefinitions } from '#libs/custom/own-definitions.js';
import type { CompanyDocument } from '#libs/documents/company/company-document.js';
import type { DepartmentsDocument } from '#libs/documents/departments/departments-document.js';
import type { PublishedDocument } from '#libs/documents/published-document.js';
import type { Source } from '#libs/domain/source.js';
import type { Statement } from './held-late.js';
import { versionsStating } from './own-rules-in.js';
import { versionsOf, zoneBefore } from './versions.js';

/**
 * What the versions of `departments` say of a metric of a department of the company's own: the number of its definition, or nothing. They
 * begin with the version that first had it.
 */
export function ownStatements(documents: readonly PublishedDocument[], source: Source, metric: string): Statement[] {
  const stated = ownDefinitions(versionsStating(documents, source), source).filter(
    ({ definition }) => definition.id === metric,
  );
  const statements = versionsOf<DepartmentsDocument>(documents, 'departments').map((one): Statement => {
    const own = stated.find(({ version }) => version === one.version);
    return {
      from: one.value.valid_from,
      publishedAt: one.publishedAt,
      zone: zoneBefore(documents, one.position),
      says: own === undefined ? '' : String(own.definition.definition),
    };
  });
  return statements.slice(
    Math.max(
      0,
      statements.findIndex(({ says }) => says !== ''),
    ),
  );
}

/** The calendars of the company that the expressions of such a metric name in any version. */
export function calendarsNamed(documents: readonly PublishedDocument[], source: Source, metric: string): string[] {
  const texts = versionsStating(documents, source).map(({ entry }) => Object.values(entry.metrics?.[metric] ?? {}));
  const companies = versionsOf<CompanyDocument>(documents, 'company');
  const names = new Set(companies.flatMap(({ value }) => Object.keys(value.calendars ?? {})));
  const isNamed = (name: string) =>
    texts.flat().some((text) => typeof text === 'string' && (text.includes(`"${name}"`) || text.includes(`'${name}'`)));
  return [...names].filter(isNamed);
}
