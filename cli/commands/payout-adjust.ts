import { basename } from 'node:path';
import { newestVersion } from '#libs/clients/frozen-figures.js';
import { amountText, parseAmount } from '#libs/domain/currency.js';
import type { CorrectedPayout } from '#libs/payout/close/adjust-roster.js';
import type { PayoutTerms } from '#libs/payout/close/allocate-roster.js';
import { rosterTerms } from '#libs/payout/close/allocate-roster.js';
import { type CorrectionFiles, correctionFiles, correctRoster } from '#libs/payout/close/correct-roster.js';
import { manifestFile } from '#libs/payout/manifest/manifest.js';
import { RefusedPayout } from '#libs/payout/refused-payout.js';
import { readRoster } from '#libs/payout/roster/roster-file.js';
import { type Call, type Command, type ExitCode, listOption, option, UsageError } from '../command.js';
import { bonusInputs, payouts } from '../connect.js';
import { signedCorrection } from '../payout/allocate-signed.js';
import { grouping } from '../payout/simulate-words.js';
import { writeFiles } from '../write-files.js';
import { needed, payoutTerms, refusing, replacedBy, textOf } from './payout-allocate.js';

/** `cx payout adjust`: what the corrections of a closed period change for each payee. The payout process computes the same and signs the manifest. */
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
    replaces: {
      type: 'string',
      description: 'content_sha256 of the signed correction by the same version that this one replaces',
    },
    offline: {
      type: 'boolean',
      description: 'compute on this machine alone: the roster does not leave it, and the manifest is not signed',
    },
    out: { type: 'string', description: 'the folder for the deltas and their manifest' },
  },
  run: (call) => refusing(call, () => run(call)),
};

async function run(call: Call): Promise<ExitCode> {
  const [file, out] = [needed(call, 'roster', 'roster.csv'), needed(call, 'out', 'payout')];
  const closedManifest = needed(call, 'closed-manifest', 'payout/manifest-2018-07-br-brl.json');
  const closed = await payoutTerms(call);
  const text = textOf(file);
  const read = readRoster(text, rosterTerms(closed));
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
  const files = filesOf(call, closed, closedManifest);
  const corrected = correctRoster(read.payees, { closed, restated }, files);
  const service = call.options['offline'] === true ? undefined : payouts();
  const terms = { ...closed, replaces: replacedBy(call) };
  const manifest = await signedCorrection(corrected, { service, text, terms, files });
  const names = correctionFiles({ closed, restated });
  const made = { [names.amounts]: corrected.csv, [names.manifest]: manifestFile(manifest) };
  const written = writeFiles(out, made, (path) => new RefusedPayout('FILE_DIFFERS', path));
  print(call, closed, { ...corrected, manifest });
  for (const path of written) call.remark(`Written: ${path}`);
  return 0;
}

/** What was paid so far, and what HR decided, as the options name it. */
function filesOf(call: Call, closed: PayoutTerms, closedManifest: string): CorrectionFiles {
  const earlier = listOption(call, 'earlier');
  const recovery = option(call, 'recovery');
  return {
    ...{ closedManifest: textOf(closedManifest), isFirst: call.options['first'] === true },
    earlier: new Map(earlier.map((one) => [one, textOf(one)])),
    recovery: recovery === '' ? undefined : { name: recovery, text: textOf(recovery) },
    deMinimisMinor: deMinimis(call, closed),
  };
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
