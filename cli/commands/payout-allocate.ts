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
import { RefusedPayout } from '#libs/payout/close/refused-payout.js';
import { type Call, type Command, type ExitCode, option, UsageError } from '../command.js';
import { bonusInputs, documents } from '../connect.js';
import { readRoster } from '../payout/roster-file.js';
import { grouping, percentText } from '../payout/simulate-words.js';
import { writePayout } from '../payout/write-payout.js';

/** `cx payout allocate`: shares out a pool to a roster. The roster stays on this machine; the manifest holds its hash. */
export const payoutAllocate: Command = {
  parameters: '',
  description: 'Shares out a pool to the payees of a roster, exactly. The roster does not leave this machine.',
  example: 'cx payout allocate --roster data/olist/roster.csv --period 2018-07 --simulate --out payout --as hr-maker',
  options: {
    roster: { type: 'string', description: 'CSV with payee,target,currency,department,start,end,share_bp' },
    period: { type: 'string', description: 'the period that is paid, 2018-07' },
    pool: { type: 'string', description: 'the pool of the plan; default: the only one' },
    simulate: { type: 'boolean', description: 'also of a period that is not closed; the files are marked SIMULATION' },
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
  const read = readRoster(textOf(file), rosterTerms(terms));
  if (read.kind === 'faults') {
    for (const { line, column, reason, problem } of read.faults)
      call.print(`${file}:${line} ${column} ${reason}: ${problem}`);
    call.remark(`Nothing was allocated: ${read.faults.length} faults in ${basename(file)}.`);
    return 3;
  }
  const { allocation, csv, manifest } = allocateRoster(read.payees, terms);
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
  for (const path of written) call.remark(`Written: ${path}`);
  return 0;
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
