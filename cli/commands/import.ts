import { Origin } from '#libs/contracts/cx/batches/v1/batches.js';
import type { Instant } from '#libs/domain/time.js';
import { readAddresses } from '../addresses.js';
import { argument, type Call, type Command, type ExitCode, UsageError } from '../command.js';
import { grouped } from '../format.js';
import { readContacts } from '../import/contacts-file.js';
import { FileError, listed, type Mistake } from '../import/mistakes.js';
import { factsOf } from '../import/olist-facts.js';
import { readOlistFiles } from '../import/olist-files.js';
import { completeThroughOf, zoneOf } from '../import/options.js';
import { type FactToSend, type Progress, type Refused, sendFacts } from '../import/send.js';
import { progressBar } from '../progress-bar.js';

const OPTIONS = {
  zone: {
    type: 'string',
    description: 'time zone of the customers, and of timestamps without an offset: Europe/Berlin. There is no default',
  },
  'complete-through': {
    type: 'string',
    description:
      'declare that everything before this day begins, or before this instant, has been reported. Default: nothing is declared, and what is due waits',
  },
  'skip-bad-rows': { type: 'boolean', description: 'leave out rows with a mistake, send the others, declare nothing' },
  'dry-run': { type: 'boolean', description: 'read and check everything, send nothing' },
} as const;

/** `cx import olist DIR`: real orders, through the same API that every feed uses. To import them again changes nothing. */
export const importOlist: Command = {
  parameters: 'DIR',
  description:
    'Imports a folder of marketplace files (CSV, plain or gzip). May be stopped and started again at any time.',
  example: 'cx import olist data/olist --zone America/Sao_Paulo --complete-through 2018-11-01',
  options: OPTIONS,
  run: (call) => {
    const zone = zoneOf(call);
    if (zone === undefined) throw new UsageError('Name the time zone of the customers: --zone America/Sao_Paulo');
    return imported(call, async () => {
      const files = await readOlistFiles(argument(call, 0), {
        zone,
        skipBadRows: call.options['skip-bad-rows'] === true,
      });
      return { facts: factsOf(files), skipped: files.skipped };
    });
  },
};

/** `cx import contacts FILE`: contacts of a help desk from a CSV file. */
export const importContacts: Command = {
  parameters: 'FILE',
  description:
    'Imports support contacts from a CSV file. Columns: contact_id, unit, received_at; and if there are any: zone, first_response_at, contacted_again_at, goodwill_promised_day, goodwill_paid_at.',
  example: 'cx import contacts contacts.csv --zone Europe/Berlin --complete-through 2018-09-01',
  options: OPTIONS,
  run: (call) =>
    imported(call, () =>
      readContacts(argument(call, 0), { zone: zoneOf(call), skipBadRows: call.options['skip-bad-rows'] === true }),
    ),
};

interface ToImport {
  readonly facts: readonly FactToSend[];
  /** Mistakes of rows that are left out. */
  readonly skipped: readonly Mistake[];
}

async function imported(call: Call, read: () => Promise<ToImport>): Promise<ExitCode> {
  const declared = completeThroughOf(call);
  const found = await readOrExplain(call, read);
  if (found === undefined) return 1;
  const { facts, skipped } = found;
  for (const line of listed(skipped)) call.remark(`  skipped: ${line}`);
  if (call.options['dry-run'] === true) {
    call.print(`${grouped(facts.length)} facts can be sent. Nothing was sent.`);
    return skipped.length === 0 ? 0 : 3;
  }

  // What was left out has not been reported, so a declaration would be wrong.
  const completeThrough = skipped.length === 0 ? declared : undefined;
  const { progress, refused } = await send(facts, completeThrough);
  tellRefused(call, refused);
  if (completeThrough === undefined) call.remark(NOT_DECLARED);
  call.print(call.json ? JSON.stringify(progress) : summary(progress));
  return refused.length + skipped.length === 0 ? 0 : 3;
}

const NOT_DECLARED =
  'No feed was declared complete, so cases that are due wait for it. Import again with --complete-through once everything before that day has been imported.';

async function send(facts: readonly FactToSend[], completeThrough: Instant | undefined) {
  const bar = progressBar(process.stderr);
  const onProgress = bar.show;
  const addresses = readAddresses(process.env);
  const sent = await sendFacts({ addresses, facts, origin: Origin.ORIGIN_IMPORTED, completeThrough, onProgress });
  bar.done();
  return sent;
}

/** As many refused facts are listed. */
const SHOWN = 20;

function tellRefused(call: Call, refused: readonly Refused[]): void {
  for (const { to, factId, reason, field, detail } of refused.slice(0, SHOWN)) {
    call.remark(`  refused by ${to}: ${factId}  ${reason}${field === '' ? '' : ` (${field})`}  ${detail}`);
  }
  if (refused.length > SHOWN) call.remark(`  and ${grouped(refused.length - SHOWN)} more`);
  if (refused.length > 0)
    call.remark('Correct these and import again: facts that were accepted are known and are not counted twice.');
}

async function readOrExplain(call: Call, read: () => Promise<ToImport>): Promise<ToImport | undefined> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    for (const line of listed(error.mistakes)) call.remark(line);
    call.remark('Nothing was sent.');
    if (error.mistakes.every(({ canSkip }) => canSkip)) call.remark('--skip-bad-rows leaves these rows out.');
    return undefined;
  }
}

/** What an import did, in one line. */
export function summary({ total, accepted, known, refused }: Readonly<Progress>): string {
  return `${grouped(total)} facts: ${grouped(accepted)} new, ${grouped(known)} already known, ${grouped(refused)} refused`;
}
