import { createHash } from 'node:crypto';
import { canonicalJson } from '#libs/domain/canonical-json.js';
import type { Entry } from './entry.js';

/** One line of the log as it is stored. */
export interface Line {
  /** 1, 2, 3, ... without gaps. */
  readonly position: bigint;
  /** The hash of the line before, 32 bytes; of the first line 32 zeros. */
  readonly previousHash: Buffer;
  /** SHA-256 of `previousHash` and `text`, 32 bytes. */
  readonly hash: Buffer;
  /** Canonical JSON, UTF-8. */
  readonly text: string;
}

/** The end of a chain: position and hash of its newest line. */
export interface Head {
  readonly position: bigint;
  readonly hash: Buffer;
}

/** The head of a log that has no line yet. */
export const NO_LINE: Head = { position: 0n, hash: Buffer.alloc(32) };

/** Where and when a line is written. */
export interface Place {
  /** The process whose log it is: "scoring", "delivery". */
  readonly server: string;
  /** The time of the database, ISO 8601 in UTC with microseconds, so that times compare as text. */
  readonly at: string;
}

/** The line that comes after a head. Its text repeats its position, so that a line is not moved without a trace. */
export function nextLine(head: Head, entry: Entry, { server, at }: Place): Line {
  const position = head.position + 1n;
  const text = canonicalJson({ position, at, server, ...entry });
  return { position, previousHash: head.hash, hash: lineHash(head.hash, text), text };
}

/** The lines that come after a head, in order. */
export function nextLines(head: Head, entries: readonly Entry[], place: Place): Line[] {
  const lines: Line[] = [];
  let end = head;
  for (const entry of entries) {
    const line = nextLine(end, entry, place);
    lines.push(line);
    end = line;
  }
  return lines;
}

/** SHA-256 over the hash of the line before and the text of the line. */
export function lineHash(previousHash: Uint8Array, text: string): Buffer {
  return createHash('sha256').update(previousHash).update(text).digest();
}
