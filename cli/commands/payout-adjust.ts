import { basename } from 'node:path';
import { newestVersion } from '#libs/clients/frozen-figures.js';
import { amountText, parseAmount } from '#libs/domain/currency.js';
import { type CorrectedPayout, correctPayout } from '#libs/payout/close/adjust-roster.js';
import type { PayoutTerms } from '#libs/payout/close/allocate-roster.js';
import { rosterTerms } from '#libs/payout/close/allocate-roster.js';
import { RefusedPayout } from '#libs/payout/close/refused-payout.js';
import { type Manifest, manifestFile } from '#libs/payout/manifest/manifest.js';
import { readRoster } from '#libs/payout/roster/roster-file.js';
import { type Call, type Command, type ExitCode, option, UsageError } from '../command.js';
import { bonusInputs } from '../connect.js';
import { earlierDeltas, recoveryDecisions } from '../payout/earlier-deltas.js';
import { grouping } from '../payout/simulate-words.js';
import { writeFiles } from '../write-files.js';
import { needed, payoutTerms, refusing, textOf } from './payout-allocate.js';

/** `cx payout adjust`: what the corrections of a closed period change for each payee. The roster stays on this machine. */
export const payoutAdjust: Command = {
  parameters: '',
  description:
    'Says what the corrections of a closed period change for each payee: what is paid more, and what is reported and never taken back by itself.',
  example:
    'cx payout adjust --roster data/olist/roster.csv --period 2018-07 --closed-manifest payout/manifest-2018-07-br-brl.json --out payout --as hr-maker',
  options: {
    roster: { type: 'string', description: 'the roster by which the close was paid' },
    period: { type: 'string', description: 'the period that was corrected, 2018-07' },
    posting: {
      type: 'string',
      description: 'the period in which the correction counts; refused when it is another one',
    },
    pool: { type: 'string', description: 'the pool of the plan; default: the only one' },
    'closed-manifest': { type: 'string', description: 'the manifest that the payout of the close has written' },
    earlier: {
      type: 'string',
      multiple: true,
      description: 'the file of deltas of an earlier correction that was paid; may be repeated',
    },
    first: { type: 'boolean', description: 'no earlier correction of this period was paid' },
    recovery: { type: 'string', description: 'CSV payee,recovery: NOT_REQUESTED, NETTED or WAIVED, as HR has decided' },
    'de-minimis': {
      type: 'string',
      description: 'deltas below 0 that are smaller than this are not reported; default: 0',
    },
    out: { type: 'string', description: 'the folder for the deltas and their manifest' },
  },
  run: (call) => refusing(call, () => run(call)),
};

async function run(call: Call): Promise<ExitCode> {
  const [file, out] = [needed(call, 'roster', 'roster.csv'), needed(call, 'out', 'payout')];
  const closedManifest = needed(call, 'closed-manifest', 'payout/manifest-2018-07-br-brl.json');
  const closed = await payoutTerms(call);
  const read = readRoster(textOf(file), rosterTerms(closed));
  if (read.kind === 'faults') {
    for (const { line, column, reason, problem } of read.faults)
      call.print(`${file}:${line} ${column} ${reason}: ${problem}`);
    call.remark(`Nothing was computed: ${read.faults.length} faults in ${basename(file)}.`);
    return 3;
  }
  const restated = await newestVersion(bonusInputs(), closed.period.name);
  if (restated === undefined) throw new RefusedPayout('PERIOD_NOT_FROZEN');
  const posting = option(call, 'posting', restated.postingPeriod);
  if (restated.postingPeriod !== posting)
    throw new RefusedPayout('POSTED_ELSEWHERE', `It counts in ${restated.postingPeriod}, not in ${posting}.`);
  const earlier = earlierOf(call, closed, restated.supersedes > closed.frozen.snapshot.version);
  const recovery = option(call, 'recovery');
  const corrected = correctPayout(read.payees, {
    ...{ closed, restated, closedManifest: manifestIn(closedManifest) },
    ...{ earlierOf: earlier.of, earlierSha256: earlier.sha256, deMinimisMinor: deMinimis(call, closed) },
    recoveryOf: recovery === '' ? () => 'NOT_REQUESTED' : recoveryDecisions(recovery, textOf(recovery)),
  });
  const name = `${closed.period.name}-v${restated.version}-${closed.pool.name}`;
  const files = {
    [`adjustment-${name}.csv`]: corrected.csv,
    [`adjustment-manifest-${name}.json`]: manifestFile(corrected.manifest),
  };
  const written = writeFiles(out, files, (path) => new RefusedPayout('FILE_DIFFERS', path));
  print(call, closed, corrected);
  for (const path of written) call.remark(`Written: ${path}`);
  return 0;
}

/** What was paid before counts in full. When it may have been, the caller says so or names it. @throws {RefusedPayout} EARLIER_MISSING */
function earlierOf(call: Call, { period, pool }: PayoutTerms, mayBeMissing: boolean) {
  const values = call.options['earlier'];
  const files = Array.isArray(values) ? values.map(String) : [];
  if (files.length === 0 && mayBeMissing && call.options['first'] !== true) throw new RefusedPayout('EARLIER_MISSING');
  return earlierDeltas(new Map(files.map((one) => [one, textOf(one)])), period.name, pool.currency);
}

function manifestIn(file: string): Manifest {
  try {
    return JSON.parse(textOf(file)) as Manifest;
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new RefusedPayout('CLOSED_PAYOUT_DIFFERS', `${file} is no manifest.`);
  }
}

function deMinimis(call: Call, { pool }: PayoutTerms): bigint {
  const amount = parseAmount(option(call, 'de-minimis', '0'), pool.currency);
  if (amount === undefined) throw new UsageError('--de-minimis takes an amount, 5.00');
  return amount;
}

function print(call: Call, { pool, period }: PayoutTerms, { amounts, manifest }: CorrectedPayout): void {
  if (call.json) {
    call.print(JSON.stringify(manifest, undefined, 2));
    return;
  }
  const total = (action: string) =>
    amounts.reduce((sum, one) => (one.action === action ? sum + one.deltaMinor : sum), 0n);
  const count = (action: string) => amounts.filter((one) => one.action === action).length;
  const money = (minor: bigint) => `${grouping(amountText(minor, pool.currency))} ${pool.currency}`;
  call.print(`  ${period.name} corrected in ${manifest['posting_period']}   ${pool.name}   ${manifest['restated']}`);
  call.print(`  paid more    ${money(total('PAY'))} to ${count('PAY')} payees, from the reserve`);
  call.print(`  reported     ${money(total('REPORT'))} of ${count('REPORT')} payees; nothing is taken back by itself`);
  if (count('BELOW_DE_MINIMIS') > 0)
    call.print(`  too small    ${money(total('BELOW_DE_MINIMIS'))} of ${count('BELOW_DE_MINIMIS')} payees`);
}
