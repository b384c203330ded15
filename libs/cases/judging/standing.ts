import type { Origin } from '#libs/domain/observation.js';
import { ownWatermark, silenceLimit, type Watermarks, watermarkOf } from '../facts/watermarks.js';
import { MISS, type Question } from './judging.js';
import { type CurrentVerdict, type Due, FEED_SILENT, isSameVerdict, type Verdict } from './verdict.js';

/** What should stand of a case now: verdicts given, and questions that still wait. */
export interface Wanted {
  readonly verdicts: readonly Verdict[];
  readonly due: readonly Due[];
}

/**
 * Decides which questions of a case are answered now. One is, when everything that happened before its due instant has been
 * reported; and once answered it stays so, even if a new feed appears that has not declared anything yet. A live case whose
 * own feed is silent for longer than the limit is charged meanwhile, and judged properly when the feed catches up.
 *
 * @param cause  what made us look: stands in the evidence beside a verdict that is new or different
 */
export function wantedOf(
  questions: readonly Question[],
  standing: readonly CurrentVerdict[],
  origin: Origin,
  watermarks: Watermarks,
  cause: string,
): Wanted {
  const verdicts: Verdict[] = [];
  const due: Due[] = [];
  for (const question of questions) {
    const wasJudged = standing.some((verdict) => verdict.cause !== FEED_SILENT && isAbout(verdict, question));
    if (wasJudged || question.dueAt <= watermarkOf(question.metric, watermarks)) {
      verdicts.push(verdictOf(question, origin, cause));
    } else {
      const isSilent =
        origin === 'REPORTED' &&
        question.dueAt <= silenceLimit(watermarks) &&
        question.dueAt > ownWatermark(watermarks);
      if (isSilent) verdicts.push(verdictOf({ ...question, answer: MISS }, origin, FEED_SILENT));
      due.push(dueOf(question, isSilent ? 'CHARGED' : origin === 'REPORTED' ? 'MAY_GO_SILENT' : 'WAITS'));
    }
  }
  return { verdicts, due };
}

/** One version to be written: odd ones record a verdict, even ones retract the one before. */
export interface ObservationVersion {
  readonly kind: 'record' | 'retract';
  readonly version: number;
  readonly verdict: Verdict;
}

/**
 * The difference between the verdicts that stand and those that should: what changed in any way that is counted is retracted
 * and recorded anew, and what did not is left alone.
 *
 * @param spent   the highest version ever used per `keyOf`, where that is a retraction; a verdict that comes back goes on from there
 * @param cause   why verdicts are retracted
 * @throws        when two wanted verdicts have the same metric and unit: a judge asked twice
 */
export function changesOf(
  standing: readonly CurrentVerdict[],
  wanted: readonly Verdict[],
  spent: ReadonlyMap<string, number>,
  cause: string,
): ObservationVersion[] {
  const stands = new Map(standing.map((verdict) => [keyOf(verdict), verdict]));
  const shouldStand = new Map(wanted.map((verdict) => [keyOf(verdict), verdict]));
  if (shouldStand.size !== wanted.length) throw new Error(`a metric asked twice: ${wanted.map(keyOf).join(', ')}`);

  const retractions = standing
    .filter((verdict) => !isUnchanged(verdict, shouldStand.get(keyOf(verdict))))
    .map((verdict) => ({ kind: 'retract' as const, version: verdict.version + 1, verdict: { ...verdict, cause } }));
  const records = wanted
    .filter((verdict) => !isUnchanged(stands.get(keyOf(verdict)), verdict))
    .map((verdict) => {
      const before = stands.get(keyOf(verdict));
      const version = before === undefined ? (spent.get(keyOf(verdict)) ?? 0) + 1 : before.version + 2;
      return { kind: 'record' as const, version, verdict };
    });
  return [...retractions, ...records];
}

/** A case has at most one verdict per metric and unit. */
export function keyOf({ metric, unit }: Pick<Verdict, 'metric' | 'unit'>): string {
  return `${metric} ${unit}`;
}

/** A charge for silence that becomes a real miss is counted alike, but is not the same: it must not be taken for one later. */
function isUnchanged(stands: Verdict | undefined, wanted: Verdict | undefined): boolean {
  if (stands === undefined || wanted === undefined) return false;
  return isSameVerdict(stands, wanted) && (stands.cause === FEED_SILENT) === (wanted.cause === FEED_SILENT);
}

function isAbout(verdict: Verdict, question: Question): boolean {
  return (
    verdict.metric === question.metric.metric &&
    verdict.definition === question.metric.definition &&
    verdict.unit === question.unit &&
    verdict.day === question.day
  );
}

function verdictOf({ metric, unit, day, answer }: Question, origin: Origin, cause: string): Verdict {
  return { metric: metric.metric, definition: metric.definition, unit, day, ...answer, origin, cause };
}

function dueOf({ metric, unit, day, dueAt }: Question, state: Due['state']): Due {
  return { metric: metric.metric, definition: metric.definition, unit, day, dueAt, state };
}
