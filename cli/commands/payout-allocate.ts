import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { boundPlan } from '#libs/clients/bound-plan.js';
import { frozenFigures } from '#libs/clients/frozen-figures.js';
import { amountText } from '#libs/domain/currency.js';
import { type Period, parsePeriod } from '#libs/domain/period.js';
import {
  allocateRoster,
  notPayable,
  type PayoutTerms,
  poolNamed,
  rosterTerms,
} from '#libs/payout/close/allocate-roster.js';
import { signedBy } from '#libs/payout/manifest/manifest.js';
import { RefusedPayout } from '#libs/payout/refused-payout.js';
import { readRoster } from '#libs/payout/roster/roster-file.js';
import { type Call, type Command, type ExitCode, option, UsageError } from '../command.js';
import { bonusInputs, documents, payouts } from '../connect.js';
import { signedAllocation } from '../payout/allocate-signed.js';
import { grouping, percentText } from '../payout/simulate-words.js';
import { writePayout } from '../payout/write-payout.js';

/**
 * `cx payout allocate`: shares out a pool to a roster. The payout process computes the same and signs the manifest, which holds the hash of the
 * roster; without such a process, or with --offline, the roster stays on this machine.
 */
export const payoutAllocate: Command = {
  parameters: '',
  description:
    'Shares out a pool to the payees of a roster, exactly, and has the manifest signed by the payout process, which keeps nothing of the roster.',
  example: 'cx payout allocate --roster data/olist/roster.csv --period 2018-07 --simulate --out payout --as hr-maker',
  options: {
    roster: { type: 'string', description: 'CSV with payee,target,currency,department,start,end,share_bp' },
    period: { type: 'string', description: 'the period that is paid, 2018-07' },
    pool: { type: 'string', description: 'the pool of the plan; default: the only one' },
    simulate: { type: 'boolean', description: 'also of a period that is not closed; the files are marked SIMULATION' },
    replaces: {
      type: 'string',
      description: 'content_sha256 of the signed manifest that this one replaces, of which nothing was paid',
    },
    offline: {
      type: 'boolean',
      description: 'compute on this machine alone: the roster does not leave it, and the manifest is not signed',
    },
    out: { type: 'string', description: 'the folder for the amounts and the manifest' },
  },
  run: (call) =>
    refusing(call, async () => {
      const [roster, out] = [needed(call, 'roster', 'roster.csv'), needed(call, 'out', 'payout')];
      return run(call, { roster, out, terms: await payoutTerms(call) });
    }),
};

/** Says why nothing was computed. */
export async function refusing(call: Call, run: () => Promise<ExitCode>): Promise<ExitCode> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof RefusedPayout)) throw error;
    call.remark(`${error.reason}: ${error.message}`);
    return 1;
  }
}

/** What a payout is computed by: the frozen result, the plan that held on the first day, and the pool. @throws {RefusedPayout} */
export async function payoutTerms(call: Call): Promise<PayoutTerms> {
  const period = periodOf(needed(call, 'period', '2018-07'));
  const frozen = await frozenFigures(bonusInputs(), period);
  if (frozen === undefined) throw new RefusedPayout('PERIOD_NOT_FROZEN');
  const plan = await boundPlan(documents(), period.firstDay);
  if (plan === undefined) throw new RefusedPayout('PLAN_NOT_BOUND');
  const pool = poolNamed(plan, option(call, 'pool'));
  return { period, frozen, plan, pool, isSimulation: call.options['simulate'] === true };
}

async function run(
  call: Call,
  { roster: file, out, terms }: { readonly roster: string; readonly out: string; readonly terms: PayoutTerms },
): Promise<ExitCode> {
  notPayable(terms);
  const text = textOf(file);
  const read = readRoster(text, rosterTerms(terms));
  if (read.kind === 'faults') {
    for (const { line, column, reason, problem } of read.faults)
      call.print(`${file}:${line} ${column} ${reason}: ${problem}`);
    call.remark(`Nothing was allocated: ${read.faults.length} faults in ${basename(file)}.`);
    return 3;
  }
  const made = allocateRoster(read.payees, terms);
  const { allocation, csv } = made;
  const service = call.options['offline'] === true ? undefined : payouts();
  const manifest = await signedAllocation(made, { service, text, terms: { ...terms, replaces: replacedBy(call) } });
  const written = writePayout(out, terms, { csv, manifest });
  if (call.json) call.print(JSON.stringify(manifest, undefined, 2));
  else {
    const money = (minor: bigint) => `${grouping(amountText(minor, terms.pool.currency))} ${terms.pool.currency}`;
    call.print(
      `  ${manifest['mark']}   ${terms.period.name}   ${terms.pool.name}   ${allocation.payees.length} payees`,
    );
    call.print(
      `  paid ${money(allocation.paidMinor)}   scale ${percentText(allocation.scale)}   ${allocation.roundedBy}`,
    );
    if (allocation.reservedMinor > 0n)
      call.print(`  reserved ${money(allocation.reservedMinor)} for departments on hold`);
    if (allocation.leftMinor !== undefined)
      call.print(`  left ${money(allocation.leftMinor)}: ${allocation.underSpend}`);
  }
  const key = signedBy(manifest);
  if (key !== undefined) call.remark(`Signed by ${key}: cx verify proves it.`);
  for (const path of written) call.remark(`Written: ${path}`);
  return 0;
}

/** @throws {UsageError} */
export function replacedBy(call: Call): string | undefined {
  const hash = option(call, 'replaces');
  if (hash === '') return undefined;
  if (/^[0-9a-f]{64}$/.test(hash)) return hash;
  throw new UsageError('--replaces takes content_sha256 of a manifest: 64 hexadecimal digits');
}

function periodOf(text: string): Period {
  const period = parsePeriod(text);
  if (period === undefined) throw new UsageError(`--period takes a period, 2018-07 or 2018-Q3, not ${text}`);
  return period;
}

/** @throws {UsageError} */
export function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`${file} cannot be read`, { cause: error });
  }
}

/** @throws {UsageError} without the option */
export function needed(call: Call, name: string, example: string): string {
  const value = option(call, name);
  if (value === '') throw new UsageError(`name it: --${name} ${example}`);
  return value;
}
