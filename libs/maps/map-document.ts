import { z } from 'zod';

const scalar = z.union([z.string(), z.number(), z.boolean()]);
const word = z.string().regex(/^[a-z][a-z0-9_]*$/, 'a word of the map is written in small letters: paid_at');
/** "unit" makes the name of a unit of a text: "Team Köln" is team-koln. */
const types = ['text', 'unit', 'instant', 'day', 'whole', 'decimal', 'yes_no'] as const;

/** A table from a value in the file to the word of the contract; or the name of one under `values`. */
const valueTable = z.record(z.string(), scalar);
const valueTableOrName = z.union([word, valueTable], { error: 'name a table under values, or write one: {Ja: true}' });
const otherwise = z
  .union([z.literal('refuse'), z.literal('leave_empty'), z.literal('keep'), z.strictObject({ value: scalar })], {
    error: 'write refuse, leave_empty, keep, or {value: ...}',
  })
  .describe('What becomes of a value that the table does not name. Default: refuse, the row is refused.');

const columnRules = z.strictObject({
  column: z.string().min(1).describe('The name of the column in the file; of JSON, a path: via.channel'),
  type: z.enum(types).optional().describe('What its cells hold. Default: text'),
  format: z
    .string()
    .optional()
    .describe('How it writes dates: iso, excel, unix, unix_ms, or a pattern: dd.MM.yyyy HH:mm. Default: iso'),
  zone: z.string().optional().describe('The time zone of its dates without an offset. Default: that of the row'),
  values: valueTableOrName.optional().describe('Replaces the text of a cell before it is read as its type'),
  otherwise: otherwise.optional(),
  lower_case: z.boolean().optional().describe('Takes the cell in small letters'),
  first_characters: z.int().min(1).optional().describe('Takes so many characters of the cell'),
  split: z.string().min(1).optional().describe('The cell holds a list, with this between its values'),
  optional: z.boolean().optional().describe('The file may lack the column; its cells are then empty'),
});
const column = z.union([z.string().min(1), columnRules], {
  error: 'a column is its name in the file, or {column: ..., type: ...}',
});
const columns = z.record(word, column);
export type ColumnDocument = z.infer<typeof columnRules>;

const duration = z
  .strictObject({
    seconds: z.union([z.number(), z.string()]).optional(),
    minutes: z.union([z.number(), z.string()]).optional(),
    hours: z.union([z.number(), z.string()]).optional(),
    civil_days: z.union([z.number(), z.string()]).optional(),
  })
  .describe('How long: {minutes: 60}, {civil_days: 3}, or of a column: {minutes: "{first_reply_minutes}"}');
export type DurationDocument = z.infer<typeof duration>;

const test = z.union(
  [
    scalar,
    z.array(scalar),
    z.strictObject({
      filled: z.boolean().optional(),
      not: z.union([scalar, z.array(scalar)]).optional(),
      contains: scalar.optional(),
      lacks: scalar.optional(),
      begins_with: z.string().optional(),
      same_as: z.string().optional(),
      differs_from: z.string().optional(),
      after: z.string().optional(),
      before: z.string().optional(),
      more_than: z.number().optional(),
      less_than: z.number().optional(),
    }),
  ],
  {
    error:
      'a test is a value, a list of values, or one of filled, not, contains, lacks, begins_with, same_as, differs_from, after, before, more_than, less_than',
  },
);
export type TestDocument = z.infer<typeof test>;

export interface ConditionDocument {
  readonly [key: string]: TestDocument | ConditionDocument | readonly ConditionDocument[];
}
/** A condition of a fact or of an expression. */
export const conditionDocument: z.ZodType<ConditionDocument> = z.lazy(() =>
  z
    .object({
      any: z.array(conditionDocument).optional(),
      all: z.array(conditionDocument).optional(),
      not: conditionDocument.optional(),
    })
    .catchall(test),
) as unknown as z.ZodType<ConditionDocument>;

export type ExpressionDocument =
  | string
  | number
  | boolean
  | readonly ExpressionDocument[]
  | { readonly [key: string]: ExpressionDocument };

/** The forms of an expression that is a mapping. Their keys are checked when the map is compiled, because a group of fields looks alike. */
const expression: z.ZodType<ExpressionDocument> = z
  .lazy(() => z.union([scalar, z.array(expression), z.record(z.string(), expression)]))
  .describe(
    'A text with {words}, a number, true or false; a list; or one of first_of, earliest, latest, first, last, only, all, count, sum, value (with plus, minus, at_time, values, lower_case, first_characters), if (with then, otherwise)',
  );

const belonging = z.strictObject({
  list: z.string().optional().describe('A list inside the row of a JSON file, by its path'),
  split: z.string().min(1).optional().describe('Cells that hold lists of one length, with this between their values'),
  same: word.optional().describe('Rows that follow each other with the same value of this word'),
  table: word.optional().describe('Rows of another file'),
  where: z.record(word, word).optional().describe('Of another file: which of its words equals which word of this row'),
  columns: columns.optional().describe('The columns of these rows; rows of another file have their own'),
});
export type BelongingDocument = z.infer<typeof belonging>;

const table = z.strictObject({
  format: z.enum(['csv', 'json_lines']).optional().describe('Default: by the name of the file'),
  separator: z.enum(['comma', 'semicolon', 'tab', 'pipe']).optional().describe('Default: detected from the header'),
  encoding: z.enum(['utf-8', 'utf-16', 'windows-1252']).optional().describe('Default: by the first bytes, else utf-8'),
  decimal: z.enum(['point', 'comma']).optional().describe('How numbers are written: 5.25 or 5,25. Default: point'),
  columns,
  rows: z.record(word, belonging).optional().describe('Rows that belong to a row'),
  words: z.record(word, expression).optional().describe('More words, made of the columns'),
});
export type TableDocument = z.infer<typeof table>;

const fact = z
  .object({
    fact: z.string().describe('The department and the kind: support.received'),
    table: word.optional().describe('The table whose rows make it. Not needed when there is one'),
    each: word.optional().describe('Rows that belong to a row: each makes a fact'),
    when: conditionDocument.optional().describe('Which rows make it. Default: all'),
    fields: z.record(z.string(), expression).optional().describe('What the contract has for this kind'),
  })
  .catchall(expression)
  .describe(
    'One kind of fact that rows make. Besides: the fields that all facts of the department have, such as fact_id',
  );
export type FactDocument = z.infer<typeof fact>;

/** A map: which columns files have, and which facts their rows make. */
export const mapDocument = z.strictObject({
  map: z.string().min(1).describe('The name of the map'),
  about: z.string().optional().describe('What it is for'),
  zone: z
    .string()
    .optional()
    .describe('The time zone of customers and of dates without an offset, or the word that holds it'),
  tables: z.record(word, table).describe('The files, by names of your own'),
  values: z.record(word, valueTable).optional().describe('Tables from values in the files to words of the contract'),
  facts: z.array(fact).min(1).describe('Which rows make which facts'),
});
export type MapDocument = z.infer<typeof mapDocument>;
