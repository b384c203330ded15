import { join } from 'node:path';
import { Proposal } from '#libs/contracts/cx/documents/v1/documents.js';
import { findingText } from '#libs/documents/finding.js';
import { argument, type Call, type Command, type ExitCode, option, UsageError } from '../command.js';
import { folderOf } from '../company/company-files.js';
import { diffFolder } from '../company/diff-folder.js';
import { lostFactsWords } from '../company/difference-words.js';
import { type Proposed, proposeFolder } from '../company/propose-folder.js';
import { publishCommand, refusalWords } from '../company/refusal-words.js';
import { documents } from '../connect.js';

/** `cx company propose DIR --reason WHY`: proposes every document of the folder that says something new. */
export const companyPropose: Command = {
  parameters: 'DIR|FILE',
  description:
    'Proposes every document that says something new; another person publishes it. --dry-run stores nothing.',
  example: 'cx company propose data/olist/company --reason "first rules" --after-first-day',
  options: {
    reason: { type: 'string', description: 'why, one sentence for the person who publishes' },
    'dry-run': { type: 'boolean', description: 'say what would be refused; store nothing' },
    'after-first-day': {
      type: 'boolean',
      description: 'propose also what begins in the past; it is marked for ever and never payable',
    },
  },
  run: propose,
};

async function propose(call: Call): Promise<ExitCode> {
  const isDry = call.options['dry-run'] === true;
  const reason = option(call, 'reason', isDry ? 'a dry run' : '');
  if (reason === '') throw new UsageError('say why: --reason "one sentence for the person who publishes"');
  const path = argument(call, 0);
  const folder = folderOf(path);
  const compared = await diffFolder(documents(), folder);
  const allowAfterFirstDay = call.options['after-first-day'] === true;
  const result = await proposeFolder(documents(), path, { reason, allowAfterFirstDay, validateOnly: isDry });
  if ('findings' in result) {
    for (const finding of result.findings) call.print(findingText({ ...finding, file: join(folder, finding.file) }));
    call.remark(`Nothing was proposed: ${result.findings.length} findings.`);
    return 3;
  }
  const lost = 'findings' in compared ? [] : compared.flatMap((one) => one.lost);
  for (const one of lost) call.remark(lostFactsWords(one));
  if (call.json) call.print(JSON.stringify(result.map(jsonOf), undefined, 2));
  else for (const one of result) if (one.kind !== 'refused') call.print(lineOf(one));
  const refused = result.flatMap((one) => (one.kind === 'refused' ? [one] : []));
  for (const one of refused) call.remark(refusalWords(one, path));
  if (!isDry && result.some(({ kind }) => kind === 'proposed'))
    call.remark(`Proposed. Another person with the role rules_publisher publishes it: ${publishCommand(path)}`);
  return refused.length === 0 ? 0 : 3;
}

function lineOf({ kind, parent, proposal }: Exclude<Proposed, { readonly kind: 'refused' }>): string {
  const { name, version, title, firstDay, boundAfterStart, sha256, published } = proposal;
  const hash = Buffer.from(sha256).toString('hex').slice(0, 8);
  const mark = boundAfterStart ? '   RULES_BOUND_AFTER_START: never payable' : '';
  const rest = [...(title === '' ? [] : [title]), `from ${firstDay}`, hash].join('   ') + mark;
  if (kind === 'unchanged') return `  unchanged: ${published}   ${rest}`;
  const next = `${parent}/versions/${version}`;
  return `  ${name === '' ? `would be ${next}` : `${name} is to be ${next}`}   ${rest}`;
}

/** For programs: what became of each document. */
function jsonOf(one: Proposed): object {
  if (one.kind !== 'refused') return { file: one.file, result: one.kind, proposal: Proposal.toJSON(one.proposal) };
  const { reason, message } = one.refusal;
  return { file: one.file, result: one.kind, refusal: { reason, message } };
}
