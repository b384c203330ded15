import { setTimeout as pause } from 'node:timers/promises';
import { type FactOutcome, FactResult } from '#libs/contracts/cx/facts/v1/facts.js';
import { REASONS, type Reason } from '#libs/domain/error.js';
import { refusalOf } from '#libs/grpc/refusal.js';
import { afterFailure, type DepartmentCalls } from './department-calls.js';

export interface RecordOptions {
  readonly to: DepartmentCalls;
  /** Ends the waiting between attempts. */
  readonly signal: AbortSignal;
  /** Called before each wait. */
  readonly onRetry: (error: unknown, waitMs: number) => void;
  /** Of the first wait, in ms; it doubles up to 30 seconds. Tests take a shorter one. */
  readonly firstWaitMs?: number;
}

/** Facts a call. */
const PORTION = 500;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;

/**
 * Records facts in their order, and waits as long as it takes while the department is away or its store is. To send a fact again
 * is harmless: its id is known then.
 *
 * @returns the answers, in the order of the facts
 * @throws  the reason of the signal when it is aborted during a wait, and the error of a call that no waiting cures
 */
export async function recordFacts(facts: readonly object[], options: RecordOptions): Promise<FactOutcome[]> {
  const outcomes: FactOutcome[] = [];
  for (let from = 0; from < facts.length; from += PORTION)
    outcomes.push(...(await recordAll(facts.slice(from, from + PORTION), options)));
  return outcomes;
}

async function recordAll(facts: readonly object[], options: RecordOptions): Promise<readonly FactOutcome[]> {
  const { to, signal, onRetry, firstWaitMs = FIRST_WAIT_MS } = options;
  for (let waitMs = firstWaitMs; ; waitMs = Math.min(LONGEST_WAIT_MS, 2 * waitMs)) {
    let failure: unknown;
    try {
      const outcomes = await to.record(facts);
      failure = outcomes.find(isTransient);
      if (failure === undefined) return outcomes;
    } catch (error) {
      const after = afterFailure(error);
      if (after === 'never') throw error;
      if (after === 'halves') return await inHalves(facts, options);
      failure = error;
    }
    const pauseMs = refusalOf(failure)?.retryAfterMs ?? waitMs;
    onRetry(failure, pauseMs);
    await pause(pauseMs, undefined, { signal });
  }
}

/** A call that is too large. A single fact that is too large is refused by itself. */
async function inHalves(facts: readonly object[], options: RecordOptions): Promise<FactOutcome[]> {
  if (facts.length === 1) return [TOO_LARGE];
  const half = Math.ceil(facts.length / 2);
  const first = await recordAll(facts.slice(0, half), options);
  return [...first, ...(await recordAll(facts.slice(half), options))];
}

const TOO_LARGE: FactOutcome = {
  factId: '',
  result: FactResult.FACT_RESULT_REFUSED,
  reason: 'MESSAGE_TOO_LARGE',
  field: '',
  detail: REASONS.MESSAGE_TOO_LARGE.description,
  suspicions: [],
};

function isTransient({ result, reason }: FactOutcome): boolean {
  const known = Object.hasOwn(REASONS, reason) ? REASONS[reason as Reason].status : undefined;
  return result === FactResult.FACT_RESULT_REFUSED && (known === 'UNAVAILABLE' || known === 'ABORTED');
}
