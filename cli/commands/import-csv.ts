import { type Call, type Command, type ExitCode, numberOption, option, UsageError } from '../command.js';
import { grouped, table } from '../format.js';
import { dryRun } from '../import/mapped/dry-run.js';
import { jsonOf } from '../import/mapped/messages.js';
import { MapError, openMap } from '../import/mapped/open-map.js';
import { type Prepared, prepare } from '../import/mapped/prepare.js';
import { FileError, listed } from '../import/mistakes.js';
import { zoneOf } from '../import/options.js';

const OPTIONS = {
  map: { type: 'string', description: 'the map: a YAML file, or the name of a shipped one' },
  zone: {
    type: 'string',
    description:
      'time zone of the customers, and of timestamps without an offset: Europe/Berlin. Default: that of the map',
  },
  'dry-run': { type: 'boolean', description: 'read and map everything, show the first facts, send nothing' },
  facts: { type: 'string', description: 'how many facts a dry run shows. Default: 5' },
} as const;

/** `cx import csv FILE... --map MAP`: files as other systems export them, through a map. */
export const importCsv: Command = {
  parameters: 'FILE...',
  description:
    'Makes facts of CSV, TSV and JSON lines files by a map (docs/import.md). A file of one table of several is TABLE=FILE.',
  example: 'cx import csv orders.csv --map my-shop.yaml --zone Europe/Berlin --dry-run',
  options: OPTIONS,
  run: async (call) => {
    const name = option(call, 'map');
    if (name === '') throw new UsageError('Name the map: --map my-shop.yaml');
    try {
      const { map } = openMap(name, zoneOf(call));
      const prepared = await prepare(call.args, map);
      for (const {
        file,
        table: { name: of },
        form,
      } of [...prepared.joinedFiles, ...prepared.files])
        call.remark(`${file}: ${of}; ${form.words}`);
      return await shown(call, prepared);
    } catch (error) {
      if (error instanceof MapError) call.remark(error.message);
      else if (error instanceof FileError) for (const line of listed(error.mistakes)) call.remark(line);
      else throw error;
      call.remark('Nothing was sent.');
      return 1;
    }
  },
};

async function shown(call: Call, prepared: Prepared): Promise<ExitCode> {
  const refused = [...prepared.refused];
  const run = await dryRun(prepared, numberOption(call, 'facts', 5), (line) => refused.push(line));
  const { rows, refusedRows, facts, kinds, first } = run;
  if (call.json) {
    const shownFacts = first.map((fact) => ({ kind: fact.kind, fact: jsonOf(fact) }));
    call.print(
      JSON.stringify({ rows, refusedRows, facts, kinds: Object.fromEntries(kinds), first: shownFacts, refused }),
    );
    return refused.length === 0 ? 0 : 3;
  }
  call.print(`${grouped(rows)} rows, ${grouped(refusedRows)} refused; ${grouped(facts)} facts. Nothing was sent.`);
  for (const line of table(
    [...kinds].map(([kind, count]) => [kind, grouped(count)]),
    ['left', 'right'],
  ))
    call.print(line);
  if (first.length > 0) call.print('The first facts:');
  for (const fact of first) call.print(`  ${fact.kind}  ${JSON.stringify(jsonOf(fact))}`);
  if (refused.length > 0) call.print('Refused:');
  for (const line of refused) call.print(`  ${line}`);
  return refused.length === 0 ? 0 : 3;
}
