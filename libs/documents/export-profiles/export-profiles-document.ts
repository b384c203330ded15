import { z } from 'zod';
import { FIELD_NAMES, FIELDS, type FieldName, ROW_KINDS } from '#libs/exports/profile/fields.js';
import {
  DAY_FORMATS,
  DECIMAL_SIGNS,
  ENCODINGS,
  LINE_ENDS,
  NUMBER_ROUNDINGS,
  PURPOSES,
  QUOTINGS,
  SEPARATORS,
} from '#libs/exports/profile/profile.js';
import { name, validFrom } from '../fields.js';

/** The document `export-profiles`: the files that HR loads into other systems. */

const keysOf = <Table extends object>(table: Table) => Object.keys(table) as [keyof Table & string];
const MOST_UNITS = 1_000_000_000_000_000;

/** A text on one line, as other systems name columns and codes. */
const cellText = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[^\p{Cc}]*$/u, 'a text has no control characters');

const number = z
  .strictObject({
    decimals: z
      .int()
      .min(0)
      .max(9)
      .meta({ description: 'Decimals that are written.', examples: [2] }),
    rounding: z.enum(NUMBER_ROUNDINGS).meta({
      description: 'What happens to a number with more decimals. EXACT: its row is an error, and no file is written.',
      examples: ['HALF_UP'],
    }),
    shift: z
      .int()
      .min(-9)
      .max(9)
      .optional()
      .meta({
        description:
          'Moves the decimal sign to the left by so many places, or to the right below 0: with 2, 87.4321 points are written as 0.874321.',
        examples: [2],
      }),
    least: z
      .int()
      .min(-MOST_UNITS)
      .max(MOST_UNITS)
      .optional()
      .meta({
        description: 'The least number that the other system takes, in units of the last decimal.',
        examples: [0],
      }),
    most: z
      .int()
      .min(-MOST_UNITS)
      .max(MOST_UNITS)
      .optional()
      .meta({
        description: 'The greatest one: 9999999 are 99,999.99 with two decimals.',
        examples: [9_999_999],
      }),
  })
  .meta({ description: 'How a number is written. Digits are never grouped.' });

const column = z
  .strictObject({
    headers: z
      .array(cellText)
      .min(1)
      .max(5)
      .meta({
        description: 'What stands above the column, one text for each line of the head. The first names it in JSON.',
        examples: [['Amount']],
      }),
    field: z
      .enum(FIELD_NAMES as [FieldName])
      .optional()
      .meta({ description: 'From which field its cells come.', examples: ['amount'] }),
    text: cellText.optional().meta({
      description: 'The text of every cell, in place of a field: a code of the company.',
      examples: ['XYZ'],
    }),
    number: number.optional().meta({ description: 'How its numbers are written; of a number only.' }),
    date: z
      .enum(DAY_FORMATS)
      .optional()
      .meta({
        description: 'How its days are written; of a day only. Without it YYYY-MM-DD.',
        examples: ['MM/DD/YYYY'],
      }),
    codes: name.optional().meta({
      description: 'The list of codes by which its texts are translated.',
      examples: ['goals'],
    }),
    longest: z
      .int()
      .min(1)
      .max(500)
      .optional()
      .meta({
        description: 'The most characters that the other system takes; a longer text is an error of its row.',
        examples: [6],
      }),
    may_be_empty: z
      .boolean()
      .optional()
      .meta({
        description: 'With true, a row without a value has an empty cell. Otherwise it is an error.',
        examples: [true],
      }),
  })
  .meta({ description: 'One column, from a field or with the same text in every row.' });

const profile = z
  .strictObject({
    purpose: z.enum(PURPOSES).meta({
      description:
        'What the file is loaded for. A department is claimed once for each purpose, so that no two files pay twice. RESULT: an index or a factor. WEIGHT: a weight of a goal. PAY: amounts. CORRECTION: what a correction changes of them.',
      examples: ['RESULT'],
    }),
    rows: z.enum(ROW_KINDS).meta({
      description:
        'What a row stands for. PAYEES: the lines of an allocation of a pool. DELTAS: the lines of a correction of one.',
      examples: ['DEPARTMENTS'],
    }),
    file: z
      .string()
      .regex(
        /^(?!\.)(?:[A-Za-z0-9._-]|\{period\}|\{version\}|\{pool\}){1,80}$/,
        'a file has a name of letters, digits, ".", "_", "-", {period}, {version} and {pool}',
      )
      .meta({ description: 'Name of the file.', examples: ['goal-results-{period}.csv'] }),
    encoding: z.enum(ENCODINGS).meta({
      description: 'BOM: the file begins with the mark by which Excel knows the encoding.',
      examples: ['UTF_8_BOM'],
    }),
    line_end: z.enum(keysOf(LINE_ENDS)).meta({ description: 'What ends a line.', examples: ['CRLF'] }),
    decimal_sign: z.enum(keysOf(DECIMAL_SIGNS)).meta({ description: 'Between whole and decimals.', examples: ['DOT'] }),
    csv: z
      .strictObject({
        separator: z.enum(keysOf(SEPARATORS)).meta({ description: 'Between two cells.', examples: ['COMMA'] }),
        quoting: z.enum(QUOTINGS).meta({
          description: 'Which cells stand in quotes. TEXT: all that are no numbers.',
          examples: ['WHEN_NEEDED'],
        }),
        head: z.boolean().meta({ description: 'Whether the file begins with the headers.', examples: [true] }),
      })
      .optional()
      .meta({
        description: 'How the file is written as CSV. Without it the file is JSON: a list with an object for each row.',
      }),
    columns: z.array(column).min(1).max(100).meta({ description: 'The columns in their order.' }),
    codes: z
      .record(
        name,
        z
          .record(cellText, cellText.meta({ description: 'What the other system calls it.', examples: ['G-100'] }))
          .meta({ description: 'What the other system calls each value.', examples: [{ delivery: 'G-100' }] }),
      )
      .optional()
      .meta({ description: 'Lists of codes that columns name.' }),
  })
  .meta({ description: 'A file that HR loads into another system.' });

export const exportProfilesDocument = z
  .strictObject({
    valid_from: validFrom.meta({
      description:
        'First day of the first period that is exported by it. The newest version that holds on the first day of a period is used.',
      examples: ['2027-01-01'],
    }),
    profiles: z.record(name, profile).meta({ description: 'Every file by name.' }),
  })
  .meta({
    title: 'export-profiles',
    description: `The files that HR loads into other systems: columns, formats and codes. The fields are ${FIELD_NAMES.map(
      (one) => `${one} (${FIELDS[one].type})`,
    ).join(', ')}.`,
  });

export type ExportProfilesDocument = z.infer<typeof exportProfilesDocument>;
export type WrittenProfile = ExportProfilesDocument['profiles'][string];
