import { spawnSync } from 'node:child_process';

/** What promtool reports on one file. */
export interface Verdict {
  readonly isGood: boolean;
  /** Its own words, which name the alert, the minute, what was expected and what came. */
  readonly words: string;
}

/**
 * Starts promtool once for all files, because a start costs far more than a file does.
 *
 * @param command  what it does with each file, and how it announces each: "Unit Testing:" or "Checking"
 * @param files    paths as seen from the folder
 * @returns        the verdict on each file
 * @throws {Error} with promtool's words when it did not come to each file, or failed without a file to blame
 */
export function askPromtool(
  promtool: string,
  folder: string,
  { command, announces }: { readonly command: readonly string[]; readonly announces: string },
  files: readonly string[],
): ReadonlyMap<string, Verdict> {
  // Its successes go to one stream and its failures to the other; only together do they stand under their file.
  const both = ['-c', 'exec "$0" "$@" 2>&1', promtool, ...command, ...files];
  const { status, stdout } = spawnSync('sh', both, { cwd: folder, encoding: 'utf8' });
  const verdicts = verdictsIn(stdout, announces);
  const unseen = files.filter((file) => !verdicts.has(file));
  if (unseen.length > 0) throw new Error(`promtool did not come to ${unseen.join(', ')}:\n${stdout}`);
  if (status !== 0 && [...verdicts.values()].every(({ isGood }) => isGood)) throw new Error(stdout);
  return verdicts;
}

/** The words under each announced file. */
export function verdictsIn(output: string, announces: string): ReadonlyMap<string, Verdict> {
  const sections = output.split(new RegExp(`^${announces} +`, 'm')).slice(1);
  return new Map(
    sections.map((section) => {
      const [file = '', ...words] = section.split('\n');
      return [file.trim(), { isGood: /^ *SUCCESS/.test(words.join('\n')), words: words.join('\n').trim() }];
    }),
  );
}
