/** A file inside an archive. */
export interface Entry {
  readonly path: string;
  readonly bytes: Buffer;
}

/** 1980-01-01, the first day that the format knows: an archive of the same files is the same bytes at any time. */
const DAY = 0x21;
/** Names are UTF-8. */
const FLAGS = 0x0800;
const VERSION = 20;

/** A ZIP archive of files that are stored, not compressed, so that no version of a compressor changes the bytes. */
export function zipped(entries: readonly Entry[]): Buffer {
  const pieces: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { path, bytes } of entries) {
    const name = Buffer.from(path);
    const about = fields(
      [2, VERSION],
      [2, FLAGS],
      [2, 0],
      [2, 0],
      [2, DAY],
      [4, crc32(bytes)],
      [4, bytes.length],
      [4, bytes.length],
      [2, name.length],
      [2, 0],
    );
    const local = Buffer.concat([fields([4, 0x04034b50]), about, name, bytes]);
    directory.push(
      Buffer.concat([
        ...[fields([4, 0x02014b50], [2, VERSION]), about],
        ...[fields([2, 0], [2, 0], [2, 0], [4, 0], [4, offset]), name],
      ]),
    );
    pieces.push(local);
    offset += local.length;
  }
  const index = Buffer.concat(directory);
  const count = entries.length;
  const end = fields([4, 0x06054b50], [2, 0], [2, 0], [2, count], [2, count], [4, index.length], [4, offset], [2, 0]);
  return Buffer.concat([...pieces, index, end]);
}

/** Numbers one after the other, each with its bytes, the smallest first. */
function fields(...numbers: readonly (readonly [bytes: number, value: number])[]): Buffer {
  const all = Buffer.alloc(numbers.reduce((sum, [bytes]) => sum + bytes, 0));
  let at = 0;
  for (const [bytes, value] of numbers) at = all.writeUIntLE(value, at, bytes);
  return all;
}

const TABLE = Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value >>> 0;
});

/** The check sum of ZIP, as its specification has it. */
export function crc32(bytes: Uint8Array): number {
  let value = 0xffffffff;
  for (const byte of bytes) value = (value >>> 8) ^ (TABLE[(value ^ byte) & 0xff] ?? 0);
  return (value ^ 0xffffffff) >>> 0;
}
