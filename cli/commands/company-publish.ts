import { join } from 'node:path';
import { Document } from '#libs/contracts/cx/documents/v1/documents.js';
import { findingText } from '#libs/documents/finding.js';
import { argument, type Call, type Command, type ExitCode, option, UsageError } from '../command.js';
import { folderOf } from '../company/company-files.js';
import { diffFolder } from '../company/diff-folder.js';
import { lostFactsWords } from '../company/difference-words.js';
import { isProposalName, type Published, publishFolder, publishProposal } from '../company/publish-folder.js';
import { refusalWords } from '../company/refusal-words.js';
import { documents } from '../connect.js';

/** `cx company publish DIR --reason WHY`: publishes what another person has proposed. */
export const companyPublish: Command = {
  parameters: 'DIR|FILE|PROPOSAL',
  description: 'Publishes what another person has proposed: documents of a folder, or a proposal by its name.',
  example: 'cx company publish data/olist/company --reason "first rules" --after-first-day --as rules-publisher',
  options: {
    reason: { type: 'string', description: 'why, one sentence for the history' },
    'after-first-day': {
      type: 'boolean',
      description: 'publish also what begins in the past; it is marked for ever and never payable',
    },
  },
  run: publish,
};

async function publish(call: Call): Promise<ExitCode> {
  const reason = option(call, 'reason');
  if (reason === '') throw new UsageError('say why: --reason "one sentence for the history"');
  const path = argument(call, 0);
  const options = { reason, allowAfterFirstDay: call.options['after-first-day'] === true };
  if (isProposalName(path)) return report(call, [await publishProposal(documents(), path, options)], path);
  const folder = folderOf(path);
  const compared = await diffFolder(documents(), folder);
  const result = await publishFolder(documents(), path, options);
  if ('findings' in result) {
    for (const finding of result.findings) call.print(findingText({ ...finding, file: join(folder, finding.file) }));
    call.remark(`Nothing was published: ${result.findings.length} findings.`);
    return 3;
  }
  // What is compared was published before; the warnings stand also beside what was refused.
  const lost = 'findings' in compared ? [] : compared.flatMap((one) => one.lost);
  for (const one of lost) call.remark(lostFactsWords(one));
  return report(call, result, path);
}

function report(call: Call, result: readonly Published[], path: string): ExitCode {
  const taken = result.flatMap((one) => (one.kind === 'refused' ? [] : [one]));
  const refused = result.flatMap((one) => (one.kind === 'refused' ? [one] : []));
  if (call.json) call.print(JSON.stringify(result.map(jsonOf), undefined, 2));
  else for (const one of taken) call.print(lineOf(one));
  for (const one of refused) call.remark(refusalWords(one, path));
  if (refused.length === 0) return 0;
  const count = taken.filter(({ kind }) => kind === 'published').length;
  call.remark(`${count} published, ${taken.length - count} unchanged, ${refused.length} refused.`);
  return 3;
}

/** For programs: what became of each document. */
function jsonOf(one: Published): object {
  if (one.kind !== 'refused') return { file: one.file, result: one.kind, document: Document.toJSON(one.document) };
  const { reason, message } = one.refusal;
  return { file: one.file, result: one.kind, refusal: { reason, message } };
}

function lineOf({ kind, document }: Exclude<Published, { readonly kind: 'refused' }>): string {
  const { name, title, firstDay, boundAfterStart, sha256, proposedBy } = document;
  const hash = Buffer.from(sha256).toString('hex').slice(0, 8);
  const mark = boundAfterStart ? '   RULES_BOUND_AFTER_START: never payable' : '';
  const words = [name, ...(title === '' ? [] : [title]), `from ${firstDay}`, hash].join('   ') + mark;
  return kind === 'unchanged' ? `  unchanged: ${words}` : `  ${words}   proposed by ${proposedBy}`;
}
