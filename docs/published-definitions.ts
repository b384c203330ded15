import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CATALOGUE } from '#libs/catalogue/catalogue.js';
import { definitionSha256 } from '#libs/catalogue/hash.js';
import type { MetricDefinition } from '#libs/catalogue/metric.js';

export const PUBLISHED_FILE = 'libs/catalogue/published-definitions.json';

/** A definition as it was published. Rows are only ever added: people were paid by what they name. */
export interface PublishedDefinition {
  /** The name that the metric is recorded by. */
  readonly metric: string;
  readonly definition: number;
  readonly codeVersion: number;
  readonly sha256: string;
  /** Fingerprint of the rule and of the case that it reads, without comments and spaces. */
  readonly code: string;
}

/** The recorded rows, followed by one row for each definition that has none yet. */
export function withNewDefinitions(
  recorded: readonly PublishedDefinition[],
  current: readonly PublishedDefinition[],
): readonly PublishedDefinition[] {
  return [...recorded, ...current.filter((row) => !recorded.some((before) => isSameVersion(before, row)))];
}

/** What was edited although it was published, each as a sentence that says what to do. */
export function editsOfPublished(
  recorded: readonly PublishedDefinition[],
  current: readonly PublishedDefinition[],
): string[] {
  return recorded.flatMap((before) => {
    const name = `${before.metric}, definition ${before.definition}`;
    const now = current.find((row) => isSameVersion(row, before));
    if (now === undefined) {
      const isThere = current.some(
        ({ metric, definition }) => metric === before.metric && definition === before.definition,
      );
      return isThere
        ? []
        : [`${name} was published and is gone. Put it back: indexes of earlier periods are computed by it.`];
    }
    if (now.sha256 !== before.sha256) {
      return [
        `${name} was published and its text, parameters or code version differ now. Undo the edit and add a definition with ` +
          `the next number in the same file, by redefine(). Only if no ruleset names it yet, remove its row from ${PUBLISHED_FILE} and run npm run docs.`,
      ];
    }
    if (now.code !== before.code) {
      return [
        `${name} was published and its rule, or the case that the rule reads, was edited. If a case can be judged differently ` +
          `now, raise codeVersion; if none can, set "code" to "${now.code}" in ${PUBLISHED_FILE}.`,
      ];
    }
    return [];
  });
}

/** Every definition of the catalogue as it would be published now. */
export function currentDefinitions(): readonly PublishedDefinition[] {
  return CATALOGUE.all.map((metric) => ({
    metric: metric.recordedAs,
    definition: metric.definition,
    codeVersion: metric.codeVersion,
    sha256: definitionSha256(metric).toString('hex'),
    code: fingerprint(metric),
  }));
}

/** The rows of the file; none before it was first written. */
export function recordedDefinitions(): readonly PublishedDefinition[] {
  return existsSync(absolute(PUBLISHED_FILE)) ? JSON.parse(readFileSync(absolute(PUBLISHED_FILE), 'utf8')) : [];
}

/** The text of the file. */
export function publishedText(rows: readonly PublishedDefinition[]): string {
  return `${JSON.stringify(rows, undefined, 2)}\n`;
}

function fingerprint({ id, source }: MetricDefinition): string {
  const folder = `libs/catalogue/${source}`;
  const text = readFileSync(absolute(`${folder}/${id.replaceAll('_', '-')}.ts`), 'utf8');
  const rule = text.slice(text.indexOf('\n  evaluate('));
  const cases = [...text.matchAll(/from '\.\/([a-z-]+)\.js'/g)].map(([, name]) =>
    readFileSync(absolute(`${folder}/${name}.ts`), 'utf8'),
  );
  const code = [rule, ...cases].map((part) => part.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '').replace(/\s/g, ''));
  return createHash('sha256').update(code.join('\n')).digest('hex').slice(0, 16);
}

function isSameVersion(a: PublishedDefinition, b: PublishedDefinition): boolean {
  return a.metric === b.metric && a.definition === b.definition && a.codeVersion === b.codeVersion;
}

function absolute(path: string): string {
  return join(import.meta.dirname, '..', path);
}
