import { join } from 'node:path';
import { findingText } from '#libs/documents/finding.js';
import { argument, type Call, type Command } from '../command.js';
import { type Compared, diffFolder } from '../company/diff-folder.js';
import { differenceRow, lostFactsWords, movedUnitWords } from '../company/difference-words.js';
import { documents } from '../connect.js';
import { table } from '../format.js';

/** `cx company diff DIR`: what the folder says otherwise than what is published. */
export const companyDiff: Command = {
  parameters: 'DIR',
  description: 'Compares the documents of a folder with what is published, place by place. Stores nothing.',
  example: 'cx company diff data/olist/company',
  run: async (call) => {
    const folder = argument(call, 0);
    const compared = await diffFolder(documents(), folder);
    if ('findings' in compared) {
      for (const finding of compared.findings)
        call.print(findingText({ ...finding, file: join(folder, finding.file) }));
      call.remark(`Nothing was compared: ${compared.findings.length} findings.`);
      return 3;
    }
    if (call.json) call.print(JSON.stringify({ documents: compared.map(jsonOf) }, undefined, 2));
    else for (const one of compared) printOne(call, join(folder, one.file), one);
    return 0;
  },
};

function printOne(call: Call, file: string, one: Compared): void {
  call.print(`${file}: ${sentenceOf(one)}`);
  if (one.published === undefined) return;
  const rows = one.differences.map((difference) => differenceRow(one.kind, difference));
  for (const line of table(rows, ['left', 'left', 'left'])) call.print(line);
  for (const moved of one.movedUnits) call.print(`  ${movedUnitWords(moved)}`);
  for (const lost of one.lost) call.print(`  ${lostFactsWords(lost)}`);
}

function sentenceOf({ kind, title, published, why, differences }: Compared): string {
  if (why === 'KIND_UNKNOWN') return `this version of the service publishes no document of the kind ${kind}.`;
  if (why === 'NOT_ALLOWED') return `not compared: your roles do not let you read the published ${kind}.`;
  if (published === undefined) return `no ${kind} is published yet, so everything in it is new.`;
  const version = `${published.name}${published.title === '' ? '' : ` (${published.title})`}`;
  if (differences.length === 0) return `the same as ${version}.`;
  const places = differences.length === 1 ? '1 place' : `${differences.length} places`;
  const isNameUsed = title !== '' && published.title === title;
  const cure = isNameUsed ? ' To publish it, give the ruleset a new name.' : '';
  return `differs from ${version} in ${places}.${cure}`;
}

const RESULTS = { KIND_UNKNOWN: 'KIND_NOT_PUBLISHED', NOT_ALLOWED: 'NOT_ALLOWED' } as const;

/** For programs: the published version, the result, and each difference with both values. */
function jsonOf({ file, kind, published, why, differences, movedUnits, lost }: Compared): object {
  const result = differences.length === 0 ? 'SAME' : published === undefined ? 'NEW' : 'CHANGED';
  return {
    ...{ file, kind, published: published?.name ?? '', result: why === undefined ? result : RESULTS[why] },
    differences: differences.map(({ path, ...one }) => one),
    ...(movedUnits.length > 0 && { movedUnits }),
    ...(lost.length > 0 && { warnings: lost }),
  };
}
