import { createHash } from 'node:crypto';
import type { ExportSnapshotResponse } from '#libs/contracts/cx/bonus/v1/bonus.js';
import type { RowFault } from '#libs/exports/export-file.js';
import { CELL_FAULTS } from '#libs/exports/format/cell.js';
import { exportManifest } from '#libs/exports/manifest.js';
import type { Frozen } from '#libs/exports/rows/frozen.js';
import { frozenOf } from '#services/scoring/grpc/exports/frozen.js';
import { argument, type Call, type Command, type ExitCode, option, UsageError } from '../command.js';
import { bonusInputs, documents, exportsOf } from '../connect.js';
import { claim } from '../exports/claim.js';
import { type Correction, readCorrection } from '../exports/correction-folder.js';
import { frozenVersion } from '../exports/frozen-version.js';
import {
  type ExportTerms,
  type MadeExport,
  makeExport,
  needsPlan,
  notPayable,
  periodOf,
} from '../exports/make-export.js';
import { readPayout } from '../exports/payout-folder.js';
import { planFactors } from '../exports/plan-factors.js';
import { draftProfiles, profileNamed, publishedProfiles } from '../exports/profiles.js';
import { RefusedExport } from '../exports/refused-export.js';
import { writeWorkbook } from '../exports/write-workbook.js';
import { requireSame, writeFiles } from '../write-files.js';

/** `cx bonus export`: the file that HR loads, by a profile of the company; or a whole version as it is kept. */
export const bonusExport: Command = {
  parameters: 'PERIOD',
  description:
    'Writes the file that HR loads into another system, and claims it once. Without --profile: one version to stdout.',
  example: 'cx bonus export 2018-07 --profile generic-csv --out hr --simulate --as hr-maker',
  options: {
    profile: { type: 'string', description: 'a profile of the document export-profiles' },
    profiles: { type: 'string', description: 'a draft of that document, for --dry-run and --simulate' },
    out: { type: 'string', description: 'the folder for the file and its manifest' },
    'dry-run': { type: 'boolean', description: 'names every cell that cannot be written; writes and claims nothing' },
    simulate: { type: 'boolean', description: 'also of a version that is not closed; the file is marked SIMULATION' },
    payout: { type: 'string', description: 'the folder that cx payout allocate wrote, for rows of payees' },
    correction: { type: 'string', description: 'the folder that cx payout adjust wrote, for rows of deltas' },
    pool: { type: 'string', description: 'the pool of that allocation or correction' },
    'request-id': { type: 'string', description: 'a UUID: that of the claim; default: the one in the folder' },
    format: {
      type: 'string',
      description:
        'without --profile: xlsx, a workbook for people; csv or json, the version as it is kept; default: csv',
    },
  },
  run: async (call) => {
    const name = option(call, 'profile');
    const isWorkbook = name === '' && option(call, 'format') === 'xlsx';
    if (name === '' && !isWorkbook) return wholeVersion(call);
    if (option(call, 'out') === '' && !isSet(call, 'dry-run')) throw new UsageError('name the folder: --out hr');
    try {
      if (isWorkbook) return await writeWorkbook(call, argument(call, 0), option(call, 'out'));
      return await byProfile(call, await termsOf(call, name));
    } catch (error) {
      if (!(error instanceof RefusedExport)) throw error;
      call.remark(`${error.reason}: ${error.message}`);
      return 1;
    }
  },
};

async function termsOf(call: Call, name: string): Promise<ExportTerms> {
  const snapshot = await frozenVersion(bonusInputs(), argument(call, 0));
  const frozen = frozenOf(snapshot);
  const draft = option(call, 'profiles');
  const profiles = draft === '' ? await publishedProfiles(documents(), frozen.firstDay) : draftProfiles(draft);
  const profile = profileNamed(profiles, name);
  const plan = needsPlan(profile)
    ? await planFactors(documents(), bonusInputs(), snapshot, periodOf(frozen))
    : undefined;
  const [payoutFolder, pool] = [option(call, 'payout'), option(call, 'pool')];
  if (profile.rows === 'PAYEES' && (payoutFolder === '' || pool === '')) throw new RefusedExport('PAYOUT_NEEDED');
  const payout = profile.rows === 'PAYEES' ? readPayout(payoutFolder, frozen.period, pool) : undefined;
  const correction = profile.rows === 'DELTAS' ? correctionOf(call, frozen) : undefined;
  return { frozen, profiles, profile, plan, payout, correction, isSimulation: isSet(call, 'simulate') };
}

