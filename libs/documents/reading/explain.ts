import type { z } from 'zod';
import { nearest } from '#libs/domain/nearest.js';
import { FINDING_REASONS, type FindingReason, type Mistake, type Path, pathText } from '../finding.js';
import type { Kind } from '../kinds.js';
import { inYaml, type JsonSchema, jsonSchemaOf, schemaAt } from './json-schema.js';

type Issue = z.core.$ZodIssue;

/** What the schema of a kind of document found wrong, as mistakes with a reason and a cure. The issues carry their inputs (`reportInput`). */
export function explain(issues: readonly Issue[], kind: Kind): Mistake[] {
  const all = issues.flatMap((issue) => mistakesOf(issue, jsonSchemaOf(kind)));
  // A duration with an unknown unit has no length either: the unit is what the author corrects.
  const withUnknown = new Set(
    all.filter(({ reason }) => reason === 'KEY_UNKNOWN').map(({ path }) => pathText(path.slice(0, -1))),
  );
  return all.filter(({ reason, path }) => reason !== 'DURATION_INVALID' || !withUnknown.has(pathText(path)));
}

/** Removes the keys that a schema does not know, in place: checks that compare values must not meet them. */
export function removeUnknown(value: unknown, issues: readonly Issue[]): void {
  for (const issue of issues) {
    if (issue.code !== 'unrecognized_keys') continue;
    const holder = issue.path.reduce<unknown>((at, step) => (at as Record<PropertyKey, unknown>)[step], value);
    for (const key of issue.keys) delete (holder as Record<string, unknown>)[key];
  }
}

/**
 * Whether a value has the types of its schema in spite of these issues. Then the checks that compare several values may read it:
 * they find other mistakes than the schema does.
 */
export function hasTypes(issues: readonly Issue[]): boolean {
  const harmless = ['custom', 'unrecognized_keys', 'invalid_format', 'too_small', 'too_big', 'invalid_value'];
  return issues.every(({ code }) => harmless.includes(code));
}

function mistakesOf(issue: Issue, schema: JsonSchema): Mistake[] {
  const { path } = issue;
  const at = schemaAt(schema, path);
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownKey([...path, key], key, at));
    case 'invalid_type':
      return [issue.input === undefined ? missing(path, at) : wrongType(path, at, issue.expected)];
    case 'invalid_value':
      return [oneOf(path, issue.values.map(String), issue.input)];
    case 'invalid_key':
      return [
        {
          path,
          atKey: true,
          reason: 'FORM_WRONG',
          problem: `${quoted(path.at(-1))} is no name here.`,
          cure: sentence(issue.issues[0]?.message),
        },
      ];
    case 'invalid_format':
      return [
        {
          path,
          reason: 'FORM_WRONG',
          problem: `This is not of the form that is needed here.`,
          cure: cureOf(at, sentence(issue.message)),
        },
      ];
    case 'too_small':
    case 'too_big':
      return [outOfRange(issue, at)];
    case 'custom':
      return [ruled(issue)];
    default:
      return [{ path, reason: 'TYPE_WRONG', problem: 'This value has no meaning here.', cure: cureOf(at) }];
  }
}

function unknownKey(path: Path, key: string, at: JsonSchema | undefined): Mistake {
  const known = Object.keys(at?.properties ?? {});
  const meant = nearest(key, known);
  const cure = meant === undefined ? `Remove it. Keys that are known here: ${known.join(', ')}.` : `Write ${meant}.`;
  return { path, atKey: true, reason: 'KEY_UNKNOWN', problem: `The key ${quoted(key)} has no meaning here.`, cure };
}

function missing(path: Path, at: JsonSchema | undefined): Mistake {
  const key = String(path.at(-1));
  const [example] = at?.examples ?? [];
  const shown = example === undefined ? `Add ${key}.` : `Add ${key}, such as ${key}: ${inYaml(example)}.`;
  return { path, reason: 'KEY_MISSING', problem: `The key ${quoted(key)} is missing.${meaningOf(at)}`, cure: shown };
}

const TYPES: Readonly<Record<string, string>> = {
  object: 'an object of keys with values',
  record: 'an object of keys with values',
  array: 'a list',
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
};

function wrongType(path: Path, at: JsonSchema | undefined, expected: string): Mistake {
  const needed = TYPES[expected] ?? expected;
  return {
    path,
    reason: 'TYPE_WRONG',
    problem: `Here belongs ${needed}.${meaningOf(at)}`,
    cure: cureOf(at, `Write ${needed}.`),
  };
}

function oneOf(path: Path, values: readonly string[], given: unknown): Mistake {
  const meant = typeof given === 'string' ? nearest(given, values) : undefined;
  const cure = meant === undefined ? `Write one of ${values.join(', ')}.` : `Write ${meant}.`;
  return {
    path,
    reason: 'VALUE_UNKNOWN',
    problem: `This value is not known here: it is one of ${values.join(', ')}.`,
    cure,
  };
}

function outOfRange(issue: Extract<Issue, { code: 'too_small' | 'too_big' }>, at: JsonSchema | undefined): Mistake {
  const isSmall = issue.code === 'too_small';
  const bound = isSmall ? issue.minimum : issue.maximum;
  const what = issue.origin === 'string' ? ' characters' : issue.origin === 'array' ? ' entries' : '';
  const problem = `This must ${what === '' ? 'be' : 'have'} at ${isSmall ? 'least' : 'most'} ${bound.toLocaleString('en')}${what}.`;
  return { path: issue.path, reason: 'OUT_OF_RANGE', problem, cure: cureOf(at) };
}

/** A rule of ours carries its reason and its cure; a rule without them still has its message. */
function ruled({ path, message, ...issue }: Issue): Mistake {
  const { reason, cure } = ('params' in issue ? issue.params : undefined) ?? {};
  const isKnown = typeof reason === 'string' && Object.hasOwn(FINDING_REASONS, reason);
  return {
    path,
    reason: isKnown ? (reason as FindingReason) : 'FORM_WRONG',
    problem: sentence(message),
    cure: typeof cure === 'string' ? cure : SEE_PAGE,
  };
}

const SEE_PAGE = 'Write it as docs/company-documents.md shows it.';

function cureOf(at: JsonSchema | undefined, otherwise = SEE_PAGE): string {
  const [example] = at?.examples ?? [];
  return example === undefined ? otherwise : `Write it like ${inYaml(example)}.`;
}

function meaningOf(at: JsonSchema | undefined): string {
  return at?.description === undefined ? '' : ` It means: ${at.description}`;
}

function sentence(text = 'This is wrong'): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`.replace(/\.\.$/, '.');
}

function quoted(key: PropertyKey | undefined): string {
  return `"${String(key)}"`;
}
