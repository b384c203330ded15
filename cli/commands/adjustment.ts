import { Adjustment, ListAdjustmentsResponse } from '#libs/contracts/cx/bonus/v1/adjustment.js';
import { call as ask } from '#libs/grpc/client.js';
import { adjustmentLines, ledgerLines } from '../adjustments/adjustment-lines.js';
import { argument, type Call, type Command, UsageError } from '../command.js';
import { adjustments } from '../connect.js';

/** `cx adjustment list PERIOD`: what was corrected of a closed period, and its ledger. */
export const adjustmentList: Command = {
  parameters: 'PERIOD',
  description: 'Lists the corrections of a closed period, its ledger, and when the next ones may be posted.',
  example: 'cx adjustment list 2018-07',
  run: async (call) => {
    const parent = `periods/${argument(call, 0).replace(/^periods\//, '')}`;
    const found = await ask(adjustments(), 'listAdjustments', { parent, pageSize: 0, pageToken: '' });
    if (call.json) call.print(JSON.stringify(ListAdjustmentsResponse.toJSON(found), undefined, 2));
    else for (const line of ledgerLines(found)) call.print(line);
    return 0;
  },
};

/** `cx adjustment show ADJUSTMENT`: what it changes, who has approved it, what comes next. */
export const adjustmentShow: Command = {
  parameters: 'ADJUSTMENT',
  description: 'Shows one correction: what it changes, its hash, who has approved it, and what comes next.',
  example: 'cx adjustment show 2018-07/1',
  run: async (call) => {
    printAdjustment(call, await ask(adjustments(), 'getAdjustment', { name: adjustmentIn(call) }));
    return 0;
  },
};

/** periods/2018-07/adjustments/1 of "2018-07/1", or the name itself. */
export function adjustmentIn(call: Call): string {
  const text = argument(call, 0);
  if (/^periods\/[^/]+\/adjustments\/\d+$/.test(text)) return text;
  const [, period, number] = /^([^/]+)\/(\d+)$/.exec(text) ?? [];
  if (period === undefined) throw new UsageError(`name a correction as 2018-07/1, not ${text}`);
  return `periods/${period}/adjustments/${number}`;
}

/** The answer of a call that returns an adjustment. */
export function printAdjustment(call: Call, one: Adjustment): void {
  if (call.json) call.print(JSON.stringify(Adjustment.toJSON(one), undefined, 2));
  else for (const line of adjustmentLines(one)) call.print(line);
}
