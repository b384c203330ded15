import { createHash } from 'node:crypto';
import { CxError } from './error.js';

/** Where a page ended: what the next page needs to continue after it. */
type Position = readonly (string | number)[];

/**
 * A token that continues an answer after a position. It holds a hash of its question, so that it continues no other one.
 *
 * @param question  everything in the request that decides the answer, except the size of the page
 */
export function encodePageToken(question: readonly string[], position: Position): string {
  return Buffer.from(JSON.stringify([hashOf(question), ...position])).toString('base64url');
}

/**
 * The position in a token. Its values come from outside, so the caller checks them.
 *
 * @returns undefined for a token of another question, and for a text that is no token
 */
export function decodePageToken(token: string, question: readonly string[]): readonly unknown[] | undefined {
  const [hash, ...position] = parsed(Buffer.from(token, 'base64url').toString());
  return hash === hashOf(question) ? position : undefined;
}

/** The refusal of a token of another question, and of a text that is no token. */
export function otherPageToken(): CxError {
  return new CxError('PAGE_INVALID', 'this page_token is not from the same question', { field: 'page_token' });
}

function hashOf(question: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(question)).digest('hex').slice(0, 16);
}

function parsed(json: string): readonly unknown[] {
  try {
    const content: unknown = JSON.parse(json);
    return Array.isArray(content) ? content : [];
  } catch {
    return [];
  }
}
