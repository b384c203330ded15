import { type ParseArgsConfig, parseArgs } from 'node:util';

type OptionSpec = NonNullable<ParseArgsConfig['options']>[string] & {
  /** One line for --help. */
  readonly says: string;
};

/** One command of `cx`: its words, what it takes, and what it does. */
export interface Command {
  /** "index explain" */
  readonly words: string;
  /** "DEPARTMENT PERIOD" */
  readonly takes: string;
  /** One sentence for --help. */
  readonly says: string;
  /** A line to try. */
  readonly example: string;
  readonly options?: Readonly<Record<string, OptionSpec>>;
  readonly run: (call: Call) => Promise<ExitCode>;
}

/** 0 done. 1 refused or failed. 2 not understood. 3 looked, and found something wrong. */
export type ExitCode = 0 | 1 | 2 | 3;

/** What a command was called with. */
export interface Call {
  readonly args: readonly string[];
  readonly options: Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;
  /** Programs asked for proto JSON instead of a table. */
  readonly json: boolean;
  readonly print: (line: string) => void;
  /** Progress and remarks: stderr, so that stdout stays a result. */
  readonly remark: (line: string) => void;
}

/** The call was not understood; the message says what would be. */
export class UsageError extends Error {}

const COMMON = {
  json: { type: 'boolean', says: 'print proto JSON for programs instead of a table' },
  help: { type: 'boolean', short: 'h', says: 'this text' },
} as const;

/** Reads the words after the command's own: the arguments it takes and its options. */
export function readCall(
  command: Command,
  words: readonly string[],
): { call: Omit<Call, 'print' | 'remark'>; help: boolean } {
  const options = { ...COMMON, ...command.options };
  try {
    const read = parseArgs({ args: [...words], options, allowPositionals: true, strict: true });
    const values: Call['options'] = read.values;
    const help = values['help'] === true;
    if (!help) checkCount(command, read.positionals.length);
    return { call: { args: read.positionals, options: values, json: values['json'] === true }, help };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

/** The argument at that place; `readCall` has made sure that required ones are there. */
export function argument(call: Call, place: number): string {
  const value = call.args[place];
  if (value === undefined) throw new UsageError('an argument is missing');
  return value;
}

/** A text option, or its default. */
export function option(call: Call, name: string, otherwise = ''): string {
  const value = call.options[name];
  return typeof value === 'string' ? value : otherwise;
}

/** A whole-number option of 1 or more, or its default. */
export function numberOption(call: Call, name: string, otherwise: number): number {
  const text = option(call, name);
  if (text === '') return otherwise;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new UsageError(`--${name} takes a whole number from 1, not ${text}`);
  return value;
}

/** What --help prints for one command. */
export function helpOf(command: Command): string {
  const options = Object.entries({ ...command.options, ...COMMON });
  const width = Math.max(...options.map(([name]) => name.length));
  return [
    `cx ${command.words} ${command.takes}`.trimEnd(),
    '',
    `  ${command.says}`,
    '',
    ...options.map(([name, { says }]) => `  --${name.padEnd(width)}  ${says}`),
    '',
    `  Try   npx ${command.example}`,
  ].join('\n');
}

function checkCount(command: Command, given: number): void {
  const all = command.takes === '' ? [] : command.takes.split(' ');
  const needed = all.filter((name) => !name.startsWith('[')).length;
  if (given >= needed && given <= all.length) return;
  throw new UsageError(`cx ${command.words} takes ${command.takes === '' ? 'no arguments' : command.takes}`);
}
