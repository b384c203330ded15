import { DOCUMENT_KINDS } from '#libs/domain/document-kind.js';
import { checkAccess } from './checks/check-access.js';
import { checkCompany } from './checks/check-company.js';
import { checkDepartments } from './checks/check-departments.js';
import { checkEvents } from './checks/check-events.js';
import { checkExportProfiles } from './checks/check-export-profiles.js';
import { checkFeeds } from './checks/check-feeds.js';
import { checkMetrics } from './checks/check-metrics.js';
import { checkPayPlan } from './checks/check-pay-plan.js';
import { checkRulesets } from './checks/check-rulesets.js';
import type { Documents, FactKinds, Read } from './checks/documents.js';
import { type Finding, type Mistake, pathText } from './finding.js';
import { FILES, KINDS, type Kind, kindOfFile, OPTIONAL } from './kinds.js';
import { unknownMetric } from './metrics/unknown-metric.js';
import { explain, hasTypes, removeUnknown } from './reading/explain.js';
import { type ParsedYaml, parseYaml } from './reading/parse-yaml.js';

/** A document as it was written: its file inside the folder, and its text. */
export interface SourceFile {
  readonly file: string;
  readonly text: string;
}

/** The documents of a company without a mistake, or everything that is wrong with them. */
export type Checked =
  | { readonly kind: 'documents'; readonly documents: Documents }
  | { readonly kind: 'findings'; readonly findings: readonly Finding[] };

/**
 * Checks the documents of a company: the YAML, each document by its schema, and all of them against each other. All mistakes come at
 * once, in the order of the files and lines. It never throws, whatever the texts are.
 *
 * @param factKinds  the kinds of facts of the built-in departments, which only the contracts know; others are not checked
 * @param keptNames  see `Documents`; only the one who knows what is published knows them
 */
export function checkDocuments(
  files: readonly SourceFile[],
  factKinds: FactKinds = {},
  keptNames: readonly string[] = [],
): Checked {
  const read = files.map(readOne);
  const documents = { ...documentsOf(read), factKinds, keptNames };
  const between = [
    checkCompany,
    checkDepartments,
    checkMetrics,
    checkRulesets,
    checkFeeds,
    checkAccess,
    checkEvents,
    checkPayPlan,
    checkExportProfiles,
  ].flatMap((check) => check(documents));
  const findings = [
    ...read.flatMap(({ findings: own }) => own),
    ...between.map(({ file, mistake }) => placed(mistake, file, read.find((one) => one.file === file)?.parsed)),
    ...missingFiles(read),
  ];
  if (findings.length === 0) return { kind: 'documents', documents };
  return { kind: 'findings', findings: inOrder(findings) };
}

interface ReadFile {
  readonly file: string;
  readonly kind: Kind | undefined;
  readonly parsed?: ParsedYaml;
  /** What the file says, when it has the types of its schema. */
  readonly value?: unknown;
  readonly findings: readonly Finding[];
}

function readOne({ file, text }: SourceFile): ReadFile {
  const kind = kindOfFile(file);
  if (kind === undefined) return { file, kind, findings: [unknownFile(file)] };
  const parsed = parseYaml(text);
  const inText = parsed.mistakes.map((mistake): Finding => ({ file, path: '', ...mistake }));
  if (parsed.value === undefined) return { file, kind, findings: inText };
  const { error } = KINDS[kind].safeParse(parsed.value, { reportInput: true });
  const issues = error?.issues ?? [];
  const mistakes = explain(issues, kind).map((mistake) =>
    kind === 'metrics' ? (unknownMetric(mistake) ?? mistake) : mistake,
  );
  removeUnknown(parsed.value, issues);
  return {
    file,
    kind,
    parsed,
    ...(hasTypes(issues) ? { value: parsed.value } : {}),
    findings: [...inText, ...mistakes.map((mistake) => placed(mistake, file, parsed))],
  };
}

function placed({ path, atKey, inside, ...mistake }: Mistake, file: string, parsed: ParsedYaml | undefined): Finding {
  const place = parsed?.placeOf(path, atKey, inside) ?? { line: 1, column: 1 };
  return { file, ...place, path: pathText(path), ...mistake };
}

function documentsOf(read: readonly ReadFile[]): Omit<Documents, 'factKinds' | 'keptNames'> {
  // Their schemas have checked the types, and no schema changes a value.
  const of = <T>(kind: Kind): Read<T>[] =>
    read.flatMap((one) => (one.kind === kind && 'value' in one ? [{ file: one.file, value: one.value as T }] : []));
  return {
    company: of<NonNullable<Documents['company']>['value']>('company')[0],
    departments: of<NonNullable<Documents['departments']>['value']>('departments')[0],
    metrics: of<NonNullable<Documents['metrics']>['value']>('metrics')[0],
    rulesets: of<Documents['rulesets'][number]['value']>('ruleset'),
    feeds: of<NonNullable<Documents['feeds']>['value']>('feeds')[0],
    access: of<NonNullable<Documents['access']>['value']>('access')[0],
    events: of<NonNullable<Documents['events']>['value']>('events')[0],
    payPlan: of<NonNullable<Documents['payPlan']>['value']>('pay-plan')[0],
    exportProfiles: of<NonNullable<Documents['exportProfiles']>['value']>('export-profiles')[0],
    webhooks: of<NonNullable<Documents['webhooks']>['value']>('webhooks')[0],
  };
}

function missingFiles(read: readonly ReadFile[]): Finding[] {
  const missing = DOCUMENT_KINDS.filter((kind) => !OPTIONAL.includes(kind) && !read.some((one) => one.kind === kind));
  return missing.map((kind) => ({
    file: `${kind}.yaml`,
    line: 1,
    column: 1,
    path: '',
    reason: 'FILE_MISSING',
    problem: `The folder has no ${kind}.yaml.`,
    cure: 'Write it as docs/company-documents.md shows it.',
  }));
}

function unknownFile(file: string): Finding {
  return {
    file,
    line: 1,
    column: 1,
    path: '',
    reason: 'FILE_UNKNOWN',
    problem: 'No document has this name.',
    cure: `Rename or remove it. Documents are ${FILES.join(', ')} and further rulesets, ruleset-NAME.yaml.`,
  };
}

function inOrder(findings: readonly Finding[]): readonly Finding[] {
  return findings.toSorted((a, b) =>
    a.file === b.file ? a.line - b.line || a.column - b.column : a.file < b.file ? -1 : 1,
  );
}
