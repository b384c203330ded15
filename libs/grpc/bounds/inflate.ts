import { promisify } from 'node:util';
import { gunzip, inflate as inflateZlib } from 'node:zlib';

const INFLATERS = { gzip: promisify(gunzip), deflate: promisify(inflateZlib) } as const;

export type Encoding = keyof typeof INFLATERS;

export function isEncoding(name: string): name is Encoding {
  return Object.hasOwn(INFLATERS, name);
}

/** A message was larger than it may be after it was inflated. Nothing beyond the limit was kept. */
export class TooLarge extends Error {}

/**
 * Inflates messages, at most `most` at the same time. Node inflates on the four threads that also check signatures and look up
 * names; messages that inflate to a thousand times their size must not occupy all four.
 */
export class Inflations {
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(private readonly most: number) {}

  /**
   * @throws {TooLarge}  beyond `limit` bytes
   * @throws what zlib throws for bytes that are not of this encoding
   */
  async inflate(bytes: Uint8Array, encoding: Encoding, limit: number): Promise<Buffer> {
    if (this.#running >= this.most) await new Promise<void>((resume) => this.#waiting.push(resume));
    else this.#running += 1;
    try {
      return await INFLATERS[encoding](bytes, { maxOutputLength: limit });
    } catch (error) {
      if ((error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE') throw new TooLarge();
      throw error;
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#running -= 1;
      else next(); // it takes this place
    }
  }
}
