import type { SnapshotContent } from './content.js';

/** Fields that stay numbers of JavaScript: versions and instants. All others written as digits are counts and points. */
const NUMBERS = new Set([
  ...['version', 'supersedes', 'earningStart', 'earningEnd', 'rulesetPublishedAt', 'cutOffAt'],
  ...['adjustment', 'ruling', 'dueAt'],
]);
/** Fields that are digits and text all the same. */
const COUNTS = /^(hits|cases|chargedToOthers|lived(Hits|Cases)|observationsL[012]|.*(E4|Bp|Ppm))$/;

/** Reads the canonical bytes of a record back; `canonicalJson` of the answer is those bytes again. */
export function parseContent(bytes: Uint8Array): SnapshotContent {
  const text = Buffer.from(bytes).toString('utf8');
  const parsed: unknown = JSON.parse(text, (_, value: unknown) => (isRecord(value) ? fromSnakeCase(value) : value));
  return withUnset(parsed as SnapshotContent);
}

function fromSnakeCase(record: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(record).map(([key, value]) => {
      const name = key.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
      if (typeof value !== 'string') return [name, value];
      if (NUMBERS.has(name)) return [name, Number(value)];
      return [name, COUNTS.test(name) ? BigInt(value) : value];
    }),
  );
}

/** What was left out was not measured. */
function withUnset(content: SnapshotContent): SnapshotContent {
  const inputs = content.inputs.map((input) => ({
    ...{ indexE4: undefined, lowerE4: undefined, upperE4: undefined },
    ...input,
    metrics: input.metrics.map((metric) => ({ ...{ ratePpm: undefined, scoreE4: undefined }, ...metric })),
  }));
  return { ...content, inputs };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
