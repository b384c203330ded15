import { CxError } from '#libs/domain/error.js';
import type { Instant } from '#libs/domain/time.js';
import type { CheckedFact } from '../facts/incoming-fact.js';
import type { Recorded } from './record-facts.js';

/** Records the facts of a feed and judges their cases, in one transaction. */
export type Record = (feed: string, facts: readonly CheckedFact[], now: Instant) => Promise<Recorded>;

export interface TogetherOptions {
  /** A call with more facts has a transaction of its own, at once. Default 100. */
  readonly mostOfCall?: number;
  /** Facts of a transaction at most. Default 1,000. */
  readonly most?: number;
  /** How long calls wait for the transaction before them: it may wait for a case that another one has locked. In milliseconds, default 100. */
  readonly patienceMs?: number;
}

/** Transactions of one feed that wait for a lock at the same time, at most. Beyond them calls wait until one of them has ended. */
const MOST_AT_ONCE = 4;

interface Call {
  readonly facts: readonly CheckedFact[];
  readonly now: Instant;
  readonly answer: (recorded: Recorded) => void;
  readonly fail: (error: unknown) => void;
}

interface OfFeed {
  readonly waiting: Call[];
  running: number;
  /** Of those that are running, the ones for which calls still have patience. */
  young: number;
}

/**
 * Records the calls of a feed that come while another one is being recorded together, in the next transaction: each of them has the same
 * answer as if it had come alone, and a COMMIT and its statements cost about as much for ten facts as for one. A call that meets none
 * is recorded at once: no call waits for others to come.
 */
export function recordTogether(
  record: Record,
  { mostOfCall = 100, most = 1_000, patienceMs = 100 }: TogetherOptions = {},
): Record {
  const feeds = new Map<string, OfFeed>();

  function next(feed: string, of: OfFeed): void {
    if (of.waiting.length === 0 && of.running === 0) feeds.delete(feed);
    if (of.waiting.length === 0 || of.young > 0 || of.running >= MOST_AT_ONCE) return;
    const calls = takeFrom(of.waiting, most);
    of.running += 1;
    of.young += 1;
    let isYoung = true;
    const grownUp = () => {
      if (isYoung) of.young -= 1;
      isYoung = false;
    };
    const patience = setTimeout(() => {
      grownUp();
      next(feed, of);
    }, patienceMs);
    void recordAll(record, feed, calls).then(() => {
      clearTimeout(patience);
      of.running -= 1;
      grownUp();
      next(feed, of);
    });
  }

  return (feed, facts, now) => {
    if (facts.length > mostOfCall) return record(feed, facts, now);
    return new Promise((answer, fail) => {
      const of = feeds.get(feed) ?? { waiting: [], running: 0, young: 0 };
      feeds.set(feed, of);
      of.waiting.push({ facts, now, answer, fail });
      next(feed, of);
    });
  };
}

/** The calls that came first, as many as a transaction takes and at least one. */
function takeFrom(waiting: Call[], most: number): Call[] {
  let facts = 0;
  const end = waiting.findIndex((call, place) => {
    facts += call.facts.length;
    return place > 0 && facts > most;
  });
  return waiting.splice(0, end === -1 ? waiting.length : end);
}

/** Answers every call. It does not fail itself. */
async function recordAll(record: Record, feed: string, calls: readonly Call[]): Promise<void> {
  try {
    const facts = calls.flatMap((call) => call.facts);
    answerEach(calls, await record(feed, facts, Math.max(...calls.map(({ now }) => now))));
  } catch (error) {
    // A store that does not answer answers none of them. Anything else may be the fault of one, which the others must not suffer for.
    if (calls.length === 1 || error instanceof CxError) for (const { fail } of calls) fail(error);
    else for (const call of calls) await recordAll(record, feed, [call]);
  }
}

/** Each call gets the outcomes of its own facts. Their observations are sealed together; a call that nothing was stored of waits for none. */
function answerEach(calls: readonly Call[], { outcomes, positions }: Recorded): void {
  let from = 0;
  for (const { facts, answer } of calls) {
    const own = outcomes.slice(from, from + facts.length);
    from += facts.length;
    answer({ outcomes: own, positions: own.every(({ result }) => result === 'REFUSED') ? [] : positions });
  }
}
