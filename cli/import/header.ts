import { nearest } from '#libs/domain/nearest.js';
import type { Column } from './columns.js';
import type { Mistake } from './mistakes.js';

const SEPARATORS = [',', ';', '\t'] as const;

/** The separator of a file: the one that shows the most known columns in its first line, or else the most columns. */
export function separatorOf(text: string, columns: readonly Column[]): string {
  const [header = ''] = text.trimStart().split('\n', 1);
  const known = new Set(columns.map(({ name }) => name));
  const scored = SEPARATORS.map((separator) => {
    const names = header.split(separator).map((name) => name.replaceAll('"', '').trim());
    return { separator, known: names.filter((name) => known.has(name)).length, names: names.length };
  });
  scored.sort((a, b) => b.known - a.known || b.names - a.names);
  return scored[0]?.separator ?? ',';
}

/** Names of columns that are missing or stand twice; other columns are ignored. */
export function mistakesInHeader(
  header: readonly string[],
  columns: readonly Column[],
): Pick<Mistake, 'problem' | 'cure' | 'canSkip'>[] {
  if (header.length === 0)
    return [{ problem: 'the file is empty', cure: 'write the names of the columns first', canSkip: false }];
  const twice = columns.filter(({ name }) => header.filter((one) => one === name).length > 1);
  const missing = columns.filter(({ name, presence }) => presence !== 'optional' && !header.includes(name));
  const spare = header.filter((name) => !columns.some((column) => column.name === name));
  return [
    ...twice.map(({ name }) => ({
      problem: `the column ${name} stands there twice`,
      cure: 'remove or rename one',
      canSkip: false,
    })),
    ...missing.map(({ name }) => ({
      problem: `there is no column ${name}`,
      cure: cureOf(name, header, spare),
      canSkip: false,
    })),
  ];
}

function cureOf(name: string, header: readonly string[], spare: readonly string[]): string {
  const alike = spare.find((one) => plain(one) === plain(name)) ?? nearest(name, spare);
  return alike === undefined ? `add it; the columns are ${header.join(', ')}` : `rename "${alike}" to ${name}`;
}

/** "Contact ID" and "contact-id" as "contactid". */
function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}
