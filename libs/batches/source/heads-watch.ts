import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Head } from './source-store.js';

/** How often the database is asked while readers wait, however many they are. */
const LOOK_MS = 200;

/** What a reader has, and how long it would wait for something else. */
export interface Known {
  /** The version of an earlier answer; unset: answer at once. */
  readonly version: string | undefined;
  readonly withinMs: number;
  /** Whether the wait ends early: the reader is gone, or the process stops. Asked at every look. */
  readonly isOver: () => boolean;
}

export interface VersionedHeads {
  readonly heads: readonly Head[];
  /** Another one whenever a batch was sealed, or an epoch has begun. */
  readonly version: string;
}

/** Answers readers that wait for a new batch of a source. */
export class HeadsWatch {
  #latest: { readonly at: number; readonly answer: Promise<VersionedHeads> } | undefined;

  constructor(private readonly read: () => Promise<readonly Head[]>) {}

  /** The heads as soon as they differ from those that are known, or when the time is over. */
  async next({ version, withinMs, isOver }: Known): Promise<VersionedHeads> {
    if (version === undefined || withinMs <= 0) return this.#ask();
    for (const until = performance.now() + withinMs; ; ) {
      const latest = await this.#recent();
      if (latest.version !== version || isOver() || performance.now() >= until) return latest;
      await pause(LOOK_MS);
    }
  }

  /** Those who wait share one question. */
  #recent(): Promise<VersionedHeads> {
    const now = performance.now();
    if (this.#latest === undefined || now - this.#latest.at >= LOOK_MS) this.#latest = { at: now, answer: this.#ask() };
    return this.#latest.answer;
  }

  async #ask(): Promise<VersionedHeads> {
    const heads = await this.read();
    return { heads, version: versionOf(heads) };
  }
}

/** Acknowledgements and what Kafka has are left out: they change because readers ask. */
function versionOf(heads: readonly Head[]): string {
  const hash = createHash('sha256');
  for (const { carries, shard, epoch, newestNumber, newestSha256 } of heads)
    hash.update(`${carries}/${shard}:${epoch}:${newestNumber} `).update(newestSha256);
  return hash.digest('hex').slice(0, 16);
}
