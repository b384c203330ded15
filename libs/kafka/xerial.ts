/**
 * The framing that Java clients and brokers put around Snappy: a header, then blocks, each with its length before it. Snappy
 * has no framing of its own for streams, and Kafka took over that of the Java library (org.xerial.snappy).
 */
const HEADER = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00, 0, 0, 0, 1, 0, 0, 0, 1]); // name, version, oldest reader
const MAGIC_BYTES = 8;
const LENGTH_BYTES = 4;
/** Bytes before compression in one block, the default of the Java library. */
export const BLOCK_BYTES = 32 * 1024;

/** Cuts bytes into the pieces that are compressed one by one; at least one piece, which may be empty. */
export function blocksOf(bytes: Buffer): Buffer[] {
  const blocks = [bytes.subarray(0, BLOCK_BYTES)];
  for (let at = BLOCK_BYTES; at < bytes.length; at += BLOCK_BYTES) blocks.push(bytes.subarray(at, at + BLOCK_BYTES));
  return blocks;
}

/** Puts compressed blocks into one frame. */
export function frame(compressed: readonly Buffer[]): Buffer {
  const parts = compressed.flatMap((block) => {
    const length = Buffer.alloc(LENGTH_BYTES);
    length.writeUInt32BE(block.length);
    return [length, block];
  });
  return Buffer.concat([HEADER, ...parts]);
}

/**
 * Finds the compressed blocks in what a broker sent. Bytes without the header are one block: clients in C and Go write Snappy
 * without a frame.
 *
 * @throws {RangeError} when a block is said to be longer than the bytes that follow
 */
export function unframe(bytes: Buffer): Buffer[] {
  if (!bytes.subarray(0, MAGIC_BYTES).equals(HEADER.subarray(0, MAGIC_BYTES))) return [bytes];
  const blocks: Buffer[] = [];
  for (let at = HEADER.length; at < bytes.length; ) {
    const length = at + LENGTH_BYTES <= bytes.length ? bytes.readUInt32BE(at) : Number.POSITIVE_INFINITY;
    const begin = at + LENGTH_BYTES;
    if (begin + length > bytes.length) throw new RangeError('a Snappy block ends after the end of its record batch');
    blocks.push(bytes.subarray(begin, begin + length));
    at = begin + length;
  }
  return blocks;
}
