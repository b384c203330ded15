import { attribute, type MetricEvaluation } from '#libs/catalogue/evaluation.js';
import { MISS } from '#libs/catalogue/result.js';
import type { Origin } from '#libs/domain/observation.js';
import { WHOLE } from '#libs/domain/part.js';
import type { Instant } from '#libs/domain/time.js';
import { ownWatermark, silenceLimit, type Watermarks, watermarkOf } from '../facts/watermarks.js';
import { ByQuestion, keyOf } from './by-question.js';
import { type AsKnown, type CurrentVerdict, type Due, FEED_SILENT, isSameVerdict, type Verdict } from './verdict.js';

/** What the store should hold of a case now: its verdicts, and the evaluations that wait. */
export interface Wanted {
  readonly verdicts: readonly Verdict[];
  readonly due: readonly Due[];
}

/**
 * Decides which evaluations of a case become verdicts now: those whose due instant the feeds have passed. An evaluation that
 * became a verdict once stays one, also when a new feed appears that has not declared anything yet. A live case whose own feed
 * is silent for longer than the limit is charged with a miss until the feed catches up; a tally is not. An evaluation without a due instant is not judged:
 * its limit stands still.
 *
 * @param standing  the verdicts that the store holds and that are not retracted
 * @param cause     why the case is judged; it is stored with each verdict that is new or different
 * @param before    what the store holds, as far as it may stand for what is wanted and equal: `standing` itself or nothing, and what waits.
 *                  Nearly all of it does, and need not be made anew
 */
export function wantedOf(
  evaluations: readonly MetricEvaluation[],
  standing: readonly CurrentVerdict[],
  origin: Origin,
  watermarks: Watermarks,
  cause: string,
  before: Wanted = NOTHING,
): Wanted {
  const verdicts: Verdict[] = [];
  const due: Due[] = [];
  for (const evaluation of evaluations) {
    const { dueAt } = evaluation;
    if (dueAt === undefined) {
      const { standsStillSince } = evaluation;
      if (standsStillSince === undefined) throw new Error(`${evaluation.metric.id} neither is due nor stands still`);
      due.push(dueOf(evaluation, standsStillSince, 'STANDS_STILL', before.due));
      continue;
    }
    // Most evaluations are judged already, and say what they said: then nothing is looked for a second time.
    const judged = verdictAbout(evaluation, standing);
    if (judged !== undefined && before.verdicts === standing && says(judged, evaluation, origin)) {
      verdicts.push(judged);
      continue;
    }
    const wasJudged = judged !== undefined && judged.cause !== FEED_SILENT;
    if (wasJudged || dueAt <= watermarkOf(evaluation.metric, watermarks)) {
      verdicts.push(verdictOf(evaluation, origin, cause));
    } else {
      // One miss says nothing of a quantity: a tally waits, and an index that lacks too much of it is not measured.
      const mayGoSilent = origin === 'REPORTED' && evaluation.metric.counts !== 'TALLY';
      const isSilent = mayGoSilent && dueAt <= silenceLimit(watermarks) && dueAt > ownWatermark(watermarks);
      if (isSilent) verdicts.push(verdictOf(silent(evaluation), origin, FEED_SILENT));
      const state = isSilent ? 'CHARGED' : mayGoSilent ? 'MAY_GO_SILENT' : 'WAITS';
      due.push(dueOf(evaluation, dueAt, state, before.due));
    }
  }
  return { verdicts, due };
}

const NOTHING: Wanted = { verdicts: [], due: [] };

/** A version to store: an odd one records a verdict, an even one retracts the version before it. */
export interface ObservationVersion {
  readonly kind: 'record' | 'retract';
  readonly version: number;
  readonly verdict: Verdict;
}

/**
 * The versions that turn the stored verdicts into the wanted ones. A verdict that differs in anything that is counted is
 * retracted and recorded again; a verdict that does not differ gets no new version.
 *
 * @param spent   the newest version by `keyOf` of each verdict that is retracted; if it is wanted again, its versions continue
 * @param cause   why verdicts are retracted; it is stored with them
 * @throws        when two wanted verdicts have one key: a metric was evaluated twice
 */
