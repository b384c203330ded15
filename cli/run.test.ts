import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from './commands.js';
import { run } from './run.js';

/** What a call prints in a terminal of that width; wide enough for everything when it is left out. */
async function called(words: readonly string[], columns = 1_000) {
  const written = { stdout: '', stderr: '' };
  const stream = (name: keyof typeof written) =>
    Object.assign(
      new Writable({
        write: (piece, _, done) => {
          written[name] += piece;
          done();
        },
      }),
      { columns },
    );
  const code = await run(words, { stdout: stream('stdout'), stderr: stream('stderr') });
  return { code, ...written };
}

describe('cx', () => {
  it.each(Object.keys(COMMANDS))('%s answers --help', async (name) => {
    const { code, stdout, stderr } = await called([...name.split(' '), '--help']);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout.split('\n')[0]).toMatch(new RegExp(`^cx ${name}( |$)`));
    expect(stdout).toMatch(/Example: {2}npx cx /);
  });

  it.each([[[]], [['help']], [['--help', '-h']]])('%j lists every command', async (words) => {
    const { code, stdout } = await called(words);
    expect([code, Object.keys(COMMANDS).filter((name) => !stdout.includes(`  cx ${name} `))]).toEqual([0, []]);
  });

  it.each([[['bonus']], [['bonus', '--help']], [['help', 'bonus']]])('%j lists its group', async (words) => {
    const { code, stdout } = await called(words);
    const group = Object.keys(COMMANDS).filter((name) => name.startsWith('bonus '));
    expect(group).toContain('bonus check');
    expect([code, stdout.match(/^ {2}cx (\w+)/gm)]).toEqual([0, group.map(() => '  cx bonus')]);
  });

  it.each([
    [['indx', 'get'], 'cx does not know the command "indx get". Did you mean: cx index get\n'],
    [['explian', 'delivery', '2018-08'], 'Did you mean: cx explain\n'],
    [['bonus', 'chek', '2018-08'], 'Did you mean: cx bonus check\n'],
    [['frobnicate'], 'cx does not know the command "frobnicate".\ncx --help lists all commands.\n'],
    [['index', 'list', '--limitt', '3'], "Unknown option '--limitt'. Did you mean --limit?\n"],
    [['index', 'get', 'our-product', '2018-08'], 'There is no department our-product: a department is named in'],
    [['cases', 'delivered_by_first_promis', '2018-08'], 'Did you mean delivered_by_first_promise?\n'],
    [['index', 'get', 'delivery'], 'cx index get takes DEPARTMENT PERIOD\n'],
  ])('suggests what was probably meant by %j', async (words, sentence) => {
    const { code, stdout, stderr } = await called(words);
    expect([code, stdout, stderr]).toEqual([2, '', expect.stringContaining(sentence)]);
  });

  it('shows what it was given and does not let it move the cursor', async () => {
    const { stderr } = await called(['fro\u001b[2Jb']);
    expect(stderr).toContain('"fro\\u001b[2Jb"');
    expect(stderr).not.toContain('\u001b');
  });

  it('prints help that fits into a terminal of 60 columns', async () => {
    for (const words of [[], ...Object.keys(COMMANDS).map((name) => [...name.split(' '), '--help'])]) {
      const { stdout } = await called(words, 60);
      expect(stdout.split('\n').filter((line) => line.length > 60)).toEqual([]);
    }
  });
});
