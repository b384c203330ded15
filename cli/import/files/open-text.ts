import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { FileError } from '../mistakes.js';
import { decoderOf, type Encoding, encodingOfMark } from './encoding.js';

/** The encoding that a map may name. */
export type NamedEncoding = 'utf-8' | 'utf-16' | 'windows-1252';

/** The pieces of a file as text, its lines ending with \n, plain or gzip. The whole file is never in memory. */
export async function* textOf(file: string, encoding: Encoding): AsyncGenerator<string> {
  const decoder = decoderOf(encoding);
  let carried = '';
  try {
    for await (const bytes of bytesOf(file)) {
      const text = carried + decoder.decode(bytes);
      // A carriage return at the end may be half of a line break.
      carried = text.endsWith('\r') ? '\r' : '';
      const whole = carried === '' ? text : text.slice(0, -1);
      if (whole !== '') yield withPlainBreaks(whole);
    }
  } catch (error) {
    throw unreadable(file, error);
  }
  const rest = carried + decoder.end();
  if (rest !== '') yield withPlainBreaks(rest);
}

function withPlainBreaks(text: string): string {
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
}

/** The encoding of a file: its byte order mark decides, then the map, then UTF-8. @throws {FileError} */
export async function encodingOf(file: string, named: NamedEncoding | undefined): Promise<Encoding> {
  const marked = encodingOfMark(await firstBytes(file));
  if (marked !== undefined) return marked;
  return named === 'utf-16' ? 'utf-16le' : (named ?? 'utf-8');
}

async function firstBytes(file: string): Promise<Uint8Array> {
  try {
    for await (const bytes of bytesOf(file)) return bytes;
    return new Uint8Array();
  } catch (error) {
    throw unreadable(file, error);
  }
}

async function* bytesOf(file: string): AsyncGenerator<Buffer> {
  const handle = await open(file, 'r');
  const isFolder = (await handle.stat()).isDirectory();
  await handle.close();
  if (isFolder) throw Object.assign(new Error('a folder'), { code: 'EISDIR' });
  const raw = createReadStream(file, { highWaterMark: 256 * 1024 });
  if (!file.endsWith('.gz')) {
    yield* raw;
    return;
  }
  const unzipped = createGunzip();
  raw.on('error', (error) => unzipped.destroy(error)).pipe(unzipped);
  try {
    yield* unzipped;
  } finally {
    raw.destroy();
  }
}

/** The sentence for a file that cannot be read. */
export function unreadable(file: string, error: unknown): FileError {
  if (error instanceof FileError) return error;
  const [problem, cure] = WHY[(error as NodeJS.ErrnoException).code ?? ''] ?? [String(error), 'check the file'];
  return new FileError([{ file, problem, cure }], { cause: error });
}

const WHY: Readonly<{ [code: string]: readonly [problem: string, cure: string] | undefined }> = {
  ENOENT: ['there is no such file', 'check the path'],
  EISDIR: ['this is a folder', 'name a file'],
  EACCES: ['the file may not be read', 'allow it with chmod'],
  Z_BUF_ERROR: ['the file is cut short', 'copy it again'],
  Z_DATA_ERROR: ['this is not a gzip file, or it is damaged', 'copy it again, or take .gz off its name'],
};
