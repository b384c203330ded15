import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterAll, describe, expect, it } from 'vitest';
import { exampleCompany, planted } from '#libs/documents/fixtures/example-company.js';
import { run } from '../run.js';

const home = mkdtempSync(join(tmpdir(), 'cx-company-'));
afterAll(() => rmSync(home, { recursive: true }));

function folderOf(files: ReturnType<typeof exampleCompany>): string {
  const folder = mkdtempSync(join(home, 'company-'));
  for (const { file, text } of files) writeFileSync(join(folder, file), text);
  return folder;
}

async function called(...words: readonly string[]) {
  const written = { stdout: '', stderr: '' };
  const stream = (name: keyof typeof written) =>
    new Writable({
      write: (piece, _, done) => {
        written[name] += piece;
        done();
      },
    });
  return { code: await run(words, { stdout: stream('stdout'), stderr: stream('stderr') }), ...written };
}

describe('cx company lint', () => {
  it('prints nothing and ends with 0 when nothing is wrong', async () => {
    const { code, stdout, stderr } = await called('company', 'lint', folderOf(exampleCompany()));
    expect([code, stdout]).toEqual([0, '']);
    expect(stderr).toContain('nothing is wrong');
  });

  it('prints a line for each finding, with a path that an editor opens, and ends with 3', async () => {
    const folder = folderOf(planted('metrics.yaml', '{ minutes: 3 }', '{ civil_days: 3 }'));
    const { code, stdout } = await called('company', 'lint', folder);
    expect([code, stdout]).toEqual([
      3,
      `${folder}/metrics.yaml:30:44 LIMIT_KIND_WRONG: The metric cannot take a limit of this kind. Do: State it in seconds, minutes, hours, working_minutes or working_hours.\n`,
    ]);
  });

  it('knows the kinds of facts that the contracts have', async () => {
    const folder = folderOf(planted('feeds.yaml', 'waiting_ended, contacted', 'first_answer, contacted'));
    const { code, stdout } = await called('company', 'lint', folder);
    expect([code, stdout]).toEqual([
      3,
      expect.stringContaining('FACT_KIND_UNKNOWN: support takes no facts of the kind first_answer.'),
    ]);
    expect(stdout).toContain('first_response, contacted_again');
  });

  it('prints findings as JSON for programs', async () => {
    const folder = folderOf(planted('company.yaml', 'EUR', 'EUX'));
    const { code, stdout } = await called('company', 'lint', folder, '--json');
    expect(code).toBe(3);
    expect(JSON.parse(stdout)).toEqual({
      findings: [
        {
          file: `${folder}/company.yaml`,
          line: 5,
          column: 11,
          path: 'currency',
          reason: 'CURRENCY_UNKNOWN',
          problem: 'This is no currency.',
          cure: 'Write a code of ISO 4217 such as EUR.',
        },
      ],
    });
  });

  it('ends with 1 for a folder that cannot be read, and with 2 without a folder', async () => {
    expect(await called('company', 'lint', join(home, 'nowhere'))).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('FOLDER_UNREADABLE'),
    });
    expect((await called('company', 'lint')).code).toBe(2);
  });
});

describe('cx init', () => {
  const flags = ['--name', 'My shop', '--zone', 'Europe/Berlin', '--currency', 'EUR'];

  it('writes documents that pass cx company lint', async () => {
    const folder = join(home, 'new');
    const { code, stdout, stderr } = await called('init', folder, ...flags);
    expect([code, stdout]).toEqual([0, `${folder} has the documents of My shop.\n`]);
    expect(stderr).toContain(`npx cx company lint ${folder}`);
    expect((await called('company', 'lint', folder)).code).toBe(0);
  });

  it('ends with 1 for a folder that is not empty', async () => {
    expect(await called('init', home, ...flags)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('not empty'),
    });
  });

  it.each([
    [['--name', 'My shop', '--currency', 'EUR'], 'Add --zone.'],
    [['--zone', 'Europe/Berlin'], 'Add --name, --currency.'],
    [[...flags, '--departments', 'delivery'], '--departments delivery is measured by'],
    [[...flags, '--zone', 'Berlin'], '--zone "Berlin": '],
  ])('ends with 2 for %j', async (given, says) => {
    const { code, stderr } = await called('init', join(home, 'never'), ...given);
    expect([code, stderr]).toEqual([2, expect.stringContaining(says)]);
  });
});
