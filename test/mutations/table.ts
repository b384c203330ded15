import type { Guard } from './guard.js';

export const TABLE_BEGIN = '<!-- begin: written by npm run mutations -->';
export const TABLE_END = '<!-- end -->';

/**
 * A file without one of its guards.
 *
 * @throws when the guard is not there, or more than once
 */
export function removed(text: string, { guard, file, find, replace }: Guard): string {
  const parts = text.split(find);
  if (parts.length !== 2) throw new Error(`"${guard}" is ${parts.length - 1} times in ${file}: ${find}`);
  return parts.join(replace);
}

/** Every guard with where it stands and the test that fails without it. */
export function tableOf(guards: readonly Guard[]): string {
  return ['| guard | stands in | without it fails |', '| --- | --- | --- |', ...guards.map(rowOf)].join('\n');
}

export function rowOf({ guard, file, test }: Guard): string {
  return `| ${guard} | \`${file}\` | \`${nameOf(test)}\` |`;
}

function nameOf([command, ...args]: readonly string[]): string {
  return command === 'tsx' ? 'npm run simulate' : (args.at(-1) ?? '');
}
