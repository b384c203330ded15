import { type PeriodLife, PeriodLife as PeriodMessage } from '#libs/contracts/cx/bonus/v1/period.js';
import { call as ask } from '#libs/grpc/client.js';
import { argument, type Call, type Command, numberOption } from '../command.js';
import { periods } from '../connect.js';
import { periodLine, periodLines } from '../periods/period-lines.js';

/** `cx period list`: every period with its state and what comes next. */
export const periodList: Command = {
  parameters: '',
  description: 'Lists the periods, newest first: state, next step, and who takes it.',
  example: 'cx period list',
  options: { limit: { type: 'string', description: 'how many at most; default: 24' } },
  run: async (call) => {
    const pageSize = numberOption(call, 'limit', 24);
    const { periods: found } = await ask(periods(), 'listPeriods', { pageSize, pageToken: '' });
    if (call.json)
      call.print(
        JSON.stringify(
          found.map((one) => PeriodMessage.toJSON(one)),
          undefined,
          2,
        ),
      );
    else for (const one of found) call.print(periodLine(one));
    return 0;
  },
};

/** `cx period show PERIOD`: the life of a period, what is missing and who may act next. */
export const periodShow: Command = {
  parameters: 'PERIOD',
  description: 'Shows the life of a period: its instants, approvals and holds, what is missing, and who may act next.',
  example: 'cx period show 2018-07',
  run: async (call) => {
    printPeriod(call, await readPeriod(argument(call, 0)));
    return 0;
  },
};

/** The period that a command is about, as it stands. */
export function readPeriod(text: string): Promise<PeriodLife> {
  return ask(periods(), 'getPeriod', { name: text.includes('/') ? text : `periods/${text}` });
}

/** The answer of a call that returns a period. */
export function printPeriod(call: Call, period: PeriodLife): void {
  if (call.json) call.print(JSON.stringify(PeriodMessage.toJSON(period), undefined, 2));
  else for (const line of periodLines(period)) call.print(line);
}
