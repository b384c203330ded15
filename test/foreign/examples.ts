import { pages } from '#test/tidy/prose.js';

/** A block of a page that a reader can run. */
export interface Example {
  /** "docs/api.md:57" */
  readonly place: string;
  readonly language: 'sh' | 'python';
  readonly code: string;
  /** Its exit code: `exit=67` behind the language; default: 0. */
  readonly exitCode: number;
  /** True if later examples use what it exports: `keep` behind the language. */
  readonly keeps: boolean;
  /** Why no test runs it: `not-run: ...` behind the language. */
  readonly notRun: string | undefined;
  /** Its output: the next block, of the language `text` or `json`. A line `...` stands for any lines. */
  readonly prints: string | undefined;
}

interface Block {
  readonly line: number;
  /** The text behind the three backticks. */
  readonly info: string;
  readonly text: string;
  /** The number of the line behind the block. */
  readonly end: number;
}

/** All examples of all pages, each once, README first and in the order of the page. */
export function examples(): Example[] {
  const inOrder = pages().toSorted((a, b) => Number(b.path === 'README.md') - Number(a.path === 'README.md'));
  const all = inOrder.flatMap(({ path, text }) => [...examplesOf(path, text), ...commandsInText(path, text)]);
  return [...new Map(all.toReversed().map((example) => [example.code, example])).values()].toReversed();
}

/** Complete cx commands inside sentences; `npx cx COMMAND` is not complete. */
function commandsInText(path: string, text: string): Example[] {
  const lines = text.replace(/^```[\s\S]*?^```$/gm, (block) => block.replace(/[^\n]/g, '')).split('\n');
  return lines.flatMap((line, at) => {
    const commands = [...line.matchAll(/`(npx cx [^`]+)`/g)].map(([, command = '']) => command);
    const whole = commands.filter((command) => !/[A-Z]{2}|\.\.\./.test(command));
    const rest = { language: 'sh', keeps: false, exitCode: 0, notRun: undefined, prints: undefined } as const;
    return whole.map((code) => ({ place: `${path}:${at + 1}`, code, ...rest }));
  });
}

export function examplesOf(path: string, text: string): Example[] {
  const blocks = blocksOf(text);
  return blocks.flatMap(({ line, info, text: code, end }, place) => {
    const [language, ...rest] = info.split(' ');
    if (language !== 'sh' && language !== 'python') return [];
    const words = rest.join(' ');
    const next = blocks[place + 1];
    const isOutput = next !== undefined && /^(text|json)$/.test(next.info) && next.line <= end + 2;
    return [
      {
        place: `${path}:${line}`,
        language,
        code,
        exitCode: Number(/\bexit=(\d+)/.exec(words)?.[1] ?? 0),
        keeps: /\bkeep\b/.test(words),
        notRun: /\bnot-run: (.+)$/.exec(words)?.[1],
        prints: isOutput ? next.text : undefined,
      },
    ];
  });
}

/** Blocks with commands but without a language: each must become `sh`, or no test runs it. */
export function commandsOutsideExamples(path: string, text: string): string[] {
  const silent = blocksOf(text).filter(({ info }) => info === '');
  return silent
    .filter(({ text: code }) => /^\s*(npx|npm|node|grpcurl|buf|curl|python3?|pip|go) /m.test(code))
    .map(({ line }) => `${path}:${line}`);
}

function blocksOf(text: string): Block[] {
  const blocks: Block[] = [];
  const lines = text.split('\n');
  for (let at = 0; at < lines.length; at++) {
    if (!lines[at]?.startsWith('```')) continue;
    const end = lines.indexOf('```', at + 1);
    if (end === -1) break;
    const info = lines[at]?.slice(3).trim() ?? '';
    blocks.push({ line: at + 1, info, text: lines.slice(at + 1, end).join('\n'), end: end + 1 });
    at = end;
  }
  return blocks;
}

/** True if a program printed what a page shows. */
export function isPrintedAs(printed: string, shown: string): boolean {
  const pattern = shown
    .trim()
    .split('\n')
    .map((line) => (/^\s*\.\.\.$/.test(line) ? '(?:.*\\n)*?' : `${line.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\n`))
    .join('');
  return new RegExp(`^${pattern}$`).test(`${printed.trim()}\n`);
}
