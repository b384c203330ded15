import { type Document, isNode, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { type CompiledMap, type CompileOptions, compileMap } from './compile-map.js';
import type { Finding, Path } from './findings.js';
import { mapDocument } from './map-document.js';

/** A finding with its place in the text of the map. */
export interface PlacedFinding extends Finding {
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
}

export type ReadMap =
  | { readonly kind: 'map'; readonly map: CompiledMap }
  | { readonly kind: 'findings'; readonly findings: readonly PlacedFinding[] };

/** Reads the text of a map. Every mistake in it is a finding with its line and what to do. */
export function readMap(text: string, options: CompileOptions = {}): ReadMap {
  const lines = new LineCounter();
  const yaml = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  if (yaml.errors.length > 0) {
    const findings = yaml.errors.map((error): PlacedFinding => {
      const { line, col } = lines.linePos(error.pos[0]);
      const [problem = ''] = error.message.split(/ at line| \n|\n/);
      return {
        path: [],
        problem: `this is not YAML: ${problem}`,
        cure: 'correct it there or in the line before',
        line,
        column: col,
      };
    });
    return { kind: 'findings', findings };
  }
  const place = (finding: Finding) => ({ ...finding, ...placeOf(finding.path, yaml, lines) });
  const parsed = mapDocument.safeParse(yaml.toJS({ maxAliasCount: 100 }));
  if (!parsed.success)
    return { kind: 'findings', findings: sorted(parsed.error.issues.flatMap(findingsOf).map(place)) };
  const { map, findings } = compileMap(parsed.data, options);
  return findings.length === 0 ? { kind: 'map', map } : { kind: 'findings', findings: sorted(findings.map(place)) };
}

function sorted(findings: readonly PlacedFinding[]): PlacedFinding[] {
  return findings.toSorted((a, b) => a.line - b.line || a.column - b.column);
}

/** What the schema says of a document, as findings. */
function findingsOf(issue: z.core.$ZodIssue): Finding[] {
  const path = issue.path as Path;
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      path: [...path, key],
      problem: `the key ${key} is not known here`,
      cure: 'remove it, or correct its name',
    }));
  if (issue.code === 'invalid_union') {
    // Of several forms the one that was probably meant: its mistakes are inside and not in what it is.
    const meant = issue.errors.find((errors) => errors.every((error) => error.path.length > 0 || 'keys' in error));
    if (meant !== undefined)
      return meant.flatMap((error) => findingsOf({ ...error, path: [...issue.path, ...error.path] }));
  }
  if (issue.code === 'invalid_key')
    return issue.issues.map(({ message }) => ({ path, problem: message, cure: 'give it such a name' }));
  const name = path.at(-1) ?? 'the map';
  if (issue.code === 'invalid_type' && issue.input === undefined && /undefined/.test(issue.message))
    return [{ path, problem: `${String(name)} is missing`, cure: 'add it' }];
  return [{ path, problem: issue.message, cure: 'see docs/import.md for the form' }];
}

/** The place of a path in the text, or of the nearest thing above it that is there. */
function placeOf(path: Path, yaml: Document, lines: LineCounter): { readonly line: number; readonly column: number } {
  for (let length = path.length; length >= 0; length--) {
    const found = length === 0 ? yaml.contents : yaml.getIn(path.slice(0, length), true);
    const key = keyAt(path.slice(0, length), yaml);
    const node = key ?? found;
    const start = isNode(node) ? node.range?.[0] : undefined;
    if (start === undefined) continue;
    const { line, col } = lines.linePos(start);
    return { line, column: col };
  }
  return { line: 1, column: 1 };
}

/** The key itself, which stands before its value: a mapping may begin on the next line. */
function keyAt(path: Path, yaml: Document): unknown {
  const last = path.at(-1);
  const parent = path.length < 2 ? yaml.contents : yaml.getIn(path.slice(0, -1), true);
  const items = (parent as { items?: readonly { key?: { value?: unknown } }[] } | null)?.items;
  return typeof last === 'string' ? items?.find(({ key }) => key?.value === last)?.key : undefined;
}
