import { join } from 'node:path';
import { Document } from '#libs/contracts/cx/documents/v1/documents.js';
import { findingText } from '#libs/documents/finding.js';
import type { Reason } from '#libs/domain/error.js';
import { argument, type Call, type Command, type ExitCode, option, UsageError } from '../command.js';
import { diffFolder } from '../company/diff-folder.js';
import { lostFactsWords } from '../company/difference-words.js';
import { type Published, publishFolder } from '../company/publish-folder.js';
import { documents } from '../connect.js';

const OPTIONS = {
  reason: { type: 'string', description: 'why, one sentence for the history' },
  by: { type: 'string', description: 'who publishes; the record notes that it is not authenticated' },
  'after-first-day': {
    type: 'boolean',
    description: 'publish also what begins in the past; it is marked for ever and never payable',
  },
} as const;

/** `cx company propose DIR`: what `publish` would do. */
export const companyPropose: Command = {
  parameters: 'DIR',
  description: 'Says what publishing the documents would do, and what would be refused. Stores nothing.',
  example: 'cx company propose data/olist/company --after-first-day',
  options: OPTIONS,
  run: (call) => publish(call, true),
};

/** `cx company publish DIR --reason WHY`: publishes every document of the folder that says something new. */
export const companyPublish: Command = {
  parameters: 'DIR',
  description: 'Publishes every document of a folder that says something new. A published version never changes.',
  example: 'cx company publish data/olist/company --reason "first rules" --after-first-day',
  options: OPTIONS,
  run: (call) => {
    if (option(call, 'reason') === '') throw new UsageError('say why: --reason "one sentence for the history"');
    return publish(call, false);
  },
};

async function publish(call: Call, validateOnly: boolean): Promise<ExitCode> {
  const folder = argument(call, 0);
  const compared = await diffFolder(documents(), folder);
  const result = await publishFolder(documents(), folder, {
    reason: option(call, 'reason', 'proposed'),
    publishedBy: option(call, 'by', 'cx'),
    allowAfterFirstDay: call.options['after-first-day'] === true,
    validateOnly,
  });
  if ('findings' in result) {
    for (const finding of result.findings) call.print(findingText({ ...finding, file: join(folder, finding.file) }));
    call.remark(`Nothing was published: ${result.findings.length} findings.`);
    return 3;
  }
  // What is compared was published before; the warnings stand also beside what was refused.
  const lost = 'findings' in compared ? [] : compared.flatMap((one) => one.lost);
  for (const one of lost) call.remark(lostFactsWords(one));
  const taken = result.flatMap((one) => (one.kind === 'refused' ? [] : [one]));
  const refused = result.flatMap((one) => (one.kind === 'refused' ? [one] : []));
  if (call.json) call.print(JSON.stringify(result.map(jsonOf), undefined, 2));
  else for (const one of taken) call.print(lineOf(one, validateOnly));
  for (const { file, refusal } of refused)
    call.remark(`${join(folder, file)}: ${refusal.reason}: ${refusal.message}.${CURES[refusal.reason] ?? ''}`);
  if (refused.length === 0) return 0;
  const count = taken.filter(({ kind }) => kind === 'published').length;
  if (!validateOnly)
    call.remark(
      `${count} published, ${taken.length - count} unchanged, ${refused.length} refused. Correct them and publish again.`,
    );
  return 3;
}

const CURES: Readonly<Partial<Record<Reason, string>>> = {
  FIRST_DAY_PASSED: ' Let it begin later or, if it need not be payable, add --after-first-day.',
  DOCUMENT_NAME_USED: ' Give the ruleset a new name.',
  COMPANY_NOT_PUBLISHED: ' It is published with the folder when company.yaml is in order.',
};

/** For programs: what became of each document. */
function jsonOf(one: Published): object {
  if (one.kind !== 'refused') return { file: one.file, result: one.kind, document: Document.toJSON(one.document) };
  const { reason, message } = one.refusal;
  return { file: one.file, result: one.kind, refusal: { reason, message } };
}

function lineOf({ kind, document }: Exclude<Published, { readonly kind: 'refused' }>, validateOnly: boolean): string {
  const { name, title, firstDay, boundAfterStart, sha256 } = document;
  const hash = Buffer.from(sha256).toString('hex').slice(0, 8);
  const mark = boundAfterStart ? '   RULES_BOUND_AFTER_START: never payable' : '';
  const words = [name, ...(title === '' ? [] : [title]), `from ${firstDay}`, hash].join('   ');
  if (kind === 'unchanged') return `  unchanged: ${words}${mark}`;
  return `  ${validateOnly ? 'would be ' : ''}${words}${mark}`;
}
