import { once } from 'node:events';
import { CxError, type Reason } from '#libs/domain/error.js';
import { startThread } from '#libs/runtime/thread.js';
import type { Verification } from './verify-counts.js';

/** The message of a thread of ./verify-thread.ts. Of a refusal only reason and message are sent between threads. */
export type Found =
  | { readonly verification: Verification }
  | { readonly refusal: { readonly reason: Reason; readonly message: string } };

/**
 * Verifies the counts on a thread of its own, one verification at a time. Reading the whole archive takes a second for every
 * hundred thousand observations and must not delay GetIndex.
 */
export class Verifier {
  #last: Promise<unknown> = Promise.resolve();

  /** @param url  of scoring's database, asked for each verification because its password may be replaced */
  constructor(private readonly url: () => string) {}

  /** @throws {CxError} STORE_UNAVAILABLE */
  verify(): Promise<Verification> {
    const turn = this.#last.then(() => this.#onThread());
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  async #onThread(): Promise<Verification> {
    const thread = startThread(new URL('./verify-thread.js', import.meta.url), { url: this.url() });
    try {
      const [found] = (await once(thread, 'message')) as [Found]; // rejects when the thread fails
      if ('refusal' in found) throw new CxError(found.refusal.reason, found.refusal.message);
      return found.verification;
    } finally {
      await thread.terminate();
    }
  }
}
