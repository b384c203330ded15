import { CompressionCodecs } from 'kafkajs';
import { describe, expect, it } from 'vitest';
import { COMPRESSION_TYPES, registerCodecs } from './codecs.js';

registerCodecs();
const CODECS = ['gzip', 'snappy', 'lz4', 'zstd'] as const;
const codecOf = (name: (typeof CODECS)[number]) => {
  const registered: Readonly<Record<number, () => KafkajsCodec>> = CompressionCodecs;
  const codec = registered[COMPRESSION_TYPES[name]]?.();
  if (codec === undefined) throw new Error(`kafkajs has no codec for ${name}`);
  return codec;
};
interface KafkajsCodec {
  compress(encoder: { readonly buffer: Buffer }): Promise<Buffer>;
  decompress(bytes: Buffer): Promise<Buffer>;
}

const TEXT = Array.from({ length: 40 }, (_, place) => `cx-index, record ${place + 1};`).join('');

describe.each(CODECS)('%s', (name) => {
  it.each([
    ['nothing', Buffer.alloc(0)],
    ['a text', Buffer.from(TEXT)],
    ['more than one block', Buffer.alloc(200_000, TEXT)],
    ['more than a record may have', Buffer.alloc(3_000_000, TEXT)],
  ])('gives back %s unchanged', async (_, bytes) => {
    const { compress, decompress } = codecOf(name);
    const compressed = await compress({ buffer: bytes });
    if (bytes.length > 1_000) expect(compressed.length).toBeLessThan(bytes.length / 2);
    expect(Buffer.compare(await decompress(compressed), bytes)).toBe(0);
  });

  it('refuses bytes that it did not write, instead of handing over others', async () => {
    const { decompress } = codecOf(name);
    await expect(decompress(Buffer.from('these are not compressed bytes, are they'))).rejects.toThrow();
  });
});
