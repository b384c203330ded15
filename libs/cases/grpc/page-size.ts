import { CxError } from '#libs/domain/error.js';

/** The most rows of a page. */
const MOST = 1_000;

/**
 * How many rows a page of facts or verdicts has, 1 to 1,000.
 *
 * @param usual  for a request that names no size
 * @throws {CxError} PAGE_INVALID for a negative size
 */
export function pageSizeFrom({ pageSize }: { readonly pageSize: number }, usual = 50): number {
  if (pageSize < 0) throw new CxError('PAGE_INVALID', 'page_size is negative', { field: 'page_size' });
  return Math.min(pageSize === 0 ? usual : pageSize, MOST);
}
