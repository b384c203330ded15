/**
 * Numbers for byte strings: the same bytes, the same number, from 0 without gaps. A Map with texts made of the bytes would do
 * the same at more than twice the time and several times the memory, and every cell of every batch asks here once.
 */
export class KeyTable {
  /** Number + 1 of the key that sits there; 0: free. At most half are taken. */
  #slots = new Int32Array(1 << 12);
  #hashes = new Int32Array(1 << 11);
  /** Where each key begins in the bytes; one more than there are keys. */
  #starts = new Int32Array((1 << 11) + 1);
  #bytes = new Uint8Array(1 << 16);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Bytes of all keys together. */
  get byteLength(): number {
    return this.#starts[this.#size] ?? 0;
  }

  /** The number of the key at `from` to `to`; -1: it is not here. */
  find(bytes: Uint8Array, from: number, to: number): number {
    const number = (this.#slots[this.#slotOf(bytes, from, to, hashOf(bytes, from, to))] ?? 0) - 1;
    return number;
  }

  /** Gives a key that is not here the next number. */
  add(bytes: Uint8Array, from: number, to: number): number {
    const number = this.#size;
    this.#makeRoom(to - from);
    const hash = hashOf(bytes, from, to);
    const start = this.byteLength;
    this.#bytes.set(bytes.subarray(from, to), start);
    this.#starts[number + 1] = start + to - from;
    this.#hashes[number] = hash;
    this.#slots[this.#slotOf(bytes, from, to, hash)] = number + 1;
    this.#size += 1;
    return number;
  }

  /** The bytes of a key. */
  key(number: number): Uint8Array {
    return this.#bytes.subarray(this.#starts[number], this.#starts[number + 1]);
  }

  /** Where a key sits, or where it would. */
  #slotOf(bytes: Uint8Array, from: number, to: number, hash: number): number {
    const mask = this.#slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const number = (this.#slots[slot] ?? 0) - 1;
      if (number < 0 || (this.#hashes[number] === hash && this.#isKey(number, bytes, from, to))) return slot;
    }
  }

  #isKey(number: number, bytes: Uint8Array, from: number, to: number): boolean {
    const start = this.#starts[number] ?? 0;
    if ((this.#starts[number + 1] ?? 0) - start !== to - from) return false;
    for (let at = from, own = start; at < to; at++, own++) if (bytes[at] !== this.#bytes[own]) return false;
    return true;
  }

  #makeRoom(length: number): void {
    if (this.byteLength + length > this.#bytes.length) this.#bytes = grown(this.#bytes, this.byteLength + length);
    if (this.#size < this.#hashes.length) return;
    this.#hashes = grown(this.#hashes, this.#size + 1);
    this.#starts = grown(this.#starts, this.#hashes.length + 1);
    this.#slots = new Int32Array(this.#hashes.length * 2);
    const mask = this.#slots.length - 1;
    for (let number = 0; number < this.#size; number++) {
      let slot = (this.#hashes[number] ?? 0) & mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
      this.#slots[slot] = number + 1;
    }
  }
}

/** At least as long as asked, a power of two or one more. */
function grown<T extends Int32Array | Uint8Array>(array: T, length: number): T {
  let size = array.length;
  while (size < length) size *= 2;
  const larger = (array instanceof Int32Array ? new Int32Array(size) : new Uint8Array(size)) as T;
  larger.set(array);
  return larger;
}

/** Differs from process to process, so that nobody can choose keys that meet in one slot. */
const SEED = Math.floor(Math.random() * 2 ** 32) | 0;

/** FNV-1a over the bytes, mixed at the end. */
function hashOf(bytes: Uint8Array, from: number, to: number): number {
  let hash = SEED;
  for (let at = from; at < to; at++) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return hash ^ (hash >>> 13);
}
