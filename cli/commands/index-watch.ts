import { WatchIndexResponse } from '#libs/contracts/cx/scoring/v1/scoring.js';
import { argument, type Command, numberOption } from '../command.js';
import { scoring } from '../connect.js';
import { points } from '../format.js';
import { spread, stateWord } from '../index-words.js';
import { indexName, periodIn, whoIn } from '../names.js';

/** `cx index watch DEPARTMENT PERIOD`: the index now, then a line for each change, until Ctrl-C. */
export const indexWatch: Command = {
  parameters: 'DEPARTMENT PERIOD',
  description: 'Shows an index and then every change of it, until Ctrl-C.',
  example: 'cx index watch delivery 2018-08',
  options: { for: { type: 'string', description: 'stop by itself after that many seconds' } },
  run: async (call) => {
    const name = indexName(argument(call, 0), argument(call, 1));
    const stream = scoring().watchIndex({ names: [name], resumeToken: '' });
    const seconds = numberOption(call, 'for', 0x7fff_ffff / 1000);
    const timer = setTimeout(() => stream.cancel(), Math.min(seconds * 1000, 0x7fff_ffff));
    try {
      for await (const message of stream) {
        const response = message as WatchIndexResponse;
        call.print(call.json ? JSON.stringify(WatchIndexResponse.toJSON(response)) : lineOf(response));
      }
    } catch (error) {
      if (!isCancelled(error)) throw error;
    } finally {
      clearTimeout(timer);
    }
    return 0;
  },
};

function lineOf({ event, age }: WatchIndexResponse): string {
  if (event?.$case !== 'index') return `  still so; newest batch ${age?.seconds ?? 0n} s old`;
  const index = event.value;
  return `${whoIn(index.name)} ${periodIn(index.name)}   ${points(index.indexE4)}   +- ${spread(index)}   ${stateWord(index)}`;
}

const CANCELLED = 1;

function isCancelled(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === CANCELLED;
}
