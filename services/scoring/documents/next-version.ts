import type { Definitions } from '#libs/catalogue/definitions.js';
import { checkNext } from '#libs/documents/check-next.js';
import type { FactKinds } from '#libs/documents/checks/documents.js';
import type { CompanyDocument } from '#libs/documents/company/company-document.js';
import type { EventsDocument } from '#libs/documents/events/events-document.js';
import type { MetricsDocument } from '#libs/documents/metrics/metrics-document.js';
import { brokenVersions, firstDayOfAdded } from '#libs/documents/metrics/versions.js';
import { parseYaml } from '#libs/documents/reading/parse-yaml.js';
import type { DocumentKind } from '#libs/domain/document-kind.js';
import { CxError } from '#libs/domain/error.js';
import { addDays, type Day, dayOf, type Instant, startOfDay, type Zone } from '#libs/domain/time.js';
import type { FrozenPeriod } from '../periods/frozen-days.js';
import { parseRuleset, type Ruleset } from '../rulesets/ruleset.js';
import { rulesetsOf } from '../rulesets/rulesets.js';
import { type ChangedEvent, changedEvents, checkOpenPeriods } from './changed-events.js';
import { changedMetrics, type DeclaredDepartments, keptNames } from './declared-departments.js';
import { type DocumentRead, refusedWith, throwIfAny } from './document-read.js';
import type { CheckedDocument, DocumentVersion } from './store.js';

/** A document that a caller wants to propose or to publish. */
export interface Publication {
  readonly kind: DocumentKind;
  /** YAML */
  readonly text: string;
  /** Refused unless this is the newest version; 0 for the first. */
  readonly expectedLatestVersion: number;
  /** Take it although its first day has begun: then it is never payable. */
  readonly allowAfterFirstDay: boolean;
}

/** A document that another one is checked against. */
export type Beside = Pick<DocumentVersion, 'kind' | 'text'>;

/** What is published by now. */
export interface PublishedBefore {
  /** The versions of this kind, newest first. */
  readonly versions: readonly DocumentVersion[];
  /** The newest version of each kind that travels, or what is to be published before. */
  readonly newest: readonly Beside[];
  /** The departments of all versions of the document `departments`. */
  readonly declared: DeclaredDepartments;
  /** The periods of which a snapshot was made. */
  readonly frozen: readonly FrozenPeriod[];
  /** As `checkDocuments`. */
  readonly factKinds: FactKinds;
  readonly now: Instant;
}

/**
 * The version that a document has already. The same ruleset is never published twice; of another kind only the newest version counts as the
 * same, because a later version may return to what an earlier one said.
 */
export function sameVersion(read: DocumentRead, versions: readonly DocumentVersion[]): DocumentVersion | undefined {
  const comparable = read.kind === 'ruleset' ? versions : versions.slice(0, 1);
  return comparable.find(({ sha256 }) => sha256.equals(read.sha256));
}

/**
 * The version that a document gets which is not published yet.
 *
 * @throws {CxError} VERSION_NOT_LATEST, DOCUMENT_NAME_USED, PERIODS_NAMED_TWICE, COMPANY_NOT_PUBLISHED, DEFINITION_CHANGED,
 *                   DEFINITION_REMOVED, EVENT_IN_FROZEN_PERIOD, FIRST_DAY_PASSED; DOCUMENT_INVALID and DOCUMENT_NEEDED with a violation for each mistake
 */
export function nextVersion(
  { kind, text, expectedLatestVersion, allowAfterFirstDay }: Publication,
  read: DocumentRead,
  before: PublishedBefore,
): CheckedDocument {
  const latest = before.versions[0]?.version ?? 0;
  if (latest !== expectedLatestVersion)
    throw new CxError('VERSION_NOT_LATEST', `the newest version is ${latest}, not ${expectedLatestVersion}`, {
      field: 'expected_latest_version',
    });
  checkBeside(kind, text, before);
  if (read.kind === 'ruleset') checkRuleset(read.ruleset, before);
  if (read.kind === 'departments') checkMetricsStay(text, before.declared);
  if (read.kind === 'metrics') checkVersions(read.metrics, before.versions[0]);
  if (read.kind === 'events') checkOpenPeriods(changesIn(read.events, before), before.frozen);

  const zone = zoneOf(read, before);
  const firstDay = firstDayIn(read, before, zone);
  // An event is declared when it has happened: a period is protected by its snapshot.
  const boundAfterStart = read.kind !== 'events' && startOfDay(firstDay, zone) <= before.now;
  if (boundAfterStart && !allowAfterFirstDay) {
    const what = read.title === '' ? `this version of ${kind}` : read.title;
    throw new CxError('FIRST_DAY_PASSED', `${what} decides from ${firstDay} on, and that day has begun`, {
      field: 'allow_after_first_day',
    });
  }
  const { title, sha256 } = read;
  return { kind, version: latest + 1, title, firstDay, boundAfterStart, text, sha256 };
}

