import { enumWords, type Word } from './enum-words.js';
import type { Class } from './observation.js';
import type { Source } from './source.js';
import type { Instant } from './time.js';

/** What a ruling decides. `cx.contests.v1.RulingOutcome` says what each means. */
export const RULING_OUTCOMES = enumWords('outcome of a ruling', { DISMISSED: 1, TAKEN_OUT: 2, CHARGED: 3 });
export type RulingOutcome = Word<typeof RULING_OUTCOMES>;

/** What a second reviewer answers. `cx.contests.v1.SecondAnswer` says what each means. */
export const SECOND_ANSWERS = enumWords('second answer', { CONFIRMED: 1, REFUSED: 2 });
export type SecondAnswer = Word<typeof SECOND_ANSWERS>;

/** What was ruled about one case of one metric, as it travels to the department that judged it. */
export interface Ruling {
  /** From 1, of the installation. Of two rulings on one contest the higher number counts. */
  readonly number: number;
  readonly contest: number;
  /** Whose metric it is. */
  readonly judgedBy: Source;
  /** The name that the metric is recorded by. */
  readonly metric: string;
  /** 16 bytes. */
  readonly caseRef: Buffer;
  /** The department that contested: the ruling is about what it answers for, and about nothing else. */
  readonly party: string;
  readonly outcome: RulingOutcome;
  /** Who answers now; empty unless CHARGED. */
  readonly chargedTo: string;
  readonly ruledAt: Instant;
}

/** What a verdict is changed by. */
export type CaseRuling = Pick<Ruling, 'number' | 'contest' | 'metric' | 'party' | 'outcome' | 'chargedTo'>;

/** Why a case is out of the account that a ruling has taken out, hit or miss. */
export const RULED_OUT = 'RULED_OUT';
/** Why another party answers for a miss for which the department itself would answer without the ruling. */
export const RULED_TO_ANOTHER = 'RULED_TO_ANOTHER';
/** Why a party answers for a miss for which a third one would answer without the ruling. */
export const RULED_BETWEEN_OTHERS = 'RULED_BETWEEN_OTHERS';

const PARTY = 'ruling/';

/** What stands in place of the responsible party of a case that is ruled out: "ruling/warehouse" of what the warehouse answered for. */
export function rulingParty(party: string): string {
  return `${PARTY}${party}`;
}

/** The part of a verdict that a ruling changes. */
export interface Ruled {
  readonly metric: string;
  readonly class: Class;
  readonly reason: string;
  readonly responsible: string;
  readonly misses: number;
}

/**
 * A verdict as the rulings on its case leave it, each applied to what the one before has left. A ruling changes what the party that contested
 * answers for: taken out, hits and misses alike; charged to another party, misses alone.
 *
 * @param rulings  of the case, one for each contest, in order of contests
 * @param judgedBy the department that judges; it answers for what is accountable
 */
export function ruled<V extends Ruled>(verdict: V, rulings: readonly CaseRuling[], judgedBy: Source): V {
  return rulings.reduce(
    (left, ruling) => (ruling.metric === left.metric ? afterRuling(left, ruling, judgedBy) : left),
    verdict,
  );
}

function afterRuling<V extends Ruled>(verdict: V, { party, outcome, chargedTo }: CaseRuling, judgedBy: Source): V {
  if (outcome === 'DISMISSED' || answeringParty(verdict, judgedBy) !== party) return verdict;
  if (outcome === 'TAKEN_OUT')
    return { ...verdict, class: 'EXCLUDED', reason: RULED_OUT, responsible: rulingParty(party) };
  if (verdict.misses === 0) return verdict;
  if (chargedTo === judgedBy) return { ...verdict, class: 'ACCOUNTABLE', reason: '', responsible: '' };
  const reason = party === judgedBy ? RULED_TO_ANOTHER : RULED_BETWEEN_OTHERS;
  return { ...verdict, class: 'OTHERS', reason, responsible: chargedTo };
}

/** Who answers: the department that judged, or the party that it names; undefined for what is excluded. */
export function answeringParty(
  { class: class_, responsible }: Pick<Ruled, 'class' | 'responsible'>,
  judgedBy: Source,
): string | undefined {
  if (class_ === 'ACCOUNTABLE') return judgedBy;
  return class_ === 'OTHERS' ? responsible : undefined;
}
