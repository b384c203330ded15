import { CxError, type Reason } from '#libs/domain/error.js';
import type { Department, Source } from '#libs/domain/observation.js';
import type { Period } from '#libs/domain/period.js';
import { addDays, type Day, endOfDay, type Instant, isoInstant, type Zone } from '#libs/domain/time.js';

/** One condition a period must meet to be frozen, with the sentence that carries the figures. */
export interface Guard {
  readonly reason: Reason;
  readonly met: boolean;
  readonly detail: string;
}

/** Everything that the guards check, read in one transaction. */
export interface PeriodFacts {
  readonly now: Instant;
  readonly firstDay: Day;
  readonly lastDay: Day;
  readonly zone: Zone;
  /** The longest time from the day of a case to its verdict, over all metrics of the ruleset. */
  readonly maturesAfterDays: number;
  /** Undefined when no ruleset names the period. */
  readonly ruleset: string | undefined;
  readonly feeds: readonly {
    readonly source: Source;
    readonly feed: string;
    readonly completeThrough: Instant | undefined;
  }[];
  /** Cases of the period that are due and neither hit nor miss. */
  readonly waiting: readonly { readonly cases: bigint; readonly waitsFor: string }[];
  /** Sources that must have a feed: those that own a scored metric. */
  readonly sources: readonly Source[];
  readonly missingBatches: bigint;
  readonly quarantinedBatches: bigint;
  readonly batches: bigint;
  readonly minimumCoverageBp: bigint;
  readonly coverage: readonly { readonly department: Department; readonly coverageBp: bigint }[];
  /** When the last late reports are taken in; undefined where no ruleset says so. */
  readonly graceEndsAt?: Instant | undefined;
  /** Where a result ends, once that instant has come, and the shards without a drained batch since; undefined before. */
  readonly cutOff?: { readonly at: Instant; readonly missing: readonly string[] } | undefined;
}

/** Every guard of a snapshot, met or not, in the order in which HR would ask. Pure: the same facts give the same result. */
export function guardsOf(facts: PeriodFacts): readonly Guard[] {
  return [
    periodOver(facts),
    matured(facts),
    ...graceOver(facts),
    feedsComplete(facts),
    nothingMissing(facts),
    noneQuarantined(facts),
    rulesetBound(facts),
    coverageReached(facts),
    ...cutReached(facts),
  ];
}

/** The instant after which no case of the period can become due any more, in the company zone. */
export function maturedAt({
  lastDay,
  maturesAfterDays,
  zone,
}: Pick<PeriodFacts, 'lastDay' | 'maturesAfterDays' | 'zone'>): Instant {
  return endOfDay(addDays(lastDay, maturesAfterDays), zone);
}

function periodOver({ now, lastDay, zone }: PeriodFacts): Guard {
  return guard('PERIOD_NOT_OVER', now >= endOfDay(lastDay, zone), `the last day is ${lastDay}, ${zone}`);
}

function matured(facts: PeriodFacts): Guard {
  const at = maturedAt(facts);
  const detail = `the last metric judges ${facts.maturesAfterDays} days after the day of a case: ${isoInstant(at)}`;
  return guard('NOT_MATURED', facts.now >= at, detail);
}

function graceOver({ now, graceEndsAt }: PeriodFacts): Guard[] {
  if (graceEndsAt === undefined) return [];
  return [guard('GRACE_NOT_OVER', now >= graceEndsAt, `late reports are taken in until ${isoInstant(graceEndsAt)}`)];
}

function cutReached({ cutOff }: PeriodFacts): Guard[] {
  if (cutOff === undefined) return [];
  const silent =
    cutOff.missing.length === 0 ? 'every shard has sealed since' : `not yet sealed since: ${cutOff.missing.join(', ')}`;
  return [guard('CUT_NOT_REACHED', cutOff.missing.length === 0, `the cut-off is ${isoInstant(cutOff.at)}, ${silent}`)];
}

function feedsComplete(facts: PeriodFacts): Guard {
  const needed = maturedAt(facts);
  const behind = facts.feeds.filter((feed) => feed.completeThrough === undefined || feed.completeThrough < needed);
  const silent = facts.sources.filter((source) => !facts.feeds.some((feed) => feed.source === source));
  const names = [
    ...behind.map((feed) => `${feed.source}/${feed.feed} ${progressOf(feed.completeThrough)}`),
    ...silent.map((source) => `${source} has no feed`),
    ...waitingFor(facts),
  ];
  if (facts.sources.length === 0)
    return guard('FEED_NOT_COMPLETE', false, 'no ruleset names the feeds that are needed');
  const detail =
    names.length === 0 ? `${facts.feeds.length} feeds have reported through ${isoInstant(needed)}` : names.join('; ');
  return guard('FEED_NOT_COMPLETE', names.length === 0, detail);
}

function progressOf(completeThrough: Instant | undefined): string {
  return completeThrough === undefined
    ? 'has not declared how far it has reported'
    : `is complete through ${isoInstant(completeThrough)}`;
}

function waitingFor({ waiting }: PeriodFacts): string[] {
  const names = new Set(waiting.map(({ waitsFor }) => waitsFor));
  return [...names].sort().map((name) => {
    const cases = waiting.reduce((sum, row) => (row.waitsFor === name ? sum + row.cases : sum), 0n);
    return `${cases} cases wait for ${name}`;
  });
}

function nothingMissing({ missingBatches, batches }: PeriodFacts): Guard {
  return guard(
    'BATCHES_MISSING',
    missingBatches === 0n,
    `${missingBatches} of ${batches + missingBatches} batches missing`,
  );
}

function noneQuarantined({ quarantinedBatches }: PeriodFacts): Guard {
  return guard('BATCHES_QUARANTINED', quarantinedBatches === 0n, `${quarantinedBatches} batches in quarantine`);
}

function rulesetBound({ ruleset }: PeriodFacts): Guard {
  return guard('RULESET_NOT_BOUND', ruleset !== undefined, ruleset ?? 'no ruleset names this period');
}

function coverageReached({ coverage, minimumCoverageBp }: PeriodFacts): Guard {
  if (coverage.length === 0) return guard('COVERAGE_TOO_LOW', false, 'no ruleset names what is measured');
  const low = coverage.filter((department) => department.coverageBp < minimumCoverageBp);
  const detail = coverage.map(({ department, coverageBp }) => `${department} ${coverageBp / 100n} %`).join('  ');
  return guard('COVERAGE_TOO_LOW', low.length === 0, `${detail}, at least ${minimumCoverageBp / 100n} %`);
}

function guard(reason: Reason, met: boolean, detail: string): Guard {
  return { reason, met, detail };
}

/**
 * The first guard that is not met is the reason; the sentence and the violations hold all of them.
 *
 * @param field  of the request, that names the period
 * @throws {CxError} unless every guard is met
 */
export function requireGuards(guards: readonly Guard[], { name }: Pick<Period, 'name'>, field: string): void {
  const [first, ...others] = guards.filter(({ met }) => !met);
  if (first === undefined) return;
  const sentences = [first.detail, ...others.map(({ reason, detail }) => `${reason}: ${detail}`)];
  throw new CxError(first.reason, sentences.join('; '), {
    field,
    violations: [first, ...others].map(({ reason, detail }) => ({
      ...{ reason, description: detail },
      subject: `periods/${name}`,
    })),
  });
}
