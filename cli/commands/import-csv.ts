import { didYouMean } from '#libs/domain/nearest.js';
import { BUILT_IN_SOURCES, isBuiltIn, type Source } from '#libs/domain/source.js';
import type { FactContracts } from '#libs/maps/contract/fact-contract.js';
import { readAddresses } from '../addresses.js';
import { type Call, type Command, type ExitCode, numberOption, option, UsageError } from '../command.js';
import { grouped, table } from '../format.js';
import { feedNames } from '../import/callers.js';
import { dryRun } from '../import/mapped/dry-run.js';
import type { Ended } from '../import/mapped/import-file.js';
import { type Imported, importFiles } from '../import/mapped/import-files.js';
import { jsonOf } from '../import/mapped/messages.js';
import { departmentsIn, MapError, type OpenMap, openMap } from '../import/mapped/open-map.js';
import { type Prepared, prepare } from '../import/mapped/prepare.js';
import { FileError, listed } from '../import/mistakes.js';
import { completeThroughOf, originOf, zoneOf } from '../import/options.js';
import { contractsFor } from '../import/own-contracts.js';

const OPTIONS = {
  map: { type: 'string', description: 'the map: a YAML file, or the name of a shipped one' },
  zone: {
    type: 'string',
    description:
      'time zone of the customers, and of timestamps without an offset: Europe/Berlin. Default: that of the map',
  },
  'dry-run': { type: 'boolean', description: 'read and map everything, show the first facts, send nothing' },
  company: {
    type: 'string',
    description:
      'the folder of your documents: a dry run takes departments of your own from there. Default: from the installation',
  },
  facts: { type: 'string', description: 'how many facts a dry run shows. Default: 5' },
  origin: {
    type: 'string',
    description: 'where the facts come from: reported, imported or generated. Default: imported',
  },
  caller: {
    type: 'string',
    description:
      'the name that departments know the reporting feed by. Default: the one feed that feeds.yaml lets report to the department',
  },
  'complete-through': {
    type: 'string',
    description:
      'declare that everything before this day begins, or before this instant, has been reported. Default: nothing is declared, and what is due waits',
  },
  'from-start': {
    type: 'boolean',
    description: 'send every row again, also those that an import that was stopped has sent',
  },
} as const;

/** `cx import csv FILE... --map MAP`: files as other systems export them, through a map. */
export const importCsv: Command = {
  parameters: 'FILE...',
  description:
    'Makes facts of CSV, TSV and JSON lines files by a map (docs/import.md). A file of one table of several is TABLE=FILE. May be stopped and started again at any time.',
  example: 'cx import csv orders.csv --map my-shop.yaml --zone Europe/Berlin --dry-run',
  options: OPTIONS,
  run: async (call) => {
    const name = option(call, 'map');
    if (name === '') throw new UsageError('Name the map: --map my-shop.yaml');
    const settings = settingsOf(call);
    try {
      const contracts = await contractsOf(call, departmentsIn(name));
      const map = openMap(name, settings.zone, contracts);
      const prepared = await prepare(call.args, map.map);
      for (const {
        file,
        table: { name: of },
        form,
      } of [...prepared.joinedFiles, ...prepared.files])
        call.remark(`${file}: ${of}; ${form.words}`);
      if (call.options['dry-run'] === true) return await shown(call, prepared);
      const callers = await feedNames(map.map.departments as readonly Source[], option(call, 'caller'));
      return await sent(call, { map, prepared, callers, ...settings });
    } catch (error) {
      if (error instanceof MapError) call.remark(error.message);
      else if (error instanceof FileError) for (const line of listed(error.mistakes)) call.remark(line);
      else throw error;
      call.remark('Nothing was sent.');
      return 1;
    }
  },
};

/** What the departments of the map take. */
async function contractsOf(call: Call, departments: readonly string[]): Promise<FactContracts> {
  const folder = folderOf(call);
  try {
    return await contractsFor(departments, folder);
  } catch (error) {
    const own = departments.filter((name) => !isBuiltIn(name));
    const meant = own.map((name) => didYouMean(name, BUILT_IN_SOURCES)).find((words) => words !== '') ?? '';
    if (folder === '')
      call.remark(
        `The installation is asked what ${own.join(' and ')} takes: no such department is built in.${meant} A dry run needs no installation with --company DIR.`,
      );
    throw error;
  }
}

/** The option --company. What is sent is as the published documents say. @throws {UsageError} */
function folderOf(call: Call): string {
  const folder = option(call, 'company');
  if (folder === '' || call.options['dry-run'] === true) return folder;
  throw new UsageError(
    '--company is for --dry-run. To send facts, let two people publish the documents: cx company propose DIR, cx company publish DIR',
  );
}

function settingsOf(call: Call) {
  return {
    zone: zoneOf(call),
    completeThrough: completeThroughOf(call),
    origin: originOf(call, 'imported'),
  };
}

