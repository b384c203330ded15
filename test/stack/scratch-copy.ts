import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { keptFiles, ROOT, readText } from '#test/tidy/source.js';

export type ScratchCopy = ReturnType<typeof scratchCopy>;

/** A copy of the source in which a test may edit files and run tools. It has the documents of companies and no other data, and shares node_modules. */
export function scratchCopy(name: string) {
  const copy = mkdtempSync(join(tmpdir(), `cx-${name}-`));
  for (const path of keptFiles().filter((file) => !/^data\/(?!.*\.yaml$)/.test(file))) {
    mkdirSync(join(copy, dirname(path)), { recursive: true });
    cpSync(join(ROOT, path), join(copy, path));
  }
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  return {
    path: (path: string) => join(copy, path),
    read: (path: string) => readFileSync(join(copy, path), 'utf8'),
    write: (path: string, text: string) => writeFileSync(join(copy, path), text),
    /** The tests in a folder, without those in the folders below it. */
    testsIn: (folder: string) =>
      readdirSync(join(copy, folder))
        .filter((file) => file.endsWith('.test.ts'))
        .map((file) => `${folder}/${file}`),
    /** What the command printed. Throws, with that, when it fails. */
    run: (...command: [string, ...string[]]) =>
      execFileSync(command[0], command.slice(1), { cwd: copy, encoding: 'utf8', stdio: 'pipe', timeout: 240_000 }),
    remove: () => rmSync(copy, { recursive: true, force: true }),
  };
}

/** The numbered steps of a section of CONTRIBUTING.md, one string for each. */
export function stepsOf(title: string): string[] {
  const section = new RegExp(`## ${title}\\n\\n([\\s\\S]*?)\\n\\n## `).exec(readText('CONTRIBUTING.md'))?.[1] ?? '';
  return section.split(/\n(?=\d+\. )/);
}

/** The path with an ending that a step names in backticks, with the words of `replacements` in its placeholders. */
export function pathIn(
  step: string | undefined,
  ending: string,
  replacements: Readonly<Record<string, string>>,
): string {
  const named = [...(step ?? '').matchAll(/`([^`]+)`/g)].map(([, path = '']) => path);
  const path = named.find((one) => one.endsWith(ending));
  if (path === undefined) throw new Error(`"${step}" names no ${ending}`);
  return Object.entries(replacements).reduce((text, [from, to]) => text.replaceAll(`<${from}>`, to), path);
}
