import { crc32, deflateSync } from 'node:zlib';

/** Pixels of a drawing: four bytes each, from the left to the right and from the top to the bottom. */
interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8Array;
}

const MOST_COLOURS = 256;

/** A PNG with at most 256 colours: a third of the size, and lines and words look the same. */
export function palettePng({ width, height, rgba }: Pixels): Buffer {
  const colours = Array.from({ length: width * height }, (_, place) => colourAt(rgba, place));
  const palette = frequent(colours);
  const known = new Map(palette.map((colour, place) => [colour, place]));
  const rows = Buffer.alloc((width + 1) * height);
  for (const [place, colour] of colours.entries()) {
    const index = known.get(colour) ?? nearest(palette, colour);
    known.set(colour, index);
    rows[Math.floor(place / width) * (width + 1) + 1 + (place % width)] = index;
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8); // eight bits of a palette
  const entries = Buffer.from(palette.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]));
  return Buffer.concat([
    Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]),
    chunk('IHDR', header),
    chunk('PLTE', entries),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** Each part in steps of five, so that what looks alike is alike; white stays white. */
function colourAt(rgba: Uint8Array, place: number): number {
  const part = (offset: number) => Math.min(255, Math.round((rgba[place * 4 + offset] ?? 0) / 5) * 5);
  return (part(0) << 16) | (part(1) << 8) | part(2);
}

function frequent(colours: readonly number[]): number[] {
  const counts = new Map<number, number>();
  for (const colour of colours) counts.set(colour, (counts.get(colour) ?? 0) + 1);
  return [...counts]
    .sort((a, b) => b[1] - a[1] || a[0] - b[0])
    .slice(0, MOST_COLOURS)
    .map(([colour]) => colour);
}

function nearest(palette: readonly number[], colour: number): number {
  let [best, least] = [0, Number.POSITIVE_INFINITY];
  for (const [place, one] of palette.entries()) {
    const distance = [16, 8, 0].reduce(
      (sum, shift) => sum + Math.abs(((one >> shift) & 255) - ((colour >> shift) & 255)),
      0,
    );
    if (distance < least) [best, least] = [place, distance];
  }
  return best;
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  checksum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, checksum]);
}
