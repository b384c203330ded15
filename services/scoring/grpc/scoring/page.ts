import { CxError } from '#libs/domain/error.js';
import { decodePageToken, encodePageToken, otherPageToken } from '#libs/domain/page-token.js';

/** One page of a sorted list, and the token of the next; empty on the last. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly nextPageToken: string;
}

export interface Paging {
  /** 0 takes the default; more than the most is taken as the most. */
  readonly pageSize: number;
  /** Empty for the first page. */
  readonly pageToken: string;
  readonly usual: number;
  readonly most: number;
  /** All of the request but the paging: a token is good for the same question only. */
  readonly question: readonly string[];
}

/**
 * Cuts one page out of a list. The token names the last item of the page before, so nothing is skipped or repeated when
 * items are added meanwhile.
 *
 * @param keyOf  the name of an item, unique in the list
 * @throws {CxError} PAGE_INVALID for a negative size, or a token that is not from the same question
 */
export function pageOf<T>(all: readonly T[], keyOf: (item: T) => string, paging: Paging): Page<T> {
  const { pageSize, pageToken, usual, most, question } = paging;
  if (pageSize < 0) throw new CxError('PAGE_INVALID', 'page_size is 0 or more', { field: 'page_size' });
  const size = pageSize === 0 ? usual : Math.min(pageSize, most);

  const begin = pageToken === '' ? 0 : placeAfter(all, keyOf, pageToken, question);
  const items = all.slice(begin, begin + size);
  const last = items.at(-1);
  const isLast = last === undefined || begin + size >= all.length;
  return { items, nextPageToken: isLast ? '' : encodePageToken(question, [keyOf(last), begin + size]) };
}

/** Behind the item the token names or, when that is gone, where it was. */
function placeAfter<T>(
  all: readonly T[],
  keyOf: (item: T) => string,
  token: string,
  question: readonly string[],
): number {
  const [key, place] = decodePageToken(token, question) ?? [];
  if (typeof place !== 'number' || !Number.isSafeInteger(place) || place < 0) {
    throw otherPageToken();
  }
  const found = all.findIndex((item) => keyOf(item) === key);
  return found === -1 ? place : found + 1;
}
