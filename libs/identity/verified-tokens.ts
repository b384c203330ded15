import type { Instant } from '#libs/domain/time.js';
import type { ProvenToken } from './claims.js';

interface Kept {
  readonly proven: ProvenToken;
  readonly until: Instant;
}

/** Far more than the people and feeds of one company; each takes about 500 bytes. */
const MOST = 10_000;

/**
 * Tokens that were verified, under their SHA-256, until they expire: a caller sends the same one for minutes, and a signature takes
 * a hundred times as long as a hash. The token itself is not kept.
 */
export class VerifiedTokens {
  readonly #kept = new Map<string, Kept>();

  constructor(private readonly most = MOST) {}

  find(hash: string, now: Instant): ProvenToken | undefined {
    const kept = this.#kept.get(hash);
    if (kept === undefined) return undefined;
    if (now < kept.until) return kept.proven;
    this.#kept.delete(hash);
    return undefined;
  }

  /** When there are too many, the one that was verified first goes: it is only verified again. */
  keep(hash: string, proven: ProvenToken, until: Instant): void {
    const [oldest] = this.#kept.size >= this.most ? this.#kept.keys() : [];
    if (oldest !== undefined) this.#kept.delete(oldest);
    this.#kept.set(hash, { proven, until });
  }

  clear(): void {
    this.#kept.clear();
  }

  get size(): number {
    return this.#kept.size;
  }
}
