import { createHash } from 'node:crypto';
import type { Period } from '#libs/domain/period.js';
import { type Allocation, allocate } from '../allocate/allocate.js';
import { type FiguresByPeriod, factorsIn } from '../factor/period-factors.js';
import { type AllocationInputs, type Manifest, manifestOf } from '../manifest/manifest.js';
import { payoutCsv } from '../manifest/payout-csv.js';
import type { PayPlan, Pool } from '../plan.js';
import { RefusedPayout } from '../refused-payout.js';
import { type Payee, rosterSha256 } from '../roster/roster.js';
import { departmentOf, type Frozen } from './frozen-version.js';

/** The published plan that holds in a period, as far as an allocation states it. */
export interface PlanInForce {
  /** "documents/pay-plan/versions/2" */
  readonly name: string;
  readonly plan: PayPlan;
  /** Of its meaning, in hexadecimal digits. */
  readonly sha256: string;
  /** It was published after its first day had begun, so nothing is payable by it in a period that had begun by then. */
  readonly boundAfterStart: boolean;
}

/** What a roster is allocated by. */
export interface PayoutTerms {
  readonly period: Period;
  readonly frozen: Frozen;
  readonly plan: PlanInForce;
  readonly pool: Pool;
  readonly isSimulation: boolean;
  /** `content_sha256` of the payable manifest of this period and pool that this one replaces. */
  readonly replaces?: string | undefined;
}

/** The states of a period whose result does not change any more. */
const CLOSED: readonly string[] = ['CLOSED', 'FINAL'];

/**
 * What may not be paid, and why. A simulation states the reasons; without one the first of them refuses. A closed period with a line that is not
 * payable pays the other lines, and reserves the most that the held one can be paid.
 *
 * @throws {RefusedPayout} PERIOD_NOT_CLOSED, PLAN_BOUND_AFTER_START
 */
export function notPayable({ frozen, plan, isSimulation }: PayoutTerms): readonly string[] {
  const isClosed = CLOSED.includes(frozen.snapshot.state);
  const reasons = [
    ...(isClosed ? [] : (['PERIOD_NOT_CLOSED'] as const)),
    ...(plan.boundAfterStart ? (['PLAN_BOUND_AFTER_START'] as const) : []),
  ];
  if (!isSimulation && reasons[0] !== undefined) throw new RefusedPayout(reasons[0]);
  return isSimulation ? [...reasons, ...frozen.snapshot.notPayableReasons] : reasons;
}

/** The pool of that name, or the only one. @throws {RefusedPayout} POOL_UNKNOWN */
export function poolNamed({ plan: { pools } }: Pick<PlanInForce, 'plan'>, name: string): Pool {
  const found = name === '' && pools.length === 1 ? pools[0] : pools.find((one) => one.name === name);
  if (found !== undefined) return found;
  throw new RefusedPayout('POOL_UNKNOWN', `It has ${pools.map((one) => one.name).join(', ')}: --pool NAME.`);
}

export interface AllocatedRoster {
  readonly allocation: Allocation;
  /** By which it was computed: a department with a line that is not payable is on hold. */
  readonly figures: FiguresByPeriod;
  readonly csv: string;
  readonly manifest: Manifest;
}

/** Allocates a checked roster, and makes the file of amounts and its manifest. */
export function allocateRoster(roster: readonly Payee[], terms: PayoutTerms): AllocatedRoster {
  const { period, frozen, plan, pool, isSimulation, replaces } = terms;
  const figures = isSimulation ? frozen.figures : held(frozen, period);
  const factors = factorsIn(plan.plan, period, figures);
  const mark = isSimulation ? 'SIMULATION' : 'PAYABLE';
  const allocation = allocate(roster, {
    ...{ periodName: period.name, plan: plan.plan, pool },
    proration: {
      period: { firstDay: period.firstDay, lastDay: period.lastDay },
      factors: new Map(factors.map((one) => [one.department, one])),
      minimumEligibleDays: plan.plan.minimumEligibleDays,
    },
  });
  const csv = payoutCsv(allocation, { mark, period: period.name });
  const inputs: AllocationInputs = {
    ...{ mark, period, pool, factors, rules: plan.plan, rosterSha256: rosterSha256(roster), replaces },
    snapshot: { name: frozen.snapshot.name, sha256: Buffer.from(frozen.snapshot.contentSha256).toString('hex') },
    plan: { name: plan.name, sha256: plan.sha256 },
    notPayableReasons: notPayable(terms),
  };
  return {
    allocation,
    figures,
    csv,
    manifest: manifestOf(inputs, allocation, createHash('sha256').update(csv).digest('hex')),
  };
}

/** The names of both files, as everything that reads an allocation expects them. */
export function payoutFiles({ period, pool }: Pick<PayoutTerms, 'period' | 'pool'>) {
  const name = `${period.name}-${pool.name}`;
  return { amounts: `payout-${name}.csv`, manifest: `manifest-${name}.json` } as const;
}

/** The figures of a closed period, where a department with a line that is not payable is on hold. */
function held({ snapshot, figures }: Frozen, { name }: Period): FiguresByPeriod {
  const against = new Set(snapshot.inputs.filter((one) => one.notPayableReasons.length > 0).map(departmentOf));
  const ofPeriod = (figures.get(name) ?? []).map((one) =>
    against.has(one.department) ? { ...one, isHeld: true } : one,
  );
  return new Map([...figures, [name, ofPeriod]]);
}

/** What the lines of a roster are compared with. */
export function rosterTerms({ period, frozen, pool }: Pick<PayoutTerms, 'period' | 'frozen' | 'pool'>) {
  const departments = new Set((frozen.figures.get(period.name) ?? []).map(({ department }) => department));
  return { period, currency: pool.currency, departments };
}
