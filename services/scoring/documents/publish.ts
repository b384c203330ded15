import { CxError } from '#libs/domain/error.js';
import { type Instant, startOfDay } from '#libs/domain/time.js';
import type { Database, Transaction } from '#libs/postgres/database.js';
import { parseRuleset, type Ruleset, RulesetError } from '../rulesets/ruleset.js';
import { firstDayOf, rulesetsOf } from '../rulesets/rulesets.js';
import {
  addVersion,
  type DocumentKind,
  type DocumentToAdd,
  type DocumentVersion,
  listVersions,
  lockDocuments,
} from './store.js';

export interface Publication {
  readonly kind: DocumentKind;
  /** YAML */
  readonly text: string;
  readonly reason: string;
  /** The name that the caller gave. */
  readonly publishedBy: string;
  /** Refused unless this is the newest version; 0 for the first. */
  readonly expectedLatestVersion: number;
  /** Take it although its first day has begun: then it is never payable. */
  readonly allowAfterFirstDay: boolean;
}

/**
 * Adds the next version of a document. The same content again returns the version that it has.
 *
 * @throws {CxError} DOCUMENT_INVALID with a violation for each mistake; VERSION_NOT_LATEST, DOCUMENT_NAME_USED,
 *                   PERIODS_NAMED_TWICE, FIRST_DAY_PASSED
 */
export async function publishDocument(
  database: Database,
  publication: Publication,
  now: Instant,
): Promise<DocumentVersion> {
  const ruleset = checkedRuleset(publication.text);
  return database.transaction(async (tx) => {
    await lockDocuments(tx);
    const next = await nextVersion(tx, publication, ruleset, now);
    return 'publishedAt' in next ? next : addVersion(tx, next);
  });
}

/** What `publishDocument` would return or refuse, without storing it. */
export async function proposeDocument(
  database: Database,
  publication: Publication,
  now: Instant,
): Promise<DocumentVersion> {
  const ruleset = checkedRuleset(publication.text);
  const next = await database.transaction((tx) => nextVersion(tx, publication, ruleset, now), { readOnly: true });
  return 'publishedAt' in next ? next : { ...next, publishedAt: now };
}

/** A ruleset as a caller sends it. @throws {CxError} DOCUMENT_INVALID with a violation for each mistake */
export function checkedRuleset(text: string): Ruleset {
  try {
    return parseRuleset(text);
  } catch (error) {
    if (error instanceof RulesetError) throw invalid(error.mistakes);
    throw error;
  }
}

function invalid(mistakes: readonly { readonly path: string; readonly message: string }[]): CxError {
  const lines = mistakes.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`));
  return new CxError('DOCUMENT_INVALID', lines.join('; '), {
    field: 'text',
    violations: mistakes.map(({ path, message }) => ({
      reason: 'DOCUMENT_INVALID',
      subject: path,
      description: message,
    })),
  });
}

/** The version that the document has already, or the one that it gets. */
async function nextVersion(
  tx: Transaction,
  { kind, text, reason, publishedBy, expectedLatestVersion, allowAfterFirstDay }: Publication,
  ruleset: Ruleset,
  now: Instant,
): Promise<DocumentVersion | DocumentToAdd> {
  const before = await listVersions(tx, kind);
  const same = before.find(({ sha256 }) => sha256.equals(ruleset.sha256));
  if (same !== undefined) return same;

  const latest = before[0]?.version ?? 0;
  if (latest !== expectedLatestVersion)
    throw new CxError('VERSION_NOT_LATEST', `the newest version is ${latest}, not ${expectedLatestVersion}`, {
      field: 'expected_latest_version',
    });
  if (before.some(({ title }) => title === ruleset.name))
    throw new CxError(
      'DOCUMENT_NAME_USED',
      `another version is called ${ruleset.name}; give this one a name of its own`,
      {
        field: 'text',
      },
    );
  checkPeriods([...before.map(rulesetIn), ruleset]);

  const firstDay = firstDayOf(ruleset);
  const boundAfterStart = startOfDay(firstDay, ruleset.zone) <= now;
  if (boundAfterStart && !allowAfterFirstDay)
    throw new CxError('FIRST_DAY_PASSED', `${ruleset.name} decides from ${firstDay} on, and that day has begun`, {
      field: 'allow_after_first_day',
    });
  const { name: title, sha256 } = ruleset;
  return { kind, version: latest + 1, title, firstDay, boundAfterStart, text, sha256, publishedBy, reason };
}

/** A period is judged by one ruleset. */
function checkPeriods(rulesets: readonly Ruleset[]): void {
  try {
    rulesetsOf(rulesets);
  } catch (error) {
    throw new CxError('PERIODS_NAMED_TWICE', error instanceof Error ? error.message : String(error), {
      field: 'text',
      cause: error,
    });
  }
}

/** The ruleset of a version. When it was published is what the database says, not what the document says. */
export function rulesetIn({ text, publishedAt }: DocumentVersion): Ruleset {
  return { ...parseRuleset(text), publishedAt };
}
