import { eventEffectPpm } from '#libs/payout/curve/event-effect.js';
import { lintCurve, percent } from '#libs/payout/curve/lint-curve.js';
import { DATA_GATES } from '#libs/payout/plan.js';
import type { FindingReason, Mistake } from '../finding.js';
import type { PayPlanDocument } from '../pay-plan/pay-plan-document.js';
import { curveOf } from '../pay-plan/pay-plan-of.js';
import { type Documents, type Found, oneOfWords, repeated } from './documents.js';

/** One event that moves more than this share of a target amount makes pay a matter of luck. */
const EVENT_LIMIT_PPM = 50_000n;

/** The greatest limit that the unit of a gate has. */
const GREATEST: Readonly<Record<string, number>> = {
  DATA_COMPLETENESS: 10_000,
  SELF_REPORT_SHARE: 10_000,
  COMPANY: 1_000_000,
};

/** What is wrong with a pay plan: its curves, gates and pools, and what one event would move by the rulesets of the folder. */
export function checkPayPlan(documents: Documents): Found[] {
  const { payPlan } = documents;
  if (payPlan === undefined) return [];
  const plan = payPlan.value;
  const doubtful = [
    ...curveMistakes(plan),
    ...unmeasuredGates(plan),
    ...poolMistakes(plan),
    ...eventMistakes(plan, documents),
  ];
  const accepted = new Set((plan.accepts ?? []).map(({ finding }): FindingReason => finding));
  const mistakes = [
    ...doubtful.filter(({ reason }) => !accepted.has(reason)),
    ...gateMistakes(plan),
    ...boundMistakes(plan),
    ...poolsTwice(plan),
    ...departmentMistakes(plan, documents),
    ...unneeded(plan, doubtful, documents),
  ];
  return mistakes.map((mistake) => ({ file: payPlan.file, mistake }));
}

const CURES: Readonly<Record<string, string>> = {
  CURVE_GAP: 'Begin with a knot at index_e4: 0.',
  CURVE_OVERLAP: 'Write each knot at a greater index_e4 than the one before.',
  CURVE_FALLS: 'Raise its factor_ppm, or accept CURVE_FALLS with a reason.',
  CURVE_CLIFF: 'Spread the rise over more points, or accept CURVE_CLIFF with a reason.',
  CURVE_DEAD_ZONE: 'Let the curve rise there, or accept CURVE_DEAD_ZONE with a reason.',
  CURVE_SATURATES_EARLY: 'Let the curve and cap_ppm rise above that, or accept CURVE_SATURATES_EARLY with a reason.',
};

function curveMistakes({ curve, floor_ppm, cap_ppm, improvement, hold_harmless }: PayPlanDocument): Mistake[] {
  const bounds = { floorPpm: BigInt(floor_ppm), capPpm: BigInt(cap_ppm) };
  const free = { floorPpm: 0n, capPpm: 10_000_000n };
  // Points gained and the plan before are bounded by others things than effort, so only what leaves them without a factor counts.
  const onlyBroken = ({ fault }: { readonly fault: string }) => ['GAP', 'OVERLAP', 'FALLS'].includes(fault);
  const found = [
    ...lintCurve(curveOf(curve), bounds).map((one) => ({ ...one, path: ['curve'] })),
    ...[improvement, hold_harmless?.curve].flatMap((one, place) =>
      one === undefined
        ? []
        : lintCurve(curveOf(one), free)
            .filter(onlyBroken)
            .map((each) => ({ ...each, path: place === 0 ? ['improvement'] : ['hold_harmless', 'curve'] })),
    ),
  ];
  return found.map(({ fault, knot, problem, path }): Mistake => {
    const reason = `CURVE_${fault}` as const;
    return { path: [...path, 'knots', knot], reason, problem, cure: CURES[reason] ?? '' };
  });
}

/** The company index is weighed by figures that no document states, so no call gives it. What is not known passes a gate. */
function unmeasuredGates({ gates }: PayPlanDocument): Mistake[] {
  return gates.flatMap(({ kind }, place): Mistake[] => {
    if (kind !== 'COMPANY') return [];
    const problem = 'No call states a company index, so this gate always passes.';
    const cure = 'Remove it, or accept GATE_NOT_MEASURED with a reason.';
    return [{ path: ['gates', place], reason: 'GATE_NOT_MEASURED', problem, cure }];
  });
}

function gateMistakes({ gates }: PayPlanDocument): Mistake[] {
  const each = gates.flatMap(({ kind, limit, outcome }, place): Mistake[] => {
    const path = ['gates', place];
    const greatest = GREATEST[kind] ?? limit;
    const cure = `Write at most ${greatest.toLocaleString('en')}.`;
    const tooGreat: Mistake = {
      path: [...path, 'limit'],
      reason: 'OUT_OF_RANGE',
      problem: `${kind} has no such limit.`,
      cure,
    };
    return [
      ...(DATA_GATES.includes(kind) && outcome === 'ZERO' ? [zeroOnData([...path, 'outcome'])] : []),
      ...(limit > greatest ? [tooGreat] : []),
    ];
  });
  const twice = repeated(gates, ({ kind, outcome }) => `${kind} ${outcome}`).map(
    ({ value, place }): Mistake => ({
      path: ['gates', place],
      reason: 'GATE_TWICE',
      problem: `${value.kind} leads to ${value.outcome} twice.`,
      cure: 'Remove one of the two.',
    }),
  );
  return [...each, ...twice];
}

