/**
 * What happens by chance to one thing of the world, such as one order. Every question has a name and gets its own number, so a change of
 * one answer changes no other: a story that breaks addresses damages no parcel.
 */
export class Luck {
  /** @param about  the thing, by its name in the whole world: "K-20270105-0017" */
  constructor(
    private readonly seed: number,
    private readonly about: string,
  ) {}

  /** A whole number from 0 to below `below`, 1 to 2^31. */
  of(question: string, below: number): number {
    return hashed(`${this.about} ${question}`, this.seed) % below;
  }

  /** A whole number from `least` to `most`, both included. */
  between(question: string, least: number, most: number): number {
    return least + this.of(question, most - least + 1);
  }

  /** True with a chance in basis points, 0 to 10,000. */
  has(question: string, chanceBp: number): boolean {
    return this.of(question, 10_000) < chanceBp;
  }

  /** One of a list, each with its share. @throws {RangeError} for an empty list */
  pick<T extends { readonly share: number }>(question: string, from: readonly T[]): T {
    let left = this.of(
      question,
      from.reduce((sum, { share }) => sum + share, 0),
    );
    for (const one of from) {
      left -= one.share;
      if (left < 0) return one;
    }
    throw new RangeError(`nothing to pick for ${question}`);
  }

  /** The luck of a part of the thing: of a parcel of an order. */
  inside(part: string): Luck {
    return new Luck(this.seed, `${this.about}/${part}`);
  }
}

/** 32 bits of a text: FNV-1a, then the last step of MurmurHash3, so that similar names get unlike numbers. Whole on every machine. */
function hashed(text: string, seed: number): number {
  let hash = 0x811c9dc5 ^ Math.imul(seed + 1, 0x9e3779b1);
  for (let place = 0; place < text.length; place++) hash = Math.imul(hash ^ text.charCodeAt(place), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
