import type { Instant } from '#libs/domain/time.js';
import type { Clock } from '#libs/runtime/clock.js';

/** Answers a question, or gives the answer that another reader got a moment before. */
export type SharedLooks<Look> = (question: string, look: () => Promise<Look>) => Promise<Look>;

/**
 * Lets readers that ask the same at about one time share a look at the database.
 *
 * @param freshMs  for how long a look is given to others
 */
export function sharedLooks<Look>(clock: Clock, freshMs: number): SharedLooks<Look> {
  const looks = new Map<string, { readonly at: Instant; readonly found: Promise<Look> }>();
  return (question, look) => {
    const now = clock.now();
    for (const [key, { at }] of looks) if (now - at >= freshMs) looks.delete(key);
    const known = looks.get(question);
    if (known !== undefined) return known.found;
    const found = look();
    looks.set(question, { at: now, found });
    return found;
  };
}
