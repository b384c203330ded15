import { setTimeout as pause } from 'node:timers/promises';
import { afterFailure } from '../feed/department-calls.js';

/** What to do while a service does not answer: fail, or wait, say so, and stop waiting when the signal is aborted. */
export type WhenAway = 'fail' | { readonly say: (line: string) => void; readonly stop: AbortSignal };

/** Between two questions to a service that is away. */
const AWAY_PAUSE_MS = 5_000;

/**
 * Asks until there is an answer, or only once.
 *
 * @param who  the service, for people
 * @throws {ServiceError}  of grpc-js for what no waiting cures
 */
export async function answerOf<Answer>(who: string, whenAway: WhenAway, ask: () => Promise<Answer>): Promise<Answer> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (whenAway === 'fail' || afterFailure(error) === 'never') throw error;
      whenAway.say(`${who} does not answer yet; the feed waits for it.`);
      await pause(AWAY_PAUSE_MS, undefined, { signal: whenAway.stop });
    }
  }
}
