import { FINDING_REASONS } from '#libs/documents/finding.js';
import type { Kind } from '#libs/documents/kinds.js';
import { inYaml, type JsonSchema, jsonSchemaOf } from '#libs/documents/reading/json-schema.js';
import { DOCUMENT_KINDS } from '#libs/domain/document-kind.js';

/** docs/schemas/*.json: the schema of each document, for editors. */
export function schemaFiles(): Readonly<Record<string, string>> {
  return Object.fromEntries(
    DOCUMENT_KINDS.map((kind) => [
      `docs/schemas/${kind}.json`,
      `${JSON.stringify(jsonSchemaOf(kind), undefined, 2)}\n`,
    ]),
  );
}

const BOUND_AFTER_START: readonly string[] = [
  'So the index of a department has the mark RULES_BOUND_AFTER_START in a period that had begun before its ruleset was published, and in a',
  'period that had begun before one of these was published that decides in it. When it begins to decide within the period, that day counts.',
  '',
  '- the version of a weighed metric, or a later version that judges cases of the period instead of it. A version is published with',
  '  the document that first has it; later documents that repeat it change nothing;',
  '- the calendar by which a limit in working time is measured, if its hours differ from those before; for contacts, every calendar to which they',
  '  may move, from the first day on which the company has it;',
  "- of a department of the company's own, the version of `departments.yaml` that gave the metric its meaning;",
  '- the version of `departments.yaml` that lets units of the department belong to others, if this differs from the version before. Only the',
  '  indexes of units change with it, but the mark is of the whole department.',
  '',
  'No later document takes the mark from a period. Periods that begin after the publication do not have it. `cx bonus check PERIOD` says',
  'whether a period has the mark.',
  '',
];

/** What a declared event takes out, and when it may be declared. */
const EVENTS = [
  '',
  'A storm, a strike or an outage is declared in `events.yaml`, with evidence, and published by two people as every document. A question is taken',
  'out if its due instant lies in the span: after `from`, and not after `until`. It counts on a day of the span. If it is due later than that day',
  'ends, such as "arrived at last", the end of that day decides. What the department would answer for gets the class EXCLUDED, the reason',
  '`DECLARED_EVENT` and the party `event/NAME`, hit or miss. What another party answers for stays as it is. `cx index get` and `cx index explain`',
  'say for each event how many cases it took out and what the index would be without it; a snapshot keeps both. `cx cases METRIC PERIOD --responsible event/NAME`',
  'lists the cases with the evidence.',
  '',
  'The newest version holds for all days, so an event may be declared when it has happened, changed, and removed: every case is judged again. It marks no',
  'period as bound after its start. A period of which a snapshot was made stays as it was judged: a version that adds, changes or removes an event of',
  'its days is refused (EVENT_IN_FROZEN_PERIOD). No case is taken out by two events (EVENT_TAKES_TWICE). Why:',
  '[decision 45](decisions/0045-declared-events-are-a-document.md).',
];

/** In which unit a case is counted. */
const COUNTED_UNITS = [
  '',
  'A case is counted in the unit that its facts name, and in those above it. With `of`, a unit belongs to another one: depot-7 of carrier/acme is',
  'counted in `carrier/acme/depot-7`, so the index of `carrier/acme` holds its cases. The version of `departments.yaml` decides that holds on',
  'the day of the case. The name of an index has the path at which a unit is counted; a request by the reported name is refused with that path.',
  '`cx cases --unit depot-7` finds the cases by the reported name, and shows both. `cx company diff` names the units that move. Why: [decision 26](decisions/0026-a-unit-moves-when-it-is-judged.md).',
];