export function changesOf(
  standing: readonly CurrentVerdict[],
  wanted: readonly Verdict[],
  spent: ReadonlyMap<string, number>,
  cause: string,
): ObservationVersion[] {
  // Nearly always what is wanted of a case that is judged again is what stands; then each question is there once, too.
  if (standing.length === wanted.length && standing.every((verdict, place) => verdict === wanted[place])) return [];
  const stands = new ByQuestion(standing);
  const shouldStand = new ByQuestion(wanted);
  if (shouldStand.hasRepeats) throw new Error(`a metric was evaluated twice: ${wanted.map(keyOf).join(', ')}`);

  const versions: ObservationVersion[] = [];
  for (const verdict of standing) {
    if (isUnchanged(verdict, shouldStand.find(verdict))) continue;
    versions.push({ kind: 'retract', version: verdict.version + 1, verdict: { ...verdict, cause } });
  }
  for (const verdict of wanted) {
    const before = stands.find(verdict);
    if (isUnchanged(before, verdict)) continue;
    const version = before === undefined ? nextAfter(spent, verdict) : before.version + 2;
    versions.push({ kind: 'record', version, verdict });
  }
  return versions;
}

function nextAfter(spent: ReadonlyMap<string, number>, verdict: Verdict): number {
  return spent.size === 0 ? 1 : (spent.get(keyOf(verdict)) ?? 0) + 1;
}

/** A charge for silence and a miss are counted alike. They differ all the same: a charge is judged again when the feed catches up. */
function isUnchanged(stands: Verdict | undefined, wanted: Verdict | undefined): boolean {
  if (stands === undefined || wanted === undefined) return false;
  if (stands === wanted) return true;
  return isSameVerdict(stands, wanted) && (stands.cause === FEED_SILENT) === (wanted.cause === FEED_SILENT);
}

/** The department answers for a case about which its feed stays silent, as for a miss; not for one that an event takes out. */
function silent(evaluation: MetricEvaluation): MetricEvaluation {
  if (evaluation.takenOutBy !== undefined) return { ...evaluation, result: { ...evaluation.result, ...MISS } };
  return { ...evaluation, result: attribute(MISS, evaluation.metric) };
}

/** In a loop: a function for each evaluation takes longer than the comparisons. */
function verdictAbout(evaluation: MetricEvaluation, standing: readonly CurrentVerdict[]): CurrentVerdict | undefined {
  for (const verdict of standing) if (isAbout(verdict, evaluation)) return verdict;
  return undefined;
}

function isAbout(verdict: Verdict | Due, evaluation: MetricEvaluation): boolean {
  return (
    verdict.part === (evaluation.part ?? WHOLE) &&
    verdict.metric === evaluation.metric.recordedAs &&
    verdict.definition === evaluation.metric.definition &&
    verdict.unit === evaluation.unit &&
    verdict.day === evaluation.day
  );
}

function verdictOf(
  { metric, part = WHOLE, unit, day, result }: MetricEvaluation,
  origin: Origin,
  cause: string,
): Verdict {
  const { hits, misses, class: class_, reason, responsible } = result;
  const { recordedAs, definition } = metric;
  // In one piece: a spread of the first fields takes several times as long.
  return {
    metric: recordedAs,
    definition,
    part,
    unit,
    day,
    hits,
    misses,
    class: class_,
    reason,
    responsible,
    origin,
    cause,
  };
}

/** Whether a verdict about an evaluation is the one that would be given again. A charge for silence is not. */
function says(verdict: Verdict, { result }: MetricEvaluation, origin: Origin): boolean {
  return (
    verdict.hits === result.hits &&
    verdict.misses === result.misses &&
    verdict.class === result.class &&
    verdict.reason === result.reason &&
    verdict.responsible === result.responsible &&
    verdict.origin === origin &&
    verdict.cause !== FEED_SILENT
  );
}

/** What waits, or the same as it waited before. */
function dueOf(evaluation: MetricEvaluation, dueAt: Instant, state: Due['state'], before: readonly Due[]): Due {
  const { metric, part = WHOLE, unit, day, result } = evaluation;
  const asKnown = asKnownOf(metric, result);
  for (const one of before) {
    const isSame = one.dueAt === dueAt && one.state === state && one.asKnown === asKnown && isAbout(one, evaluation);
    if (isSame) return one;
  }
  return { metric: metric.recordedAs, definition: metric.definition, part, unit, day, dueAt, state, asKnown };
}

/** What an evaluation would become if nothing more were reported. */
export function asKnownOf(
  { counts }: Pick<MetricEvaluation['metric'], 'counts'>,
  { hits, class: class_ }: MetricEvaluation['result'],
): AsKnown {
  if (hits > 0 || counts === 'TALLY' || class_ === 'EXCLUDED') return 'SAFE';
  return class_ === 'OTHERS' ? 'MISS_OF_OTHERS' : 'MISS';
}
