import { FIELDS, fieldsOf } from '#libs/exports/profile/fields.js';
import type { WrittenProfile } from '../export-profiles/export-profiles-document.js';
import type { Mistake, Path } from '../finding.js';
import { type Documents, type Found, oneOfWords, repeated } from './documents.js';

/** What is wrong with the files that HR loads: columns, their formats, headers, and codes against the departments of the folder. */
export function checkExportProfiles(documents: Documents): Found[] {
  const { exportProfiles } = documents;
  if (exportProfiles === undefined) return [];
  const mistakes = Object.entries(exportProfiles.value.profiles).flatMap(([name, profile]) => [
    ...profile.columns.flatMap((column, place) =>
      columnMistakes(column, profile, ['profiles', name, 'columns', place], documents),
    ),
    ...headerMistakes(profile, ['profiles', name, 'columns']),
    ...fileMistakes(profile, ['profiles', name, 'file']),
    ...purposeMistakes(profile, ['profiles', name, 'purpose']),
  ]);
  return mistakes.map((mistake) => ({ file: exportProfiles.file, mistake }));
}

type WrittenColumn = WrittenProfile['columns'][number];

function columnMistakes(column: WrittenColumn, profile: WrittenProfile, path: Path, documents: Documents): Mistake[] {
  const { field, text, codes } = column;
  if ((field === undefined) === (text === undefined)) {
    const problem =
      field === undefined ? 'The column has neither a field nor a text.' : 'The column has a field and a text.';
    return [{ path, reason: 'COLUMN_WRONG', problem, cure: 'Write field or text, one of the two.' }];
  }
  const known = fieldsOf(profile.rows);
  if (field !== undefined && !known.includes(field)) {
    const problem = `A row of ${profile.rows} has no ${field}.`;
    return [{ path: [...path, 'field'], reason: 'COLUMN_WRONG', problem, cure: `Write ${oneOfWords(known)}.` }];
  }
  const type = field === undefined ? 'text' : FIELDS[field].type;
  return [...formatMistakes(column, type, path), ...codeMistakes(codes, column, profile, path, documents)];
}

/** Which settings a column of each type may have. */
const SETTINGS = { number: ['number'], day: ['date'], text: ['codes', 'longest'] } as const;

function formatMistakes(column: WrittenColumn, type: keyof typeof SETTINGS, path: Path): Mistake[] {
  const own: readonly string[] = SETTINGS[type];
  const foreign = Object.values(SETTINGS)
    .flat()
    .filter((setting) => column[setting] !== undefined && !own.includes(setting));
  const found = foreign.map((setting): Mistake => {
    const problem = `The column is a ${type}, and ${setting} is not for one.`;
    return { path: [...path, setting], reason: 'COLUMN_WRONG', problem, cure: `Remove ${setting}.` };
  });
  if (type !== 'number' || column.number !== undefined) return found;
  const problem = 'The column is a number and does not say how it is written.';
  return [...found, { path, reason: 'COLUMN_WRONG', problem, cure: 'Add number: { decimals: 2, rounding: EXACT }.' }];
}

function codeMistakes(
  codes: string | undefined,
  { field }: WrittenColumn,
  profile: WrittenProfile,
  path: Path,
  { departments }: Documents,
): Mistake[] {
  if (codes === undefined) return [];
  const list = profile.codes?.[codes];
  if (list === undefined) {
    const problem = `The profile has no list of codes ${codes}.`;
    return [{ path: [...path, 'codes'], reason: 'COLUMN_WRONG', problem, cure: `Add codes: { ${codes}: { ... } }.` }];
  }
  const declared = departments === undefined ? undefined : new Set(Object.keys(departments.value.departments));
  if (field !== 'department' || declared === undefined) return [];
  return Object.keys(list)
    .filter((name) => !declared.has(name))
    .map(
      (name): Mistake => ({
        ...{ path: [...path.slice(0, 2), 'codes', codes, name], atKey: true, reason: 'DEPARTMENT_UNKNOWN' },
        problem: `${name} is no department.`,
        cure: 'Write a department of departments.yaml.',
      }),
    );
}

function headerMistakes({ columns, csv }: WrittenProfile, path: Path): Mistake[] {
  const lines = columns[0]?.headers.length;
  const uneven = columns.flatMap(({ headers }, place): Mistake[] => {
    if (headers.length === lines) return [];
    const problem = `The column has ${headers.length} headers, and the first one has ${lines}.`;
    const cure = `Write ${lines}, one for each line of the head.`;
    return [{ path: [...path, place, 'headers'], reason: 'HEADERS_DIFFER', problem, cure }];
  });
  if (csv !== undefined) return uneven;
  const twice = repeated(columns, ({ headers }) => headers[0] ?? '').map(({ value, place }): Mistake => {
    const problem = `Two columns are named ${value.headers[0]}, so JSON would lose one of them.`;
    return { path: [...path, place, 'headers'], reason: 'HEADERS_DIFFER', problem, cure: 'Name it otherwise.' };
  });
  return [...uneven, ...twice];
}

/** Two pools of one period are two files. */
function fileMistakes({ rows, file }: WrittenProfile, path: Path): Mistake[] {
  const names = file.includes('{pool}');
  if (rows === 'PAYEES' || rows === 'DELTAS' || !names) return [];
  const problem = `A row of ${rows} has no pool.`;
  return [{ path, reason: 'COLUMN_WRONG', problem, cure: 'Leave {pool} out.' }];
}

/** Deltas are claimed for themselves: a full amount beside them would be paid twice. */
function purposeMistakes({ rows, purpose }: WrittenProfile, path: Path): Mistake[] {
  if ((rows === 'DELTAS') === (purpose === 'CORRECTION')) return [];
  const [problem, cure] =
    rows === 'DELTAS'
      ? [`A row of DELTAS is no ${purpose}.`, 'Write CORRECTION.']
      : [`A row of ${rows} is no CORRECTION.`, 'Write another purpose, or rows: DELTAS.'];
  return [{ path, reason: 'COLUMN_WRONG', problem, cure }];
}
