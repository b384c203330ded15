import type { Duration } from '#libs/domain/duration.js';
import { type Dimension, type LimitSpec, limitsOf, type Parameters } from './limits.js';

/** One limit: how long something may take, a share or a score, or a list of words such as settlements. */
export type LimitValue = Duration | number | readonly string[];

/** The limits by which a case is judged, by the names that rules read: "limit", "grace", "mostEarlyPpm". */
export type Limits = Readonly<Record<string, LimitValue>>;

/**
 * What a case is, by the dimensions that its feed reported, in the words of the contract: `{ channel: ['PHONE'] }`. A payment may
 * settle in several ways. A dimension that was not reported is empty or left out.
 */
export type CaseDimensions = Readonly<Partial<Record<Dimension, readonly string[]>>>;

/** Other limits for some cases. */
export interface LimitException {
  /** A case meets each dimension by one of these words. */
  readonly when: CaseDimensions;
  /** All limits of the metric: those that the exception states, and the others as they are without it. */
  readonly limits: Limits;
}

/** The limits of one definition, with the exceptions in the order in which they are tried. */
export interface LimitSet {
  readonly limits: Limits;
  readonly exceptions: readonly LimitException[];
}

/** The limits of a case: those of the first exception whose conditions it meets. */
export function limitsFor({ limits, exceptions }: LimitSet, dimensions: () => CaseDimensions): Limits {
  if (exceptions.length === 0) return limits;
  const known = dimensions();
  const isMet = ({ when }: LimitException) =>
    Object.entries(when).every(([dimension, words]) =>
      known[dimension as Dimension]?.some((word) => words.includes(word)),
    );
  return exceptions.find(isMet)?.limits ?? limits;
}

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;

/**
 * The limits that the parameters of a definition state, beside its other parameters. A duration is a number there, with the unit in its
 * name: `graceCivilDays: 7`.
 *
 * @param metric  the id of the metric
 */
export function limitsOfParameters(metric: string, parameters: Parameters): Limits {
  const specs = limitsOf(metric).limits;
  return Object.fromEntries(
    Object.entries(parameters).map(([parameter, value]): [string, LimitValue] => {
      const spec = specs.find((one) => one.parameter === parameter);
      if (typeof value === 'string') throw new Error(`${metric} is a definition of a company`);
      return spec === undefined ? [parameter, value] : [keyOf(spec), limitValue(parameter, value)];
    }),
  );
}

/** What rules call a limit: durations by the name in documents, the others by their parameter. */
export function keyOf({ name, parameter, kinds }: LimitSpec): string {
  return kinds.some((kind) => kind === 'ELAPSED' || kind === 'CIVIL' || kind === 'WORKING') ? name : parameter;
}

function limitValue(parameter: string, value: number | readonly string[]): LimitValue {
  if (typeof value !== 'number') return value;
  if (parameter.endsWith('Seconds')) return { kind: 'elapsed', ms: value * SECOND_MS };
  if (parameter.endsWith('Minutes')) return { kind: 'elapsed', ms: value * MINUTE_MS };
  return parameter.endsWith('CivilDays') ? { kind: 'civil', days: value } : value;
}
