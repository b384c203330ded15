import { Proposal } from '#libs/contracts/cx/documents/v1/documents.js';
import type { Call, Command } from '../command.js';
import { differenceRow } from '../company/difference-words.js';
import { type OpenProposal, openProposals } from '../company/open-proposals.js';
import { publishCommand } from '../company/refusal-words.js';
import { documents } from '../connect.js';
import { minute, table } from '../format.js';

/** `cx company proposals`: what waits for a person who publishes it. */
export const companyProposals: Command = {
  parameters: '',
  description: 'Lists the documents that wait for another person to publish them, each with what it would change.',
  example: 'cx company proposals',
  run: async (call) => {
    const open = await openProposals(documents());
    if (call.json)
      call.print(
        JSON.stringify(
          open.map(({ proposal }) => Proposal.toJSON(proposal)),
          undefined,
          2,
        ),
      );
    else for (const one of open) printOne(call, one);
    if (open.length === 0)
      call.remark('No proposal is open. Propose documents: npx cx company propose DIR --reason WHY');
    else call.remark(`Another person than the one who proposed publishes it: ${publishCommand('PROPOSAL')}`);
    return 0;
  },
};

function printOne(call: Call, { proposal, kind, published, differences }: OpenProposal): void {
  const { name, title, firstDay, proposedBy, proposedAt, reason, boundAfterStart } = proposal;
  const mark = boundAfterStart ? '   RULES_BOUND_AFTER_START: never payable' : '';
  const words = [name, ...(title === '' ? [] : [title]), `from ${firstDay}`].join('   ');
  call.print(`${words}   proposed by ${proposedBy} at ${minute(proposedAt)}: ${reason}${mark}`);
  if (published === '') return call.print(`  no ${kind} is published yet, so everything in it is new.`);
  call.print(`  differs from ${published}:`);
  const rows = differences.map((difference) => differenceRow(kind, difference));
  for (const line of table(rows, ['left', 'left', 'left'], '    ')) call.print(line);
}
