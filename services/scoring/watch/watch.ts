import { CxError } from '#libs/domain/error.js';
import { decodePageToken, encodePageToken } from '#libs/domain/page-token.js';
import type { Instant } from '#libs/domain/time.js';
import type { Clock } from '#libs/runtime/clock.js';
import { formatIndexName, type IndexPattern } from '../answers/index-name.js';
import type { LiveIndex, LiveIndexes } from '../answers/live-index.js';
import type { DataState } from '../counts/read.js';
import { fingerprint } from './fingerprint.js';

/** One message of a watch. */
export interface WatchMessage {
  readonly event:
    | { readonly kind: 'index'; readonly index: LiveIndex }
    | { readonly kind: 'heartbeat'; readonly data: DataState };
  /** Goes on after everything that came before this message, and after the message itself where it closes a look. */
  readonly resumeToken: string;
}

export interface IndexWatchOptions {
  readonly indexes: LiveIndexes;
  readonly clock: Clock;
  /** This process's run: tokens of another are expired. */
  readonly run: string;
  /** Between two looks, so that an index is sent at most once in it. Default 1,000. */
  readonly lookMs?: number;
  /** A heartbeat comes when nothing was sent for so long. Default 10,000. */
  readonly heartbeatMs?: number;
}

/** How an index looks to one kind of reader. */
export interface Looks {
  /** The name of the index, and who reads it when not in full. */
  readonly key: string;
  /** Changes when what the reader is shown changes. */
  readonly print: string;
}

export interface WatchQuestion {
  /** Tells this watch from others: a token is good for the same names only. */
  readonly question: string;
  /** Of the last message that came; empty to begin. */
  readonly resumeToken: string;
  readonly signal: AbortSignal;
  /** How indexes look to the reader: a change that it is not shown sends no message. Default: in full. */
  readonly looksOf?: (index: LiveIndex) => Looks;
}

/** An index as it was last seen by any watch of this process. */
interface Seen {
  readonly print: string;
  /** Grows with every change that is seen. */
  readonly change: number;
}

/** Lets readers watch indexes: all of them once, then what changes. */
export class IndexWatch {
  readonly #seen = new Map<string, Seen>();
  #changes = 0;

  constructor(private readonly options: IndexWatchOptions) {}

  /**
   * @throws {CxError}   RESUME_TOKEN_EXPIRED, and what the patterns are refused with
   */
  async *watch(
    patterns: readonly IndexPattern[],
    { question, resumeToken, signal, looksOf = IN_FULL }: WatchQuestion,
  ): AsyncGenerator<WatchMessage> {
    const { indexes, clock, lookMs = 1_000, heartbeatMs = 10_000 } = this.options;
    let through = resumeToken === '' ? NOTHING_SEEN : this.#changeIn(resumeToken, question);
    const sent = this.#sentThrough(through);
    let lastSent = clock.now();

    while (!signal.aborted) {
      const found = await indexes.matching(patterns);
      const changed = found.indexes.filter((index) => {
        const looks = looksOf(index);
        this.#note(looks);
        return looks.print !== sent.get(looks.key);
      });
      const before = through;
      through = this.#changes;
      for (const [place, index] of changed.entries()) {
        const { key, print } = looksOf(index);
        sent.set(key, print);
        // Only the last message of a look may say that all of it came.
        const token = this.#tokenFor(place === changed.length - 1 ? through : before, question);
        yield { event: { kind: 'index', index }, resumeToken: token };
        lastSent = clock.now();
      }
      if (isDue(lastSent, heartbeatMs, clock.now()) && found.data !== undefined) {
        yield { event: { kind: 'heartbeat', data: found.data }, resumeToken: this.#tokenFor(through, question) };
        lastSent = clock.now();
      }
      await pause(lookMs, signal);
    }
  }

  /** Remembers how an index looks now. */
  #note({ key, print }: Looks): void {
    if (this.#seen.get(key)?.print === print) return;
    this.#changes += 1;
    this.#seen.set(key, { print, change: this.#changes });
  }

  /** What a reader has who has seen everything through that change. */
  #sentThrough(through: number): Map<string, string> {
    const seen = [...this.#seen].filter(([, { change }]) => change <= through);
    return new Map(seen.map(([name, { print }]) => [name, print]));
  }

  #tokenFor(change: number, question: string): string {
    return encodePageToken([this.options.run, question], [change]);
  }

  #changeIn(token: string, question: string): number {
    const [change] = decodePageToken(token, [this.options.run, question]) ?? [];
    if (!Number.isSafeInteger(change)) {
      const says = 'the watch cannot continue from this resume_token; start again without one';
      throw new CxError('RESUME_TOKEN_EXPIRED', says, { field: 'resume_token' });
    }
    return Number(change);
  }
}

const NOTHING_SEEN = 0;

const IN_FULL = (index: LiveIndex): Looks => ({ key: formatIndexName(index.name), print: fingerprint(index) });

function isDue(since: Instant, afterMs: number, now: Instant): boolean {
  return now - since >= afterMs;
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const over = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', over);
      resolve();
    };
    const timer = setTimeout(over, ms);
    signal.addEventListener('abort', over);
    if (signal.aborted) over();
  });
}
