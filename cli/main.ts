import { status } from '@grpc/grpc-js';
import { refusalOf } from '#libs/grpc/client.js';
import { type Command, type ExitCode, helpOf, readCall, UsageError } from './command.js';
import { bonusCheck, bonusExport, bonusShow, bonusSnapshot } from './commands/bonus.js';
import { cases } from './commands/cases.js';
import { countsExport, verifyCounts } from './commands/counts.js';
import { doctor } from './commands/doctor.js';
import { importContacts, importOlist } from './commands/import.js';
import { indexCompare } from './commands/index-compare.js';
import { indexExplain } from './commands/index-explain.js';
import { indexGet } from './commands/index-get.js';
import { indexList } from './commands/index-list.js';
import { indexWatch } from './commands/index-watch.js';
import { metrics } from './commands/metrics.js';
import { misses } from './commands/misses.js';

const COMMANDS: readonly Command[] = [
  indexList,
  indexGet,
  indexExplain,
  indexCompare,
  indexWatch,
  misses,
  cases,
  metrics,
  bonusCheck,
  bonusSnapshot,
  bonusShow,
  bonusExport,
  countsExport,
  verifyCounts,
  doctor,
  importOlist,
  importContacts,
];

/** Finds the command, runs it, and says in one sentence what to do when it did not work. */
async function main(words: readonly string[]): Promise<ExitCode> {
  const command = commandOf(words);
  if (command === undefined) {
    const asked = words.length === 0 || words[0] === 'help' || isHelp(words[0]) || isHelp(words[1]);
    const group = isHelp(words[1]) ? groupOf(words[0]) : COMMANDS;
    if (asked && group.length > 0) {
      console.log(overview(undefined, group));
      return 0;
    }
    console.error(overview(words.join(' '), COMMANDS));
    return 2;
  }
  try {
    const { call, help } = readCall(command, words.slice(command.words.split(' ').length));
    if (help) {
      console.log(helpOf(command));
      return 0;
    }
    return await command.run({ ...call, print: (line) => console.log(line), remark: (line) => console.error(line) });
  } catch (error) {
    return explained(error, command);
  } finally {
    // Channels would keep the process alive; whatever was printed is flushed before it ends.
    setImmediate(() => process.exit());
  }
}

function commandOf(words: readonly string[]): Command | undefined {
  const [first = '', second = ''] = words;
  const short = ['explain', 'compare', 'watch'].includes(first) ? `index ${first}` : undefined;
  if (short !== undefined) return { ...find(short)!, words: first };
  return find(`${first} ${second}`) ?? find(first);
}

function find(words: string): Command | undefined {
  return COMMANDS.find((command) => command.words === words);
}

function isHelp(word: string | undefined): boolean {
  return word === '--help' || word === '-h';
}

/** The commands that begin with that word: `cx bonus --help` lists those of bonus. */
function groupOf(first: string | undefined): readonly Command[] {
  return COMMANDS.filter((command) => command.words.startsWith(`${first} `));
}

function overview(unknown: string | undefined, commands: readonly Command[]): string {
  const lines = commands.map((command) => [`cx ${command.words} ${command.takes}`.trimEnd(), command.says] as const);
  const width = Math.max(...lines.map(([usage]) => usage.length));
  return [
    unknown === undefined
      ? 'cx: one customer-experience index per department, explained.'
      : `cx does not know "${unknown}".`,
    '',
    ...lines.map(([usage, says]) => `  ${usage.padEnd(width)}  ${says}`),
    '',
    'cx COMMAND --help says more. Exit codes: 0 done, 1 refused, 2 not understood, 3 looked and found something wrong.',
  ].join('\n');
}

function explained(error: unknown, command: Command): ExitCode {
  if (error instanceof UsageError) {
    console.error(`${error.message}\n\n${helpOf(command)}`);
    return 2;
  }
  const refusal = refusalOf(error);
  if (refusal !== undefined) {
    console.error(`${refusal.reason}: ${refusal.message}`);
    return 1;
  }
  const code = codeOf(error);
  if (code === undefined) throw error;
  const isAway = code === status.UNAVAILABLE || code === status.DEADLINE_EXCEEDED;
  console.error(
    isAway
      ? NOBODY_ANSWERS
      : `The other side said ${status[code]}: it is of another version, or failed; its log says more.`,
  );
  return 1;
}

const NOBODY_ANSWERS =
  'Nothing answers at that address. Start everything with: npm start   (or name the processes in CX_ADDRESSES)';

function codeOf(error: unknown): status | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'number' ? error.code : undefined;
}

process.exitCode = await main(process.argv.slice(2));
