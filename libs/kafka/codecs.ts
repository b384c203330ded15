import { promisify } from 'node:util';
import zlib from 'node:zlib';
import kafkajs from 'kafkajs';
import { blocksOf, frame, unframe } from './xerial.js';

// Node finds the names that a CommonJS module exports by reading its text, and does not find these two.
const { CompressionCodecs, CompressionTypes } = kafkajs;

/** How record batches may be compressed on their way to the broker. The broker may compress them in another way again. */
export const COMPRESSIONS = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const;
export type Compression = (typeof COMPRESSIONS)[number];

/** The number of a compression in the attributes of a record batch. */
export const COMPRESSION_TYPES: Readonly<Record<Compression, kafkajs.CompressionTypes>> = {
  none: CompressionTypes.None,
  gzip: CompressionTypes.GZIP,
  snappy: CompressionTypes.Snappy,
  lz4: CompressionTypes.LZ4,
  zstd: CompressionTypes.ZSTD,
};

/** The library of a codec cannot be loaded on this machine. */
export class CodecMissingError extends Error {
  override readonly name = 'CodecMissingError';
  constructor(
    readonly compression: Compression,
    cause: unknown,
  ) {
    super(`the library for ${compression} cannot be loaded on this machine`, { cause });
  }
}

/** A record batch cannot be decompressed: its bytes are not what its header says. */
export class CorruptBatchError extends Error {
  override readonly name = 'CorruptBatchError';
  constructor(
    readonly compression: Compression,
    cause: unknown,
  ) {
    super(`a record batch cannot be decompressed with ${compression}`, { cause });
  }
}

/** Bytes in, bytes out. The library is loaded when it is needed first: a topic without compression needs none. */
interface Codec {
  compress(bytes: Buffer): Promise<Buffer>;
  decompress(bytes: Buffer): Promise<Buffer>;
}

/** What kafkajs hands over to be compressed. */
interface Encoder {
  readonly buffer: Buffer;
}

/**
 * Gives kafkajs the codecs that it does not bring itself: without them, a consumer ends at the first record batch that a
 * broker compressed with Snappy, LZ4 or Zstandard. The registry belongs to the process; to register twice does no harm.
 */
export function registerCodecs(): void {
  CompressionCodecs[CompressionTypes.Snappy] = () => forKafkajs('snappy', loadSnappy);
  CompressionCodecs[CompressionTypes.LZ4] = () => forKafkajs('lz4', loadLz4);
  CompressionCodecs[CompressionTypes.ZSTD] = () => forKafkajs('zstd', loadZstd);
}

function forKafkajs(compression: Compression, load: () => Promise<Codec>) {
  const codec = () =>
    load().catch((error: unknown) => {
      throw new CodecMissingError(compression, error);
    });
  return {
    compress: async ({ buffer }: Encoder) => (await codec()).compress(buffer),
    decompress: async (bytes: Buffer) => {
      const { decompress } = await codec();
      return decompress(bytes).catch((error: unknown) => {
        throw new CorruptBatchError(compression, error);
      });
    },
  };
}

async function loadSnappy(): Promise<Codec> {
  const { compress, uncompress } = (await import('snappy')).default;
  return {
    compress: async (bytes) => frame(await Promise.all(blocksOf(bytes).map((block) => compress(block)))),
    decompress: async (bytes) =>
      Buffer.concat(await Promise.all(unframe(bytes).map(async (block) => Buffer.from(await uncompress(block))))),
  };
}

async function loadLz4(): Promise<Codec> {
  const { compressFrame, decompressFrame } = (await import('lz4-napi')).default;
  return { compress: (bytes) => compressFrame(bytes), decompress: (bytes) => decompressFrame(bytes) };
}

/** Node brings Zstandard from 22.15 on; for Node 20 the same library comes as WebAssembly, 20 to 40 times slower. */
async function loadZstd(): Promise<Codec> {
  return nodeZstd() ?? wasmZstd();
}

interface NodeZstd {
  readonly zstdCompress?: (bytes: Buffer, done: (error: Error | null, result: Buffer) => void) => void;
  readonly zstdDecompress?: (bytes: Buffer, done: (error: Error | null, result: Buffer) => void) => void;
}

function nodeZstd(): Codec | undefined {
  const { zstdCompress, zstdDecompress } = zlib as NodeZstd;
  if (zstdCompress === undefined || zstdDecompress === undefined) return undefined;
  return { compress: promisify(zstdCompress), decompress: promisify(zstdDecompress) };
}

async function wasmZstd(): Promise<Codec> {
  const { Zstd } = await import('@hpcc-js/wasm-zstd');
  const zstd = await Zstd.load();
  return {
    compress: async (bytes) => Buffer.from(zstd.compress(bytes)),
    decompress: async (bytes) => Buffer.from(zstd.decompress(bytes)),
  };
}
