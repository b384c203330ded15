import { argument, type Call, type Command, type ExitCode, option, UsageError } from '../command.js';
import { type Answers, type Asked, departmentsOf, problemOf, questions } from '../init/answers.js';
import { ask } from '../init/ask.js';
import { FolderError, writeCompany } from '../init/folder.js';

/** `cx init DIR`: the first documents of a company. It needs no service. */
export const init: Command = {
  parameters: 'DIR',
  description: 'Writes the documents of a new company into an empty folder. It asks for what no flag says.',
  example: 'cx init my-shop --name "My shop" --zone Europe/Berlin --currency EUR',
  options: {
    name: { type: 'string', description: 'name of the company' },
    zone: { type: 'string', description: 'time zone of the company: Europe/Berlin' },
    currency: { type: 'string', description: 'currency, ISO 4217: EUR' },
    departments: {
      type: 'string',
      description: 'departments, separated by commas. Default: ordering,warehouse,delivery,support,survey',
    },
  },
  run: async (call) => {
    const folder = argument(call, 0);
    const answers = await answersOf(call);
    if (answers === undefined) {
      call.remark('Nothing was written.');
      return 1;
    }
    return written(call, folder, answers);
  },
};

function written(call: Call, folder: string, answers: Answers): ExitCode {
  try {
    writeCompany(folder, answers, Date.now());
  } catch (error) {
    if (!(error instanceof FolderError)) throw error;
    call.remark(error.message);
    return 1;
  }
  call.print(call.json ? JSON.stringify({ folder, ...answers }) : `${folder} has the documents of ${answers.name}.`);
  call.remark(`Next: read ${folder}/README.md, change the documents, and check them: npx cx company lint ${folder}`);
  return 0;
}

async function answersOf(call: Call): Promise<Answers | undefined> {
  const all = questions(Intl.DateTimeFormat().resolvedOptions().timeZone);
  const given = new Map(all.map(({ question }) => [question, option(call, question)]));
  for (const [question, text] of given) {
    const problem = text === '' ? undefined : problemOf(question, text);
    if (problem !== undefined) throw new UsageError(`--${question} ${problem}`);
  }
  const open = all.filter(({ question }) => given.get(question) === '');
  const answers =
    process.stdin.isTTY === true ? await ask(open, { input: process.stdin, output: process.stderr }) : defaults(open);
  if (answers === undefined) return undefined;
  for (const [place, { question }] of open.entries()) given.set(question, answers[place] ?? '');
  const text = (question: Asked['question']) => given.get(question) ?? '';
  return {
    name: text('name'),
    zone: text('zone'),
    currency: text('currency'),
    departments: departmentsOf(text('departments')),
  };
}

/** Without a terminal there is no question: what has no default must be a flag. A zone is never taken from the machine unseen. */
function defaults(open: readonly Asked[]): readonly string[] {
  const missing = open.filter(({ question, otherwise }) => otherwise === undefined || question === 'zone');
  if (missing.length > 0) {
    throw new UsageError(
      `There is no terminal to ask on. Add ${missing.map(({ question }) => `--${question}`).join(', ')}.`,
    );
  }
  return open.map(({ otherwise }) => otherwise ?? '');
}
