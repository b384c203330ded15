import { Origin } from '#libs/contracts/cx/batches/v1/batches.js';
import { instantOfWallTime } from '#libs/domain/time.js';
import { readAddresses } from '../addresses.js';
import { argument, type Call, type Command, type ExitCode, option, UsageError } from '../command.js';
import { grouped } from '../format.js';
import { contactFactsOf } from '../import/contacts-file.js';
import { factsOf, ZONE } from '../import/olist-facts.js';
import { FileError, readOlistFiles } from '../import/olist-files.js';
import { type FactToSend, type Progress, sendFacts } from '../import/send.js';
import { progressBar } from '../progress-bar.js';

const THROUGH = {
  type: 'string',
  description: 'after the last fact every feed is complete through this day; 2018-11-01 when not said',
} as const;

/** So many refusals are named. */
const SHOWN = 20;

/** `cx import olist DIR`: real orders in, through the same API as everybody's. Again, or two at once: nothing changes. */
export const importOlist: Command = {
  parameters: 'DIR',
  description: 'Imports a folder of marketplace files, gzip or plain. May be stopped and started again at any time.',
  example: 'cx import olist data/olist',
  options: { 'complete-through': THROUGH },
  run: (call) => imported(call, async () => factsOf(await readOlistFiles(argument(call, 0))), Origin.ORIGIN_IMPORTED),
};

/** `cx import contacts FILE`: contacts of a help desk from a CSV file. */
export const importContacts: Command = {
  parameters: 'FILE',
  description:
    'Imports support contacts from a CSV file with contact_id, unit, received_at, first_response_at, contacted_again_at, goodwill_promised_day, goodwill_paid_at.',
  example: 'cx import contacts contacts.csv',
  options: { 'complete-through': THROUGH },
  run: (call) => imported(call, () => contactFactsOf(argument(call, 0)), Origin.ORIGIN_IMPORTED),
};

async function imported(call: Call, read: () => Promise<readonly FactToSend[]>, origin: Origin): Promise<ExitCode> {
  const facts = await readOrExplain(call, read);
  if (facts === undefined) return 1;
  const bar = progressBar(process.stderr);
  const { progress, refused } = await sendFacts({
    addresses: readAddresses(process.env),
    facts,
    origin,
    completeThrough: throughOf(call),
    onProgress: bar.show,
  });
  bar.done();
  for (const { to, factId, reason, field, detail } of refused.slice(0, SHOWN)) {
    call.remark(`  refused by ${to}: ${factId}  ${reason}${field === '' ? '' : ` (${field})`}  ${detail}`);
  }
  if (refused.length > SHOWN) call.remark(`  and ${grouped(refused.length - SHOWN)} more`);
  if (refused.length > 0) call.remark('Correct these and import again: what was kept is known and not counted twice.');
  call.print(call.json ? JSON.stringify(progress) : summary(progress));
  return refused.length === 0 ? 0 : 3;
}

async function readOrExplain(call: Call, read: () => Promise<readonly FactToSend[]>) {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    call.remark(`${error.message}. Nothing was sent.`);
    return undefined;
  }
}

function throughOf(call: Call): number {
  const day = option(call, 'complete-through', '2018-11-01');
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) throw new UsageError(`--complete-through takes a day, 2018-11-01, not ${day}`);
  return instantOfWallTime(`${day}T00:00:00`, ZONE);
}

/** What an import did, in one line. */
export function summary({ total, accepted, known, refused }: Readonly<Progress>): string {
  return `${grouped(total)} facts: ${grouped(accepted)} new, ${grouped(known)} already known, ${grouped(refused)} refused`;
}