/** docs/company-documents.md: what a company writes about itself, every field with an example. */
export function companyDocumentsPage(): string {
  return [
    '# Documents of a company',
    '',
    '<!-- Printed by `npm run docs` from the schemas in libs/documents. Change them there. -->',
    '',
    'A company describes itself in a folder of YAML files: its name and calendars, its departments, the limits of its metrics, the weights',
    'of its index, and the feeds that report. `cx init` writes such a folder, with comments, secrets for the installation, and a README of',
    'what to report first. It asks on a terminal, or takes flags, and replaces nothing:',
    '',
    '```sh not-run: it writes a folder; cli/commands/company.test.ts runs it',
    'npx cx init my-shop --name "My shop" --zone Europe/Berlin --currency EUR --departments ordering,warehouse,delivery,support',
    '```',
    '',
    '`cx company lint` checks a folder: the form of each document, and all of them against each other.',
    '',
    '```sh',
    'npx cx company lint data/olist/company',
    '```',
    '',
    'A finding names file, line, column, reason and cure:',
    '',
    '```text',
    'shop/metrics.yaml:7:16 LIMIT_KIND_WRONG: The metric cannot take a limit of this kind. Do: State it in seconds, minutes, hours, working_minutes or working_hours.',
    '```',
    '',
    'The exit code is 0 without findings, 3 with findings, and 1 when the folder cannot be read; `--json` prints them for programs.',
    'Editors that know YAML complete and check a document by its schema in [docs/schemas](schemas/company.json). The first line of a file',
    'names it: `# yaml-language-server: $schema=schemas/company.json`, with the path from the file to the schema.',
    '',
    'Two companies are shipped: [a web shop in Berlin](example-company/company.yaml), which uses every field, and the marketplace whose',
    'orders are replayed, [Olist](../data/olist/company/company.yaml).',
    '',
    'In the tables below, a field without an example holds the fields that follow it. NAME is a name that the company chooses.',
    '',
    'What a change of them would mean, and how anchors are found: [change-the-rules.md](change-the-rules.md).',
    '',
    'Two people publish what a folder says that is new: one proposes it with `cx company propose`, another one publishes it with',
    '`cx company publish` ([how](change-the-rules.md#propose-and-publish)). Each version is numbered, hashed and never changed. It is checked against',
    'the others as they are published, so the company is published before a limit that names its calendar; the command finds the order.',
    'Published versions of a metric stay in `metrics.yaml` as they are, since verdicts stand on them: append a version to change a limit, and',
    '`asked: false` to end a metric. What begins in the past is taken only with `--after-first-day`, and is never payable.',
    '',
    ...BOUND_AFTER_START,
    'Who may report is what the version of `feeds.yaml` says that holds today; a department follows another one within seconds. A feed that it',
    'does not let report is refused, and so is each fact of a kind that the feed may not report, with its reason. What a call or a fact states about',
    'origin and zone counts first, then what the document states, then what the feed declared itself (DeclareDefaults). Cases wait until every feed of',
    'the document has reported, and for no feed that it does not name any more. Until the first version holds, a department takes facts of every',
    'feed. Why: [decision 22](decisions/0022-feeds-are-a-document.md).',
    '',
    'Departments judge by them. Each version of a metric is a definition; its number is its place in the list, from 1. A case is judged by',
    'exactly one: a later version takes the case over if it counts on its first day or later, by the limits of both. Where a version is added,',
    'every case is judged again, and what changes is retracted and recorded anew. `cx cases` shows the limits, the definition and the',
    'versions of documents that gave a verdict. Limits in working time stand still while the help desk waits for the customer, and no other',
    'limit does. A contact that waits and has no answer is not due: `cx cases first_response_in_time 2027-01 --stands-still` lists such',
    'contacts. A contact that [moves to another calendar](decisions/0025-contacts-move-between-calendars.md) keeps the minutes that it worked by',
    'the first one, and `cx cases` shows both. A calendar has on each day the hours of the version of company.yaml that holds on it, so the holidays',
    'of next year are a version of their own. A department to which no document has come yet takes facts and judges nothing.',
    ...COUNTED_UNITS,
    ...EVENTS,
    ...DOCUMENT_KINDS.flatMap(sectionOf),
    '',
    '## What the linter finds',
    '',
    '| reason | meaning |',
    '| --- | --- |',
    ...Object.entries(FINDING_REASONS).map(([reason, meaning]) => `| \`${reason}\` | ${meaning} |`),
    '',
  ].join('\n');
}

function sectionOf(kind: Kind): string[] {
  const schema = jsonSchemaOf(kind);
  return [
    '',
    `## ${kind}.yaml`,
    '',
    schema.description ?? '',
    ...(kind === 'ruleset'
      ? ['A company has one ruleset or several, `ruleset-NAME.yaml`; no two of them name one period.']
      : []),
    '',
    '| field | meaning | example |',
    '| --- | --- | --- |',
    ...fieldsOf(schema, '').map(
      ({ path, schema: field }) => `| \`${path}\` | ${meaningOf(field)} | ${exampleOf(field)} |`,
    ),
  ];
}

interface Field {
  readonly path: string;
  readonly schema: JsonSchema;
  readonly isRequired: boolean;
}

/** Every field below a schema, parents first. Names that the company chooses are written in capitals. */
function fieldsOf(schema: JsonSchema, path: string): Field[] {
  const named = Object.entries(schema.properties ?? {}).flatMap(([key, field]) =>
    fieldAndBelow(field, path === '' ? key : `${path}.${key}`, schema.required?.includes(key) ?? false),
  );
  const { additionalProperties, items } = schema;
  const free = additionalProperties ? fieldAndBelow(additionalProperties, `${path}.NAME`, false) : [];
  const listed = items?.properties === undefined ? [] : fieldsOf(items, `${path}[]`);
  return [...named, ...free, ...listed];
}

function fieldAndBelow(schema: JsonSchema, path: string, isRequired: boolean): Field[] {
  const isDuration = schema.properties?.['civil_days'] !== undefined;
  return [{ path, schema, isRequired }, ...(isDuration ? [] : fieldsOf(schema, path))];
}

function meaningOf({ description = '', enum: values, items }: JsonSchema): string {
  const possible = values ?? items?.enum;
  const listed = possible === undefined ? '' : ` One of ${possible.map((value) => `\`${value}\``).join(', ')}.`;
  return `${description}${listed}`.replaceAll('|', '\\|');
}

function exampleOf({ examples = [] }: JsonSchema): string {
  return examples.map((example) => `\`${inYaml(example).replaceAll('|', '\\|')}\``).join(', ');
}