/** @throws {RefusedExport} CORRECTION_NEEDED, NOT_CORRECTED, CORRECTION_DIFFERS */
function correctionOf(call: Call, frozen: Frozen): Correction {
  const [folder, pool] = [option(call, 'correction'), option(call, 'pool')];
  if (folder === '' || pool === '') throw new RefusedExport('CORRECTION_NEEDED');
  if (frozen.state !== 'ADJUSTED') throw new RefusedExport('NOT_CORRECTED');
  return readCorrection(folder, frozen.period, frozen.version, pool);
}

async function byProfile(call: Call, terms: ExportTerms): Promise<ExitCode> {
  const isDry = isSet(call, 'dry-run');
  const isSimulation = terms.isSimulation || (isDry && notPayable({ ...terms, isSimulation: true }).length > 0);
  const made = makeExport({ ...terms, isSimulation });
  const { exported, inputs } = made;
  for (const reason of isDry ? inputs.notPayableReasons : []) call.remark(`Not payable: ${reason}.`);
  if (exported.kind === 'faults') return faulty(call, inputs.file, exported.faults);
  if (isDry) {
    call.print(`  ${inputs.profile.name}   ${exported.rows} rows   every cell can be written`);
    return 0;
  }
  return write(call, made, exported);
}

function faulty(call: Call, file: string, faults: readonly RowFault[]): ExitCode {
  for (const { line, column, reason } of faults)
    call.print(`${file}:${line} ${column} ${reason}: ${CELL_FAULTS[reason]}`);
  call.remark(`Nothing was written: ${faults.length} cells of ${file} cannot be.`);
  return 3;
}

async function write(
  call: Call,
  { inputs }: MadeExport,
  exported: Extract<MadeExport['exported'], { readonly kind: 'file' }>,
): Promise<ExitCode> {
  const [folder, requestId] = [option(call, 'out'), option(call, 'request-id')];
  const differs = (path: string) => new RefusedExport('FILE_DIFFERS', path);
  requireSame(folder, { [inputs.file]: exported.bytes }, differs);
  const isPayable = inputs.mark === 'PAYABLE';
  const proof = isPayable ? await claim(exportsOf(), inputs, exported.bytes, { folder, requestId }) : undefined;
  const manifest = exportManifest(inputs, exported, proof);
  const files = { [inputs.file]: exported.bytes, [`${inputs.file}.manifest.json`]: manifest };
  const written = writeFiles(folder, files, differs);
  if (call.json) call.print(manifest.trimEnd());
  else {
    call.print(`  ${inputs.mark}   ${inputs.frozen.snapshot}   ${inputs.profile.name}   ${exported.rows} rows`);
    for (const { column, sum } of exported.totals) call.print(`  total of ${column}: ${sum}`);
    for (const { department, reasons } of inputs.leftOut)
      call.print(`  left out: ${department}, ${reasons.join(', ')}`);
  }
  for (const path of written) call.remark(`Written: ${path}`);
  return 0;
}

/** One version as it is kept: the same version gives the same bytes. */
async function wholeVersion(call: Call): Promise<ExitCode> {
  const name = argument(call, 0);
  const stream = bonusInputs().exportSnapshot({ name, format: option(call, 'format', 'csv') });
  const pieces: Buffer[] = [];
  for await (const { chunk } of stream as AsyncIterable<ExportSnapshotResponse>) pieces.push(chunk);
  const file = Buffer.concat(pieces);
  process.stdout.write(file);
  call.remark(JSON.stringify(manifestOf(name, file)));
  return 0;
}

/** The checksum file: a reader that compares it never loads half a file. */
function manifestOf(snapshot: string, file: Buffer) {
  const lines = file
    .toString()
    .split('\n')
    .filter((line) => line !== '').length;
  return { snapshot, lines, bytes: file.length, file_sha256: createHash('sha256').update(file).digest('hex') };
}

function isSet(call: Call, name: string): boolean {
  return call.options[name] === true;
}
