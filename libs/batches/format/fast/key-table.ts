/**
 * Assigns numbers to byte strings: the same bytes always get the same number, from 0 without gaps. Every cell of every batch is
 * looked up here once. A Map with strings would take more than twice the time and several times the memory.
 *
 * With hundreds of thousands of keys every look-up misses the processor's cache, so the data of one look-up lies close together:
 * the hash beside the position, and number and length in front of the key. Bytes are compared four at a time.
 */
export class KeyTable {
  /** Two per slot: the hash, and the position of the key + 1 (0: free). At most half of the slots are used. */
  #slots = new Int32Array(1 << 13);
  /** Per key: its number, its length, its bytes. */
  #keys = new DataView(new ArrayBuffer(1 << 16));
  #end = 0;
  /** Start of each key, by number. */
  readonly #places: number[] = [];
  #byteLength = 0;

  get size(): number {
    return this.#places.length;
  }

  /** Total bytes of all keys. */
  get byteLength(): number {
    return this.#byteLength;
  }

  /** The number of the key at `from` to `to`; -1 if it is not in the table. */
  find(bytes: DataView, from: number, to: number): number {
    const place = (this.#slots[this.#slotOf(bytes, from, to, hashOf(bytes, from, to)) + 1] ?? 0) - 1;
    return place < 0 ? -1 : this.#keys.getInt32(place, true);
  }

  /** Adds a new key under the next number. */
  add(bytes: DataView, from: number, to: number): number {
    const [number, place, length] = [this.size, this.#end, to - from];
    this.#makeRoom(HEAD_BYTES + length);
    const hash = hashOf(bytes, from, to);
    this.#keys.setInt32(place, number, true);
    this.#keys.setInt32(place + 4, length, true);
    for (let at = 0; at < length; at++) this.#keys.setUint8(place + HEAD_BYTES + at, bytes.getUint8(from + at));
    const slot = this.#slotOf(bytes, from, to, hash);
    this.#slots[slot] = hash;
    this.#slots[slot + 1] = place + 1;
    this.#places.push(place);
    this.#end += HEAD_BYTES + length;
    this.#byteLength += length;
    return number;
  }

  /** The bytes of all keys; valid until a key is added. */
  get bytes(): Uint8Array {
    return new Uint8Array(this.#keys.buffer, 0, this.#end);
  }

  /** Start of a key in `bytes`. */
  from(number: number): number {
    return (this.#places[number] ?? Number.NaN) + HEAD_BYTES;
  }

  /** End of a key in `bytes`. */
  to(number: number): number {
    return this.from(number) + this.#keys.getInt32(this.from(number) - 4, true);
  }

  /** The slot of a key, or the free slot for it. */
  #slotOf(bytes: DataView, from: number, to: number, hash: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    for (let slot = (hash << 1) & mask; ; slot = (slot + 2) & mask) {
      const place = (slots[slot + 1] ?? 0) - 1;
      if (place < 0 || (slots[slot] === hash && this.#isKey(place, bytes, from, to))) return slot;
    }
  }

  #isKey(place: number, bytes: DataView, from: number, to: number): boolean {
    const keys = this.#keys;
    if (keys.getInt32(place + 4, true) !== to - from) return false;
    let own = place + HEAD_BYTES;
    let at = from;
    for (; at + 4 <= to; at += 4, own += 4) if (bytes.getInt32(at, true) !== keys.getInt32(own, true)) return false;
    for (; at < to; at++, own++) if (bytes.getUint8(at) !== keys.getUint8(own)) return false;
    return true;
  }

  #makeRoom(bytes: number): void {
    if (this.#end + bytes > this.#keys.byteLength) {
      const larger = new Uint8Array(2 * Math.max(this.#keys.byteLength, bytes));
      larger.set(new Uint8Array(this.#keys.buffer, 0, this.#end));
      this.#keys = new DataView(larger.buffer);
    }
    if (4 * this.size < this.#slots.length) return;
    const before = this.#slots;
    this.#slots = new Int32Array(2 * before.length);
    const mask = this.#slots.length - 1;
    for (let old = 0; old < before.length; old += 2) {
      const [hash, place] = [before[old] ?? 0, before[old + 1] ?? 0];
      if (place === 0) continue;
      let slot = (hash << 1) & mask;
      while (this.#slots[slot + 1] !== 0) slot = (slot + 2) & mask;
      this.#slots[slot] = hash;
      this.#slots[slot + 1] = place;
    }
  }
}

const HEAD_BYTES = 8;
/** A random seed per process, so that a sender cannot choose keys that collide. */
const SEED = Math.floor(Math.random() * 2 ** 32) | 0;

/** MurmurHash3, 32 bits: four bytes at a time, mixed at the end. */
function hashOf(bytes: DataView, from: number, to: number): number {
  let hash = SEED;
  let at = from;
  for (; at + 4 <= to; at += 4) hash = stirred(hash, bytes.getInt32(at, true));
  let rest = to - from;
  for (; at < to; at++) rest = (rest << 8) | bytes.getUint8(at);
  hash = stirred(hash, rest);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

function stirred(hash: number, word: number): number {
  let mixed = Math.imul(word, 0xcc9e2d51);
  mixed = Math.imul((mixed << 15) | (mixed >>> 17), 0x1b873593) ^ hash;
  return (Math.imul((mixed << 13) | (mixed >>> 19), 5) + 0xe6546b64) | 0;
}
