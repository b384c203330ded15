import type { Instant } from '#libs/domain/time.js';
import { KeyFileMistake, keyAt, keysIn, type SigningKey } from '#libs/signing/key-file.js';

export interface CurrentKeysEvents {
  /** New keys are in use. */
  readonly onReplaced: (keys: readonly SigningKey[]) => void;
  /** The file changed and cannot be used; the keys read before stay in use. Once for each change. A sentence without any part of a key. */
  readonly onMistake: (why: string) => void;
}

/** The keys of the signer as their file holds them now. A file that is being replaced, or is wrong, leaves the keys that were read last. */
export class CurrentKeys {
  #text: string;
  #keys: readonly SigningKey[];

  /**
   * @param read  the text of the file now
   * @throws {KeyFileMistake} when the file cannot be used at the start
   */
  constructor(
    private readonly read: () => string,
    private readonly events: CurrentKeysEvents,
  ) {
    this.#text = read();
    this.#keys = keysIn(this.#text);
  }

  get all(): readonly SigningKey[] {
    return this.#keys;
  }

  /** The key that signs now; undefined when none has its span. */
  at(now: Instant) {
    return keyAt(this.#keys, now);
  }

  /** Looks whether the file changed. */
  poll(): void {
    const text = this.read();
    if (text === this.#text) return;
    this.#text = text;
    try {
      this.#keys = keysIn(text);
    } catch (error) {
      if (!(error instanceof KeyFileMistake)) throw error;
      this.events.onMistake(error.message);
      return;
    }
    this.events.onReplaced(this.#keys);
  }
}
