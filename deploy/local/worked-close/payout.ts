import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bonusInputs, documents, payouts } from '#cli/connect.js';
import { grouped, points, table } from '#cli/format.js';
import { signedAllocation } from '#cli/payout/allocate-signed.js';
import { simulate } from '#cli/payout/simulate.js';
import { grouping, percentText } from '#cli/payout/simulate-words.js';
import { writePayout } from '#cli/payout/write-payout.js';
import { boundPlan } from '#libs/clients/bound-plan.js';
import { frozenFigures } from '#libs/clients/frozen-figures.js';
import { amountText } from '#libs/domain/currency.js';
import type { Period } from '#libs/domain/period.js';
import { allocateRoster, type PayoutTerms, poolNamed, rosterTerms } from '#libs/payout/close/allocate-roster.js';
import { signedBy } from '#libs/payout/manifest/manifest.js';
import { readRoster } from '#libs/payout/roster/roster-file.js';

const ROSTER = join(import.meta.dirname, '../../../data/olist/roster.csv');

/**
 * What the pool of the demo comes to by the closed result: a row for each department, and the files of `cx payout allocate` for its roster. The plan
 * was published after the month, so the files are marked SIMULATION.
 *
 * @param folder  where the files go
 */
export async function payOut(period: Period, folder: string): Promise<readonly string[]> {
  const frozen = await frozenFigures(bonusInputs('hr-maker'), period);
  const plan = await boundPlan(documents(), period.firstDay);
  if (frozen === undefined || plan === undefined) throw new Error(`${period.name} has no closed result or no pay plan`);
  const pool = poolNamed(plan, '');
  const terms: PayoutTerms = { period, frozen, plan, pool, isSimulation: true };
  const text = readFileSync(ROSTER, 'utf8');
  const read = readRoster(text, rosterTerms(terms));
  if (read.kind === 'faults') throw new Error(`The roster has ${read.faults.length} faults`);
  const made = allocateRoster(read.payees, terms);
  const { allocation, csv } = made;
  const manifest = await signedAllocation(made, { service: payouts('hr-maker'), text, terms });
  writePayout(folder, terms, { csv, manifest });

  const money = (minor: bigint) => grouping(amountText(minor, pool.currency));
  const [shares] = simulate(plan.plan, plan.targets, { periods: [period], figures: frozen.figures });
  const paid = shares?.pools.find((one) => one.pool.name === pool.name)?.allocation;
  const rows = (paid?.payees ?? []).map(({ payee, amountMinor }) => {
    const factor = shares?.factors.find(({ department }) => department === payee.ref);
    return [
      payee.ref,
      points(factor?.indexE4),
      factor === undefined ? '-' : percentText(factor.factor),
      money(payee.targetMinor),
      money(amountMinor),
    ];
  });
  const all = [
    'all',
    '',
    `scale ${percentText(paid?.scale ?? allocation.scale)}`,
    money(pool.amountMinor ?? 0n),
    money(paid?.paidMinor ?? 0n),
  ];
  const key = signedBy(manifest);
  const signed = key === undefined ? 'not signed' : `signed by ${key}`;
  return [
    ...table(
      [['', 'index', 'factor', `of ${pool.currency}`, 'paid'], ...rows, all],
      ['left', 'right', 'right', 'right', 'right'],
    ),
    `  ${grouped(BigInt(allocation.payees.length))} payees of data/olist/roster.csv: ${folder}, marked SIMULATION (the plan is younger than the month), ${signed}`,
  ];
}
