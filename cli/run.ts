import { nearest } from '#libs/domain/nearest.js';
import { SETTINGS_HELP, SettingError } from './addresses.js';
import { type Command, type ExitCode, helpOf, readCall, UsageError } from './command.js';
import { COMMANDS, commandOf, NAMES } from './commands.js';
import { printable } from './printable.js';
import { actFor } from './session/acting.js';
import { columnsOf, wrapped } from './wrap.js';

/** Where `cx` writes: `process`, or streams of a test. */
export interface Terminal {
  readonly stdout: NodeJS.WritableStream & { readonly columns?: number };
  readonly stderr: NodeJS.WritableStream & { readonly columns?: number };
}

/** Runs one command line. A failure that the user can act on becomes one sentence on stderr; a bug is thrown. */
export async function run(words: readonly string[], { stdout, stderr }: Terminal): Promise<ExitCode> {
  const width = columnsOf(stdout);
  const print = (text: string) => stdout.write(`${wrapped(printable(text), width)}\n`);
  const remark = (text: string) => stderr.write(`${wrapped(printable(text), columnsOf(stderr))}\n`);

  if (isHelp(words[0])) {
    const rest = words.filter((word) => !isHelp(word));
    return run(rest.length === 0 ? [] : [...rest, '--help'], { stdout, stderr });
  }
  const found = commandOf(words);
  if (found === undefined) return overview(words, { print, remark });
  const { name, load } = found;
  const command = await load();
  try {
    const { call, help } = readCall(name, command, words.slice(name.split(' ').length));
    if (help) {
      print(helpOf(name, command));
      return 0;
    }
    actFor(String(call.options['as'] ?? process.env['CX_AS'] ?? ''));
    return await command.run({ ...call, width, print, remark });
  } catch (error) {
    return await failed(error, { name, command, remark });
  }
}

/** Lists the commands, or those of a group: `cx bonus`. An unknown command gets the name that was probably meant. */
async function overview(
  words: readonly string[],
  { print, remark }: { print: (text: string) => void; remark: (text: string) => void },
): Promise<ExitCode> {
  const [first = ''] = words;
  const group = Object.keys(COMMANDS).filter((name) => first === '' || name.startsWith(`${first} `));
  const isAsked = words.length === 0 || words.slice(1).every(isHelp);
  if (isAsked && group.length > 0) {
    print(await listOf(group));
    return 0;
  }
  const typed = words.filter((word) => !word.startsWith('-')).slice(0, 2);
  const meant = nearest(typed.join(' '), NAMES) ?? nearest(first, NAMES);
  remark(
    `cx does not know the command "${typed.join(' ')}".${meant === undefined ? '' : ` Did you mean: cx ${meant}`}`,
  );
  remark('cx --help lists all commands.');
  return 2;
}

async function listOf(names: readonly string[]): Promise<string> {
  const commands = await Promise.all(names.map(async (name) => ({ name, command: await COMMANDS[name]?.() })));
  const lines = commands.map(({ name, command }) => ({
    usage: `cx ${name} ${command?.parameters ?? ''}`.trimEnd(),
    description: command?.description ?? '',
  }));
  const width = Math.max(...lines.map(({ usage }) => usage.length));
  return [
    'cx: one customer-experience index per department, explained.',
    '',
    ...lines.map(({ usage, description }) => `  ${usage.padEnd(width)}  ${description}`),
    '',
    ...SETTINGS_HELP.map(([name, purpose]) => `  ${name.padEnd(width)}  ${purpose}`),
    '',
    'cx COMMAND --help prints the options of a command.',
    'Exit codes: 0 done, 1 refused or failed, 2 wrong usage, 3 done and a fault was found.',
  ].join('\n');
}

async function failed(
  error: unknown,
  { name, command, remark }: { name: string; command: Command; remark: (text: string) => void },
): Promise<ExitCode> {
  if (error instanceof UsageError) {
    remark(`${error.message}\n\n${helpOf(name, command)}`);
    return 2;
  }
  if (error instanceof SettingError) {
    remark(error.message);
    return 2;
  }
  const { sentenceOf } = await import('./failure.js');
  const sentence = sentenceOf(error);
  if (sentence === undefined) throw error;
  remark(sentence);
  return 1;
}

function isHelp(word: string | undefined): boolean {
  return word === '--help' || word === '-h' || word === 'help';
}
