import { allocate } from '#libs/payout/allocate/allocate.js';
import { departmentFactor } from '#libs/payout/factor/department-factor.js';
import { GOLDEN_INDEXES, GOLDEN_PLAN, GOLDEN_POOL, inputOf } from '#libs/payout/fixtures/golden.js';
import { payoutCsv } from '#libs/payout/manifest/payout-csv.js';
import { checkRoster } from '#libs/payout/roster/check-roster.js';
import { type Payee, rosterSha256 } from '#libs/payout/roster/roster.js';
import { grouped } from './numbers.js';

const PERIOD = { name: '2018-Q3', firstDay: '2018-07-01', lastDay: '2018-09-30' };
const RUNS = 5;

/** Checks, allocates, hashes and prints a roster of so many payees, every third with a transfer and every fifth part-time. */
export function measurePayout(payees: number): void {
  const departments = Object.keys(GOLDEN_INDEXES);
  const roster = Array.from({ length: payees }, (_, place) => payeeAt(place, departments));
  const factors = new Map(
    Object.entries(GOLDEN_INDEXES).map(([name, indexE4]) => [
      name,
      departmentFactor(GOLDEN_PLAN, inputOf(name, indexE4), { companyE4: undefined, lastDay: PERIOD.lastDay }),
    ]),
  );
  const terms = { period: PERIOD, currency: 'EUR', departments: new Set(departments) };
  const proration = { period: PERIOD, factors, minimumEligibleDays: 10 };
  const pool = { ...GOLDEN_POOL, amountMinor: BigInt(payees) * 90_000n };
  for (let run = 1; run <= RUNS; run += 1) {
    const [startedAt, cpuAt] = [performance.now(), process.cpuUsage()];
    if (checkRoster(roster, terms).length > 0) throw new Error('the roster has faults');
    const allocation = allocate(roster, { periodName: PERIOD.name, plan: GOLDEN_PLAN, pool, proration });
    rosterSha256(roster);
    payoutCsv(allocation, { mark: 'SIMULATION', period: PERIOD.name });
    const ms = performance.now() - startedAt;
    const { user, system } = process.cpuUsage(cpuAt);
    if (allocation.paidMinor !== pool.amountMinor) throw new Error('the pool is not used up');
    console.log(
      `run ${run}: ${grouped(payees)} payees exactly in ${ms.toFixed(0)} ms, ${((user + system) / 1_000).toFixed(0)} ms of CPU`,
    );
  }
}

function payeeAt(place: number, departments: readonly string[]): Payee {
  const department = departments[place % departments.length] ?? '';
  const next = departments[(place + 1) % departments.length] ?? '';
  const shareBp = place % 5 === 0 ? 7_777n : 10_000n;
  const change = `2018-08-${String((place % 28) + 1).padStart(2, '0')}`;
  const whole = { department, start: '2018-07-01', end: '2018-10-01', shareBp };
  const spans =
    place % 3 === 0
      ? [
          { ...whole, end: change },
          { ...whole, department: next, start: change },
        ]
      : [whole];
  return { ref: `p-${place}`, currency: 'EUR', targetMinor: 150_000n + BigInt(place % 977), spans };
}