/** A document is checked against the others as they are published, not as they lie in a folder. */
function checkBeside(kind: DocumentKind, text: string, { newest, factKinds, declared }: PublishedBefore): void {
  const others = newest.filter((one) => one.kind !== kind);
  const { own, needed } = checkNext({ kind, text }, others, factKinds, keptNames(declared.definitions));
  throwIfAny('DOCUMENT_INVALID', own);
  throwIfAny('DOCUMENT_NEEDED', needed);
}

function checkRuleset(
  ruleset: Ruleset,
  { versions, declared: { definitions } }: Pick<PublishedBefore, 'versions' | 'declared'>,
): void {
  if (versions.some(({ title }) => title === ruleset.name))
    throw new CxError(
      'DOCUMENT_NAME_USED',
      `another version is called ${ruleset.name}; give this one a name of its own`,
      { field: 'text' },
    );
  try {
    rulesetsOf([...versions.map((version) => rulesetIn(version, definitions)), ruleset]); // a period is judged by one ruleset
  } catch (error) {
    throw new CxError('PERIODS_NAMED_TWICE', error instanceof Error ? error.message : String(error), {
      field: 'text',
      cause: error,
    });
  }
}

function checkMetricsStay(text: string, declared: DeclaredDepartments): void {
  const lines = changedMetrics(declared, text).map(({ id, source, counts }) => ({
    subject: `metrics.${id}`,
    description: `it was published as a metric of ${source} that counts ${counts}; give this one another name`,
  }));
  if (lines.length > 0) throw refusedWith('DEFINITION_CHANGED', lines);
}

function checkVersions(next: MetricsDocument, published: DocumentVersion | undefined): void {
  const broken = published === undefined ? [] : brokenVersions(metricsIn(published), next);
  for (const reason of ['DEFINITION_REMOVED', 'DEFINITION_CHANGED'] as const) {
    const lines = broken.filter((one) => one.reason === reason);
    if (lines.length > 0)
      throw refusedWith(
        reason,
        lines.map(({ place, description }) => ({ subject: place, description })),
      );
  }
}

/** The zone that decides when the first day begins. */
function zoneOf(read: DocumentRead, { newest }: PublishedBefore): Zone {
  if (read.kind === 'ruleset' || read.kind === 'company') return read.zone;
  const company = newest.find(({ kind }) => kind === 'company');
  if (company === undefined)
    throw new CxError(
      'COMPANY_NOT_PUBLISHED',
      'publish the document company first: its zone decides when a day begins',
      {
        field: 'parent',
      },
    );
  return (parseYaml(company.text).value as CompanyDocument).zone;
}

function firstDayIn(read: DocumentRead, publishedBefore: PublishedBefore, zone: Zone): Day {
  const {
    versions: [published],
    now,
  } = publishedBefore;
  if (read.kind === 'events') {
    const [first] = changesIn(read.events, publishedBefore)
      .map(({ firstDay }) => firstDay)
      .sort();
    return first ?? dayOf(now, zone);
  }
  if (read.kind !== 'metrics') return read.firstDay;
  const before = published === undefined ? undefined : metricsIn(published);
  return firstDayOfAdded(before, read.metrics) ?? addDays(dayOf(now, zone), 1); // it asks nothing, so nothing begins in the past
}

function changesIn(events: EventsDocument, { versions: [published] }: PublishedBefore): ChangedEvent[] {
  return changedEvents(published && (parseYaml(published.text).value as EventsDocument), events);
}

function metricsIn({ text }: DocumentVersion): MetricsDocument {
  return parseYaml(text).value as MetricsDocument;
}

/** The ruleset of a version. When it was published is what the database says, not what the document says. */
export function rulesetIn({ text, publishedAt }: DocumentVersion, definitions: Definitions): Ruleset {
  return { ...parseRuleset(text, definitions), publishedAt };
}
