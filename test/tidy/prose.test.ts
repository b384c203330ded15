import { existsSync } from 'node:fs';
import { join, posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { NAMES } from '#cli/commands.js';
import { anchorsOf, codeOf, pages } from './prose.js';
import { ROOT, readText } from './source.js';

const scripts = Object.keys((JSON.parse(readText('package.json')) as { scripts: object }).scripts);
const PROGRAMS = new Set(['cx', 'buf', 'vitest', 'tsx', 'biome', 'tsc']);
const NPM = new Set([
  'ci',
  'install',
  'run',
  'install-scripts',
  'link',
  ...scripts.filter((name) => /^(start|test)$/.test(name)),
]);

const cxCommands = new Set([...NAMES, '--help']);

describe('a command in a page', () => {
  it('exists', () => {
    const wrong = pages().flatMap(({ path, text }) =>
      codeOf(text)
        .filter((line) => !isKnown(line))
        .map((line) => `${path}: ${line}`),
    );
    expect(wrong).toEqual([]);
  });

  it.each(['npm run nothing', 'npm strat', 'npx cx explian delivery 2018-08', 'npx leftpad', 'cx bonus pay 2018-08'])(
    '"%s" is recognised as unknown',
    (line) => {
      expect(isKnown(line)).toBe(false);
    },
  );
});

describe('links between the pages', () => {
  it('have a target', () => {
    const dead = pages().flatMap(({ path, text }) =>
      [...text.matchAll(/\]\((?!https?:)([^)\s]+)\)/g)]
        .map(([, link = '']) => link)
        .filter((link) => !leadsSomewhere(path, link))
        .map((link) => `${path}: ${link}`),
    );
    expect(dead).toEqual([]);
  });
});

function isKnown(line: string): boolean {
  const words = line.split(/\s+/);
  const [first = '', second = '', third = ''] = words[0] === 'npx' ? words.slice(1) : words;
  if (words[0] === 'npx' && !PROGRAMS.has(first)) return false;
  if (first === 'npm') return NPM.has(second) && (second !== 'run' || scripts.includes(third));
  if (first === 'cx' && second !== '' && second !== 'COMMAND')
    return cxCommands.has(second) || cxCommands.has(`${second} ${third}`);
  return true;
}

function leadsSomewhere(page: string, link: string): boolean {
  const [file = '', anchor] = link.split('#');
  const target = file === '' ? page : posix.join(posix.dirname(page), file);
  if (!existsSync(join(ROOT, target))) return false;
  return anchor === undefined || anchorsOf(readText(target)).includes(anchor);
}
