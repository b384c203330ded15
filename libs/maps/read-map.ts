import type { z } from 'zod';
import { parseYaml } from '#libs/documents/reading/parse-yaml.js';
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
  const { value, mistakes, placeOf } = parseYaml(text);
  const unreadable = mistakes.map(({ line, column, problem, cure }) => ({ path: [], problem, cure, line, column }));
  if (value === undefined || unreadable.length > 0) return { kind: 'findings', findings: unreadable };
  // A key stands before its value, which may begin on the next line.
  const place = (finding: Finding) => ({ ...finding, ...placeOf(finding.path, true) });
  const parsed = mapDocument.safeParse(value);
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
