import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { notWritable } from '../mistakes.js';

/** How far an import of a file is. */
export interface Saved {
  /** Rows of the file that are done: every fact of theirs was answered, and what was refused is written. */
  readonly rows: number;
  /** Length of the file of refused rows at that point. */
  readonly refusedBytes: number;
  readonly refusedRows: number;
}

interface Written extends Saved {
  readonly key: string;
}

/** What an import must have in common with the one before it, so that it may go on where that one stopped. */
export interface ImportKey {
  /** SHA-256 of the file and of those that it is joined with, in hex. */
  readonly files: readonly string[];
  /** SHA-256 of the map. */
  readonly map: string;
  readonly zone: string | undefined;
  readonly origin: number;
  /** Where the facts go: addresses and callers. */
  readonly to: Readonly<Record<string, string>>;
}

export function keyText(key: ImportKey): string {
  return createHash('sha256').update(JSON.stringify(key)).digest('hex');
}

/** "orders.csv.cx-progress" beside "orders.csv". It is removed when the import is done. */
export class ProgressFile {
  readonly path: string;

  constructor(
    file: string,
    private readonly key: string,
  ) {
    this.path = `${file}.cx-progress`;
  }

  /** What the import before this one saved; undefined when there is none, or it was another file, map or destination. */
  read(): Saved | undefined {
    if (!existsSync(this.path)) return undefined;
    try {
      const { key, rows, refusedBytes, refusedRows } = JSON.parse(readFileSync(this.path, 'utf8')) as Written;
      return key === this.key ? { rows, refusedBytes, refusedRows } : undefined;
    } catch {
      return undefined; // damaged: the import begins anew, and facts that are known are not counted twice
    }
  }

  /**
   * Whole or not at all: a process that is killed meanwhile leaves the old one.
   *
   * @throws {FileError} on a full disk, or in a folder that must not be written to
   */
  write(saved: Saved): void {
    const written = `${this.path}.${process.pid}`;
    try {
      writeFileSync(written, `${JSON.stringify({ key: this.key, ...saved })}\n`);
      renameSync(written, this.path);
    } catch (error) {
      rmSync(written, { force: true });
      throw notWritable(this.path, error);
    }
  }

  remove(): void {
    rmSync(this.path, { force: true });
  }
}

/** The SHA-256 of a file in hex, and how many lines its text has, to show how far an import is. */
export async function fingerprint(file: string): Promise<{ readonly sha256: string; readonly lines: number }> {
  const hash = createHash('sha256');
  let lines = 0;
  for await (const bytes of bytesOf(file)) {
    hash.update(bytes);
    lines += breaksIn(bytes);
  }
  return { sha256: hash.digest('hex'), lines: file.endsWith('.gz') ? await linesUnzipped(file) : lines };
}

/** What is no gzip, or is cut short, has the lines before the fault; the reader of the rows names it. */
async function linesUnzipped(file: string): Promise<number> {
  let lines = 0;
  const text = createGunzip();
  const unzipping = pipeline(bytesOf(file), text).catch(() => undefined);
  try {
    for await (const bytes of text as AsyncIterable<Buffer>) lines += breaksIn(bytes);
  } catch {}
  await unzipping;
  return lines;
}

function bytesOf(file: string): Readable & AsyncIterable<Buffer> {
  return createReadStream(file, { highWaterMark: 1024 * 1024 });
}

function breaksIn(bytes: Buffer): number {
  let breaks = 0;
  for (let at = bytes.indexOf(10); at !== -1; at = bytes.indexOf(10, at + 1)) breaks += 1;
  return breaks;
}
