import { describe, expect, it } from 'vitest';
import { commandsOutsideExamples, examples, examplesOf, isPrintedAs } from '#test/foreign/examples.js';
import { pages } from './prose.js';

describe('the examples of the pages', () => {
  it('have a language, sh or python, so that CI runs them', () => {
    expect(pages().flatMap(({ path, text }) => commandsOutsideExamples(path, text))).toEqual([]);
    expect(commandsOutsideExamples('x.md', 'Do\n\n```\nnpx cx doctor\n```\n')).toEqual(['x.md:3']);
  });

  it('state a reason if CI does not run them', () => {
    const silent = examples().filter(({ notRun }) => notRun !== undefined && notRun.length < 10);
    expect(silent).toEqual([]);
  });

  it('state their exit code and their output', () => {
    const page = [
      'Try:',
      '',
      '```sh exit=3',
      'false',
      '```',
      '',
      '```text',
      'no',
      '```',
      '',
      '```sh',
      'true',
      '```',
      '',
    ];
    const read = examplesOf('x.md', page.join('\n'));
    expect(read.map(({ place, exitCode, prints }) => [place, exitCode, prints])).toEqual([
      ['x.md:3', 3, 'no'],
      ['x.md:11', 0, undefined],
    ]);
  });

  it.each([
    ['a\nb\n', 'a\nb', true],
    ['a\nx\ny\nb\n', 'a\n...\nb', true],
    ['a\nb\n', 'a\n...\nb', true],
    ['a\nb', 'a\n  ...', true],
    ['a.b', 'a.b', true],
    ['axb', 'a.b', false],
    ['a\nb\nc', 'a\nb', false],
    ['a\nb', 'a\n...\nc', false],
  ])('%j is printed as %j: %s', (printed, shown, expected) => {
    expect(isPrintedAs(printed, shown)).toBe(expected);
  });
});