async function shown(call: Call, prepared: Prepared): Promise<ExitCode> {
  // In a table each line is printed at once: a file may have a million refused rows.
  const lines: string[] = [];
  let refused = 0;
  const onRefused = (line: string) => {
    if (call.json) lines.push(line);
    else call.print(`${refused === 0 ? 'Refused:\n' : ''}  ${line}`);
    refused += 1;
  };
  for (const line of prepared.refused) onRefused(line);
  const run = await dryRun(prepared, numberOption(call, 'facts', 5), onRefused);
  const { rows, refusedRows, facts, kinds, first } = run;
  if (call.json) {
    const shownFacts = first.map((fact) => ({ kind: fact.kind, fact: jsonOf(fact) }));
    const counts = { rows, refusedRows, facts, kinds: Object.fromEntries(kinds) };
    call.print(JSON.stringify({ ...counts, first: shownFacts, refused: lines }));
    return refused === 0 ? 0 : 3;
  }
  if (first.length > 0) call.print('The first facts:');
  for (const fact of first) call.print(`  ${fact.kind}  ${JSON.stringify(jsonOf(fact))}`);
  call.print(`${grouped(rows)} rows, ${grouped(refusedRows)} refused; ${grouped(facts)} facts. Nothing was sent.`);
  const counted = [...kinds].map(([kind, count]) => [kind, grouped(count)]);
  for (const line of table(counted, ['left', 'right'])) call.print(line);
  return refused === 0 ? 0 : 3;
}

type Sending = Omit<
  Parameters<typeof importFiles>[0],
  'addresses' | 'fromStart' | 'stop' | 'onRefused' | 'onAway' | 'onFile' | 'map'
> & {
  readonly map: OpenMap;
};

async function sent(call: Call, sending: Sending): Promise<ExitCode> {
  const stop = { isWanted: false };
  const onStop = () => {
    // A second Ctrl-C ends the process at once.
    stop.isWanted = true;
    call.remark('Stopping: waiting for the answers to what was sent.');
  };
  process.once('SIGINT', onStop);
  try {
    const listedRefused = limited(call);
    for (const line of sending.prepared.refused) listedRefused.add(line);
    const imported = await importFiles({
      ...sending,
      ...{ addresses: readAddresses(process.env), fromStart: call.options['from-start'] === true, stop },
      onRefused: listedRefused.add,
      onAway: (line) => call.remark(line),
      onFile: (file, ended) => {
        for (const line of wordsOf(file, ended)) call.remark(line);
      },
    });
    listedRefused.end();
    return summed(call, imported, sending);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    for (const line of listed(error.mistakes)) call.remark(line);
    call.remark('The rows before it were sent.');
    return 1;
  } finally {
    process.off('SIGINT', onStop);
  }
}

/** As many refused rows are listed; the file of refused rows has all. */
const SHOWN = 20;

function limited(call: Call): { readonly add: (line: string) => void; readonly end: () => void } {
  let lines = 0;
  return {
    add: (line) => {
      lines += 1;
      if (lines <= SHOWN) call.remark(`  refused: ${line}`);
    },
    end: () => {
      if (lines > SHOWN) call.remark(`  and ${grouped(lines - SHOWN)} more`);
    },
  };
}

function wordsOf(file: string, ended: Ended): string[] {
  if (ended.kind === 'broken')
    return [`${file}, line ${ended.line}: ${ended.problem}; ${ended.cure}`, 'The rows before it were sent.'];
  const { refusedFile, skipped } = ended;
  return [
    ...(skipped > 0 ? [`${file}: went on behind row ${grouped(skipped)}, which an earlier import has sent.`] : []),
    ...(refusedFile === undefined
      ? []
      : [`What was refused is in ${refusedFile}. Correct it there and import it with the same map.`]),
    ...(ended.kind === 'stopped' ? ['Stopped. The same command goes on from here.'] : []),
  ];
}

function summed(
  call: Call,
  { counts, isWhole, isDeclared }: Imported,
  { prepared, completeThrough }: Sending,
): ExitCode {
  if (completeThrough === undefined || !isDeclared) call.remark(NOT_DECLARED);
  const { rows, refusedRows, facts, recorded, known, refusedFacts } = counts;
  if (call.json) call.print(JSON.stringify({ ...counts, isWhole, isDeclared }));
  else {
    call.print(`${grouped(rows)} rows: ${grouped(refusedRows)} refused`);
    call.print(
      `${grouped(facts)} facts: ${grouped(recorded)} new, ${grouped(known)} already known, ${grouped(refusedFacts)} refused`,
    );
  }
  if (!isWhole) return 1;
  return refusedRows + prepared.refused.length === 0 ? 0 : 3;
}

const NOT_DECLARED =
  'No feed was declared complete, so cases that are due wait for it. Import again with --complete-through once everything before that day has been imported.';
