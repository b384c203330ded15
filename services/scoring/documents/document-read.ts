import { createHash } from 'node:crypto';
import type { Definitions } from '#libs/catalogue/definitions.js';
import { checkNext, type NextFindings } from '#libs/documents/check-next.js';
import type { CompanyDocument } from '#libs/documents/company/company-document.js';
import type { EventsDocument } from '#libs/documents/events/events-document.js';
import type { MetricsDocument } from '#libs/documents/metrics/metrics-document.js';
import type { PayPlanDocument } from '#libs/documents/pay-plan/pay-plan-document.js';
import { parseYaml } from '#libs/documents/reading/parse-yaml.js';
import { canonicalJson } from '#libs/domain/canonical-json.js';
import type { DocumentKind } from '#libs/domain/document-kind.js';
import { CxError, type Reason } from '#libs/domain/error.js';
import type { Day, Zone } from '#libs/domain/time.js';
import { parseRuleset, type Ruleset, RulesetError } from '../rulesets/ruleset.js';
import { firstDayOf } from '../rulesets/rulesets.js';
import { keptNames } from './declared-departments.js';

/** What one document says, as far as its publication depends on it. */
export type DocumentRead =
  | (Meaning & { readonly kind: 'ruleset'; readonly firstDay: Day; readonly zone: Zone; readonly ruleset: Ruleset })
  | (Meaning & { readonly kind: 'company'; readonly firstDay: Day; readonly zone: Zone })
  | (Meaning & { readonly kind: 'departments' | 'feeds' | 'access'; readonly firstDay: Day })
  | (Meaning & { readonly kind: 'pay-plan' | 'export-profiles' | 'webhooks'; readonly firstDay: Day })
  | (Meaning & { readonly kind: 'metrics'; readonly metrics: MetricsDocument })
  | (Meaning & { readonly kind: 'events'; readonly events: EventsDocument });

interface Meaning {
  /** See `CheckedDocument`. */
  readonly title: string;
  /** Layout, comments and the order of keys do not count; the order of lists does. 32 bytes. */
  readonly sha256: Buffer;
}

/**
 * Reads and checks a document by itself.
 *
 * @param definitions  what a ruleset may name
 * @throws {CxError} DOCUMENT_INVALID with a violation for each mistake
 */
export function readDocument(kind: DocumentKind, text: string, definitions: Definitions): DocumentRead {
  if (kind === 'ruleset') return readRuleset(text, definitions);
  throwIfAny('DOCUMENT_INVALID', checkNext({ kind, text }, [], {}, keptNames(definitions)).own);
  const { value } = parseYaml(text);
  const sha256 = createHash('sha256')
    .update(canonicalJson(value as object))
    .digest();
  if (kind === 'metrics') return { kind, title: '', sha256, metrics: value as MetricsDocument };
  if (kind === 'events') return { kind, title: '', sha256, events: value as EventsDocument };
  const { valid_from: firstDay } = value as { readonly valid_from: Day };
  if (kind === 'pay-plan') return { kind, title: (value as PayPlanDocument).plan, sha256, firstDay };
  if (kind !== 'company') return { kind, title: '', sha256, firstDay };
  const { name, zone } = value as CompanyDocument;
  return { kind, title: name, sha256, firstDay, zone };
}

function readRuleset(text: string, definitions: Definitions): DocumentRead {
  const ruleset = checkedRuleset(text, definitions);
  const { name, sha256, zone } = ruleset;
  return { kind: 'ruleset', title: name, sha256, firstDay: firstDayOf(ruleset), zone, ruleset };
}

/** A ruleset as a caller sends it. @throws {CxError} DOCUMENT_INVALID with a violation for each mistake */
export function checkedRuleset(text: string, definitions: Definitions): Ruleset {
  try {
    return parseRuleset(text, definitions);
  } catch (error) {
    if (!(error instanceof RulesetError)) throw error;
    const lines = error.mistakes.map(({ path, message }) => ({ subject: path, description: message }));
    throw refusedWith('DOCUMENT_INVALID', lines);
  }
}

/** @throws {CxError} with every finding, if there is one */
export function throwIfAny(reason: Reason, findings: NextFindings['own']): void {
  if (findings.length === 0) return;
  const lines = findings.map(({ file, line, column, path, reason: why, problem, cure }) => ({
    subject: path === '' ? file : `${file}: ${path}`,
    description: `${why} in line ${line}, column ${column}: ${problem} Do: ${cure}`,
  }));
  throw refusedWith(reason, lines);
}

/** A refusal with one violation for each line. */
export function refusedWith(
  reason: Reason,
  lines: readonly { readonly subject: string; readonly description: string }[],
): CxError {
  const texts = lines.map(({ subject, description }) => (subject === '' ? description : `${subject}: ${description}`));
  return new CxError(reason, texts.join('; '), {
    field: 'text',
    violations: lines.map((line) => ({ reason, ...line })),
  });
}
