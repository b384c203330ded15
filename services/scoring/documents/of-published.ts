import { isTravelling, type PublishedDocument } from '#libs/documents/published-document.js';
import type { DocumentKind } from '#libs/domain/document-kind.js';
import type { Instant } from '#libs/domain/time.js';
import { type AccessAt, accessOf } from '#libs/rules/access-in-force.js';
import { boundAfterStart } from '#libs/rules/bound-after-start.js';
import { companyCalendars } from '#libs/rules/company-calendars.js';
import { turnsOf } from '#libs/rules/versions.js';
import { type StatedUnits, statedUnitsOf } from '../answers/display-names.js';
import { type Rulesets, rulesetsOf } from '../rulesets/rulesets.js';
import { type DeclaredDepartments, declaredDepartments } from './declared-departments.js';
import { rulesetIn } from './next-version.js';
import type { DocumentVersion } from './store.js';

/** What scoring makes of all documents that the company has published. */
export interface OfPublished {
  readonly rulesets: Rulesets;
  readonly declared: DeclaredDepartments;
  readonly statedUnitsAt: (now: Instant) => StatedUnits;
  /** Who may do what at an instant; undefined while no version of `access` holds. */
  readonly accessAt: AccessAt;
}

/** @param versions  of all kinds, newest first */
export function ofPublished(versions: readonly DocumentVersion[]): OfPublished {
  const of = (wanted: DocumentKind) => versions.filter(({ kind }) => kind === wanted);
  const [departments, metrics, company] = [of('departments'), of('metrics'), of('company')];
  const declared = declaredDepartments(departments, metrics[0]?.text);
  const stated = company.flatMap(travelling);
  const rulesets = rulesetsOf(
    of('ruleset').map((version) => rulesetIn(version, declared.definitions)),
    declared.definitions,
    boundAfterStart([...company, ...departments, ...metrics].flatMap(travelling)),
    // A calendar that was stated after a review had begun says nothing about it.
    (at) =>
      companyCalendars(
        turnsOf(
          stated.filter(({ publishedAt }) => publishedAt <= at),
          'company',
        ),
      ),
  );
  const accessAt = accessOf([...company, ...of('access')].flatMap(travelling));
  return { rulesets, declared, statedUnitsAt: statedUnitsOf(departments, company[0]), accessAt };
}

function travelling({ kind, position, ...version }: DocumentVersion): PublishedDocument[] {
  return !isTravelling(kind) || position === undefined ? [] : [{ ...version, kind, position }];
}