function zeroOnData(path: Mistake['path']): Mistake {
  const problem = 'Missing data is the risk of the employer, so it never makes a factor 0.';
  return {
    path,
    reason: 'GATE_ZERO_ON_DATA',
    problem,
    cure: 'Write NOT_SCORED_PAY_TARGET, NOT_SCORED_PAY_LAST or HOLD.',
  };
}

function boundMistakes({ floor_ppm, cap_ppm }: PayPlanDocument): Mistake[] {
  if (floor_ppm <= cap_ppm) return [];
  const problem = 'The least factor is above the greatest one.';
  return [{ path: ['floor_ppm'], reason: 'FLOOR_ABOVE_CAP', problem, cure: 'Lower floor_ppm, or raise cap_ppm.' }];
}

function poolMistakes({ pools }: PayPlanDocument): Mistake[] {
  return Object.entries(pools).flatMap(([name, { amount_minor, targets_minor = {} }]): Mistake[] => {
    const targets = Object.values(targets_minor).reduce((sum, target) => sum + BigInt(target), 0n);
    if (amount_minor === undefined || targets <= BigInt(amount_minor)) return [];
    const share = percent((BigInt(amount_minor) * 1_000_000n) / targets);
    const problem = `When every department is on target, each payee gets ${share} of it.`;
    const cure = 'Raise amount_minor, or accept POOL_BELOW_TARGETS with a reason.';
    return [{ path: ['pools', name, 'amount_minor'], reason: 'POOL_BELOW_TARGETS', problem, cure }];
  });
}

function poolsTwice({ pools }: PayPlanDocument): Mistake[] {
  const named = Object.entries(pools).map(([name, pool]) => ({ name, pool }));
  return repeated(named, ({ pool }) => `${pool.entity}\n${pool.currency}`).map(({ value }) => ({
    path: ['pools', value.name],
    reason: 'POOL_TWICE',
    problem: `${value.pool.entity} has another pool in ${value.pool.currency}.`,
    cure: 'Join the two.',
  }));
}

function departmentMistakes({ pools }: PayPlanDocument, { departments }: Documents): Mistake[] {
  if (departments === undefined) return [];
  const declared = Object.keys(departments.value.departments);
  return Object.entries(pools).flatMap(([name, { targets_minor = {} }]) =>
    Object.keys(targets_minor)
      .filter((department) => !declared.includes(department))
      .map((department) => ({
        path: ['pools', name, 'targets_minor', department],
        atKey: true,
        reason: 'DEPARTMENT_UNKNOWN' as const,
        problem: `departments.yaml declares no department ${department}.`,
        cure: `Declare it in departments.yaml, or write one of ${oneOfWords(declared)}.`,
      })),
  );
}

/** What one event can move is known where a ruleset states anchors, and a gate the fewest cases. */
function eventMistakes(plan: PayPlanDocument, { rulesets }: Documents): Mistake[] {
  if (
    lintCurve(curveOf(plan.curve), { floorPpm: 0n, capPpm: 10_000_000n }).some(({ fault }) =>
      /^(GAP|OVERLAP)$/.test(fault),
    )
  )
    return [];
  const gate = plan.gates.find(({ kind }) => kind === 'MIN_VOLUME');
  const worst = rulesets
    .flatMap(({ value }) =>
      Object.entries(value.departments).flatMap(([department, rules]) => {
        const cases = BigInt(gate?.limit || (value.minimum_cases.department ?? 1) || 1);
        return rules.flatMap((one) => {
          const [floorPpm, targetPpm, worldClassPpm] = [one.floor_ppm, one.target_ppm, one.world_class_ppm].map(BigInt);
          if (floorPpm === undefined || targetPpm === undefined || worldClassPpm === undefined) return [];
          if (!(floorPpm < targetPpm && targetPpm < worldClassPpm)) return []; // a finding of the ruleset
          const weighed = { weightBp: BigInt(one.weight_bp), floorPpm, targetPpm, worldClassPpm };
          return [
            { department, metric: one.metric, cases, effect: eventEffectPpm(curveOf(plan.curve), weighed, cases) },
          ];
        });
      }),
    )
    .reduce<Effect | undefined>(
      (most, one) => (most === undefined || one.effect > most.effect ? one : most),
      undefined,
    );
  if (worst === undefined || worst.effect <= EVENT_LIMIT_PPM) return [];
  const { department, metric, cases, effect } = worst;
  const problem = `With ${cases.toLocaleString('en')} cases one event of ${metric} moves up to ${percent(effect)} of a target amount in ${department}.`;
  const cure = 'Demand more cases by a gate MIN_VOLUME, flatten the curve, or accept EVENT_MOVES_PAY with a reason.';
  return [
    {
      path: gate === undefined ? ['curve'] : ['gates', plan.gates.indexOf(gate)],
      reason: 'EVENT_MOVES_PAY',
      problem,
      cure,
    },
  ];
}

interface Effect {
  readonly department: string;
  readonly metric: string;
  readonly cases: bigint;
  readonly effect: bigint;
}

/** What is accepted and not found is removed, so that it hides nothing later. Without rulesets the effect of an event is not known. */
function unneeded({ accepts = [] }: PayPlanDocument, found: readonly Mistake[], { rulesets }: Documents): Mistake[] {
  return accepts.flatMap(({ finding }, place): Mistake[] => {
    const isUnknown = finding === 'EVENT_MOVES_PAY' && rulesets.length === 0;
    if (isUnknown || found.some(({ reason }) => reason === finding)) return [];
    const problem = `The linter does not find ${finding}.`;
    return [{ path: ['accepts', place], reason: 'ACCEPTANCE_UNNEEDED', problem, cure: 'Remove it.' }];
  });
}
