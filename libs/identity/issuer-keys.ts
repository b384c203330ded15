import type { CryptoKey, FlattenedJWSInput, JSONWebKeySet, JWSHeaderParameters } from 'jose';
import type { Instant } from '#libs/domain/time.js';
import { unproven } from './unproven.js';

/** Where the keys of an issuer come from. It may take seconds, and it may fail. */
export type ReadKeys = () => Promise<JSONWebKeySet>;

export interface IssuerKeysOptions {
  readonly readKeys: ReadKeys;
  readonly now: () => Instant;
  /** Called after each reading, with the error of one that failed. */
  readonly onRead?: (error: unknown) => void;
  /** Called when a key was withdrawn, so that what it has signed is not believed any longer. */
  readonly onWithdrawn?: () => void;
}

/** After this time the keys are read again, in the background: a withdrawn key is believed for no longer. */
const FRESH_MS = 5 * 60_000;
/** An unknown key makes the keys be read again, but not more often than this, whatever the callers send. */
const AT_MOST_EVERY_MS = 10_000;

interface Known {
  readonly find: (header: JWSHeaderParameters, token: FlattenedJWSInput) => Promise<CryptoKey>;
  /** Each key as the issuer writes it: a new key may have the name of the old one. */
  readonly keys: ReadonlySet<string>;
  readonly readAt: Instant;
}

/**
 * The public keys of an issuer. They are kept while the issuer is down or slow: a token that a known key has signed needs nothing
 * of the issuer. A key that is not known makes them be read again, so a new key works at once.
 */
export class IssuerKeys {
  #known: Known | undefined;
  #triedAt = Number.NEGATIVE_INFINITY;
  #failed = false;
  #reading: Promise<void> | undefined;

  constructor(private readonly options: IssuerKeysOptions) {}

  /**
   * The key that a token says it was signed with.
   *
   * @throws {CxError} CALLER_UNKNOWN with TOKEN_KEY_UNKNOWN; ISSUER_UNAVAILABLE when the key is not known and the issuer does not answer
   */
  async find(header: JWSHeaderParameters, token: FlattenedJWSInput): Promise<CryptoKey> {
    const now = this.options.now();
    if (this.#known === undefined) await this.#readUnlessJustTried(now);
    else this.refresh(now);
    const found = await this.#lookUp(header, token);
    if (found !== undefined) return found;
    await this.#readUnlessJustTried(now);
    const second = await this.#lookUp(header, token);
    if (second !== undefined) return second;
    throw unproven(this.#failed ? 'ISSUER_UNAVAILABLE' : 'TOKEN_KEY_UNKNOWN');
  }

  /** Reads the keys again in the background when that is due. A caller whose token was verified before needs no key, and calls this too. */
  refresh(now: Instant): void {
    if (this.#known !== undefined && now - this.#known.readAt > FRESH_MS) void this.#readUnlessJustTried(now);
  }

  async #lookUp(header: JWSHeaderParameters, token: FlattenedJWSInput): Promise<CryptoKey | undefined> {
    const { errors } = await import('jose');
    try {
      return await this.#known?.find(header, token);
    } catch (error) {
      if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys)
        return undefined;
      throw error;
    }
  }

  /** Callers at once share one reading. Never fails: `#failed` says how it ended. */
  async #readUnlessJustTried(now: Instant): Promise<void> {
    if (this.#reading === undefined && now - this.#triedAt >= AT_MOST_EVERY_MS) {
      this.#triedAt = now;
      this.#reading = this.#read(now).finally(() => {
        this.#reading = undefined;
      });
    }
    await this.#reading;
  }

  async #read(now: Instant): Promise<void> {
    try {
      const keys = await this.options.readKeys();
      const { createLocalJWKSet } = await import('jose');
      const written = new Set(keys.keys.map((key) => JSON.stringify(key)));
      const isWithdrawn = [...(this.#known?.keys ?? [])].some((key) => !written.has(key));
      this.#known = { find: createLocalJWKSet(keys), keys: written, readAt: now };
      this.#failed = false;
      if (isWithdrawn) this.options.onWithdrawn?.();
      this.options.onRead?.(undefined);
    } catch (error) {
      this.#failed = true;
      this.options.onRead?.(error);
    }
  }
}
