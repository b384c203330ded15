import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ShadowRulesetResponse } from '#libs/contracts/cx/documents/v1/documents.js';
import { findingText } from '#libs/documents/finding.js';
import type { MovedUnit } from '#libs/documents/moved-units.js';
import { call as ask } from '#libs/grpc/client.js';
import { argument, type Call, type Command, numberOption, option, UsageError } from '../command.js';
import { diffFolder } from '../company/diff-folder.js';
import { movedUnitWords } from '../company/difference-words.js';
import { shadowLines } from '../company/shadow-words.js';
import { documents } from '../connect.js';

const MOVED = 'departments.yaml moves units. The shadow has their cases where they are counted today:';

/** Some thousand indexes are computed, so this call may take longer than others. */
const DEADLINE_MS = 60_000;

/** `cx company shadow DIR`: every index of twelve months by a proposed ruleset beside the one in force. */
export const companyShadow: Command = {
  parameters: 'DIR',
  description: 'Computes the indexes of twelve months by a proposed ruleset beside the one in force. Stores nothing.',
  example: 'cx company shadow data/olist/company --ruleset ruleset.yaml --through 2018-08',
  options: {
    ruleset: { type: 'string', description: 'a file of the folder; default: every ruleset that is not published yet' },
    through: { type: 'string', description: 'the last period; default: the last that is over' },
    depth: { type: 'string', description: 'how deep units are split; default: 2' },
    units: { type: 'string', description: 'units of each department, those with the most cases; default: 50' },
    lines: { type: 'string', description: 'lines of each list; default: 10' },
  },
  run: async (call) => {
    const folder = argument(call, 0);
    const proposed = await proposedIn(folder, call);
    if (proposed === undefined) return 3;
    const { files, moved } = proposed;
    if (moved.length > 0) call.remark(MOVED);
    for (const one of moved.slice(0, numberOption(call, 'lines', 10))) call.remark(`  ${movedUnitWords(one)}`);
    if (files.length === 0) {
      call.remark(`Every ruleset of ${folder} is published. --ruleset FILE shadows a published one.`);
      return 0;
    }
    const request = {
      through: option(call, 'through'),
      unitDepth: numberOption(call, 'depth', 2),
      mostUnits: numberOption(call, 'units', 50),
    };
    const answers: ShadowRulesetResponse[] = [];
    for (const file of files) {
      const text = readFileSync(join(folder, file), 'utf8');
      const answer = await ask(documents(), 'shadowRuleset', { ...request, text }, { deadlineMs: DEADLINE_MS });
      answers.push(answer);
      if (!call.json) for (const line of shadowLines(answer, numberOption(call, 'lines', 10))) call.print(line);
    }
    if (call.json) call.print(JSON.stringify(answers.map(ShadowRulesetResponse.toJSON), undefined, 2));
    return 0;
  },
};

/** Rulesets of a folder, and the units that its departments.yaml counts in others than the published one. */
interface Proposed {
  readonly files: readonly string[];
  readonly moved: readonly MovedUnit[];
}

/** What is asked for of a folder without mistakes; undefined after printing the mistakes. */
async function proposedIn(folder: string, call: Call): Promise<Proposed | undefined> {
  const compared = await diffFolder(documents(), folder);
  if ('findings' in compared) {
    for (const finding of compared.findings) call.print(findingText({ ...finding, file: join(folder, finding.file) }));
    call.remark(`Nothing was shadowed: ${compared.findings.length} findings.`);
    return undefined;
  }
  const rulesets = compared.filter(({ kind }) => kind === 'ruleset');
  const asked = option(call, 'ruleset');
  const moved = compared.flatMap(({ movedUnits }) => movedUnits);
  if (asked === '')
    return { files: rulesets.filter(({ differences }) => differences.length > 0).map(({ file }) => file), moved };
  if (rulesets.some(({ file }) => file === asked)) return { files: [asked], moved };
  throw new UsageError(`${folder} has no ruleset ${asked}; it has ${rulesets.map(({ file }) => file).join(', ')}`);
}
