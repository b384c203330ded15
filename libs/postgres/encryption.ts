import { statSync } from 'node:fs';
import type { ClientConfig } from 'pg';
import { CxError } from '#libs/domain/error.js';
import type { Address } from './address.js';

type Ssl = ClientConfig['ssl'];

/** How often the files are looked at while connections go and come back. */
const LOOK_MS = 5_000;

/**
 * How new connections are encrypted while an operator replaces certificates. A renewal writes several files: until they fit together,
 * what was read before stays in use.
 */
export class Encryption {
  #ssl: Ssl;
  #stamp: string;
  #seenAt: number;

  /**
   * @param onFiles  files have changed: called with why they cannot be used, or with undefined when they are used from now on
   */
  constructor(
    private readonly address: Pick<Address, 'ssl' | 'files' | 'readSsl'>,
    private readonly onFiles: (mistake: string | undefined) => void = () => undefined,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.#ssl = address.ssl;
    this.#stamp = stampOf(address.files);
    this.#seenAt = now();
  }

  /** Of a new connection. */
  next(): Ssl {
    this.#look();
    return this.#ssl;
  }

  /** Encryption was preferred only, and the server has none: this and all later connections go without. */
  giveUp(): void {
    this.#ssl = false;
  }

  /** Whether a connection that was opened with this should make room for one that is opened with the files of now. */
  isOld(ssl: unknown): boolean {
    this.#look();
    return typeof ssl === 'object' && typeof this.#ssl === 'object' && ssl !== this.#ssl;
  }

  #look(): void {
    const { files, readSsl } = this.address;
    if (files.length === 0 || this.#ssl === false || this.now() - this.#seenAt < LOOK_MS) return;
    this.#seenAt = this.now();
    const stamp = stampOf(files);
    if (stamp === this.#stamp) return;
    this.#stamp = stamp;
    try {
      this.#ssl = readSsl();
    } catch (error) {
      if (!(error instanceof CxError)) throw error;
      return this.onFiles(error.message);
    }
    this.onFiles(undefined);
  }
}

/** Changes with each file. Links are followed: Kubernetes replaces a mounted secret by turning a link. */
function stampOf(files: readonly string[]): string {
  return files
    .map((file) => {
      const found = statSync(file, { throwIfNoEntry: false });
      return found === undefined ? 'none' : `${found.ino}/${found.size}/${found.mtimeMs}`;
    })
    .join(' ');
}
