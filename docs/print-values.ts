import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** A part of the schema of the chart's values, with what this page reads of it. */
interface Schema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
}

const CHART = new URL('../deploy/helm/cx-index/', import.meta.url);
const PAGE = new URL('./install.md', import.meta.url);
const BEGIN =
  '<!-- Printed by `npm run docs` from deploy/helm/cx-index/values.schema.json and values.yaml. Change them there. -->\n';
const END = '<!-- The end of what is printed. -->\n';

/** docs/install.md with the table of the chart's values as the schema has it. */
export function installPage(): string {
  const page = readFileSync(PAGE, 'utf8');
  const [before = '', , after = ''] = page.split(new RegExp(`(${escaped(BEGIN)}[^]*?)(?=${escaped(END)})`));
  return `${before}${BEGIN}\n${valuesTable()}\n${after}`;
}

function valuesTable(): string {
  const schema = JSON.parse(readFileSync(new URL('values.schema.json', CHART), 'utf8')) as Schema;
  const defaults = parse(readFileSync(new URL('values.yaml', CHART), 'utf8')) as Values;
  const rows = Object.entries(schema.properties ?? {}).flatMap(([name, part]) =>
    rowsOf({ ...schema, properties: { [name]: part } }, '', defaults, { [name]: defaults['defaults'] }),
  );
  const of = (name: string, prefix: string) => rowsOf(schema.$defs?.[name] ?? {}, prefix, undefined);
  const own = of('process', 'PROCESS.').filter((row) => /PROCESS\.(settings|database|kafka|tlsSecret)/.test(row));
  return ['| value | meaning | default |', '| --- | --- | --- |', ...rows, ...own, ''].join('\n');
}

type Values = Readonly<Record<string, unknown>>;

/** @param inherited  what values.yaml says under `defaults`: a process without a value of its own has that of every process */
function rowsOf(schema: Schema, prefix: string, defaults: unknown, inherited?: unknown): string[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, part]) => {
    const value = (defaults as Values | undefined)?.[name];
    const ofAll = (inherited as Values | undefined)?.[name];
    if (part.properties !== undefined) return rowsOf(part, `${prefix}${name}.`, value ?? undefined, ofAll);
    const isNeeded =
      schema.required?.includes(name) === true && (value === '' || isEmptyList(value) || value === undefined);
    const isInherited = prefix !== '' && value === undefined && ofAll !== undefined;
    const shown = isInherited ? 'that of `defaults`' : isNeeded ? 'none: it must be set' : shownDefault(value);
    return [`| \`${prefix}${name}\` | ${part.description ?? ''}${rangeOf(part)} | ${shown} |`];
  });
}

function rangeOf({ enum: choices, minimum, maximum }: Schema): string {
  if (choices !== undefined) return ` One of ${choices.map((choice) => `\`${String(choice)}\``).join(', ')}.`;
  return minimum === undefined ? '' : ` ${minimum} to ${maximum}.`;
}

function shownDefault(value: unknown): string {
  if (value === undefined) return '';
  if (value === '' || isEmptyList(value)) return 'empty';
  return `\`${typeof value === 'object' ? JSON.stringify(value) : String(value)}\``;
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
