import { type ParseArgsConfig, parseArgs } from 'node:util';
import { didYouMean } from '#libs/domain/nearest.js';

type OptionSpec = NonNullable<ParseArgsConfig['options']>[string] & {
  /** One line for --help. */
  readonly description: string;
};

/** One command of `cx`: what it is called with, what its help prints, and what it does. */
export interface Command {
  /** Names of its arguments, "DEPARTMENT PERIOD". One in brackets may be left out, one with ... repeated. */
  readonly parameters: string;
  /** One sentence for --help. */
  readonly description: string;
  /** A line to try. */
  readonly example: string;
  readonly options?: Readonly<Record<string, OptionSpec>>;
  readonly run: (call: Call) => Promise<ExitCode>;
}

/** 0: done. 1: refused or failed. 2: wrong usage. 3: done, and a fault was found. */
export type ExitCode = 0 | 1 | 2 | 3;

/** One call of a command. */
export interface Call {
  readonly args: readonly string[];
  readonly options: Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;
  /** --json: print proto JSON for programs instead of tables. */
  readonly json: boolean;
  /** Columns of the terminal. Infinity when the output goes to a file or another program: those get whole lines. */
  readonly width: number;
  readonly print: (line: string) => void;
  /** Progress and remarks. They go to stderr, so that stdout holds nothing but the result. */
  readonly remark: (line: string) => void;
}

/** The command was called wrongly. The message names what is wrong and what would be right. */
export class UsageError extends Error {}

const COMMON = {
  as: { type: 'string', description: 'act for that person of the demo: hr-maker, auditor, ...' },
  json: { type: 'boolean', description: 'print proto JSON for programs instead of a table' },
  help: { type: 'boolean', short: 'h', description: 'print this text' },
} as const;

/** Reads the arguments and options that follow the name of a command. */
export function readCall(
  name: string,
  command: Command,
  words: readonly string[],
): { call: Pick<Call, 'args' | 'options' | 'json'>; help: boolean } {
  const options = { ...COMMON, ...command.options };
  try {
    const read = parseArgs({ args: [...words], options, allowPositionals: true, strict: true });
    const values: Call['options'] = read.values;
    const help = values['help'] === true;
    if (!help) checkCount(name, command, read.positionals.length);
    return { call: { args: read.positionals, options: values, json: values['json'] === true }, help };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(wrongOption(error, Object.keys(options)), { cause: error });
  }
}

/** The argument at that index, from 0. `readCall` has made sure that the required ones are there. */
export function argument(call: Call, index: number): string {
  const value = call.args[index];
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
  if (!Number.isInteger(value) || value < 1) {
    throw new UsageError(`--${name} takes a whole number of 1 or more, not ${text}`);
  }
  return value;
}

/** Every value of an option that may stand several times. */
export function listOption(call: Call, name: string): string[] {
  const values = call.options[name];
  return Array.isArray(values) ? values.map(String) : [];
}

/** What `cx NAME --help` prints. */
export function helpOf(name: string, command: Command): string {
  const options = Object.entries({ ...command.options, ...COMMON });
  const width = Math.max(...options.map(([option]) => option.length));
  return [
    `cx ${name} ${command.parameters}`.trimEnd(),
    '',
    `  ${command.description}`,
    '',
    ...options.map(([option, { description }]) => `  --${option.padEnd(width)}  ${description}`),
    '',
    `  Example:  npx ${command.example}`,
  ].join('\n');
}

function checkCount(name: string, { parameters }: Command, given: number): void {
  const all = parameters === '' ? [] : parameters.split(' ');
  const needed = all.filter((parameter) => !parameter.startsWith('[')).length;
  const most = parameters.endsWith('...') ? Number.POSITIVE_INFINITY : all.length;
  if (given >= needed && given <= most) return;
  throw new UsageError(`cx ${name} takes ${parameters === '' ? 'no arguments' : parameters}`);
}

/** The first sentence of Node's message, and the option that was probably meant. */
function wrongOption(error: unknown, options: readonly string[]): string {
  const [sentence = ''] = (error instanceof Error ? error.message : String(error)).split('. ');
  const [, unknown] = /^Unknown option '--([^']+)'/.exec(sentence) ?? [];
  return unknown === undefined ? sentence : `${sentence}.${didYouMean(unknown, options, (option) => `--${option}`)}`;
}
