import { CxError } from '#libs/domain/error.js';
import { decodePageToken, encodePageToken, otherPageToken } from '#libs/domain/page-token.js';

const USUAL_PAGE = 50;
const LARGEST_PAGE = 500;
/** Above every version. */
const NEWEST = 2 ** 31 - 1;

/** What a call that lists the versions of something asks for. */
export interface VersionQuery {
  readonly parent: string;
  readonly pageSize: number;
  readonly pageToken: string;
}

/**
 * One page of numbered versions, newest first, and the token of the next page.
 *
 * @param list       at most `limit` versions below a number, newest first
 * @param versionOf  the number of one, from 1
 * @throws {CxError} PAGE_INVALID
 */
export async function versionPage<V>(
  { parent, pageSize, pageToken }: VersionQuery,
  list: (below: number, limit: number) => Promise<readonly V[]>,
  versionOf: (one: V) => number,
): Promise<{ readonly versions: readonly V[]; readonly nextPageToken: string }> {
  if (pageSize < 0) throw new CxError('PAGE_INVALID', 'page_size is 0 or more', { field: 'page_size' });
  const limit = Math.min(pageSize === 0 ? USUAL_PAGE : pageSize, LARGEST_PAGE);
  const versions = await list(pageToken === '' ? NEWEST : versionIn(pageToken, parent), limit);
  const last = versions.at(-1);
  const isMore = last !== undefined && versions.length === limit && versionOf(last) > 1;
  return { versions, nextPageToken: isMore ? encodePageToken([parent], [versionOf(last)]) : '' };
}

/** The version after which a page continues. */
function versionIn(token: string, parent: string): number {
  const [version] = decodePageToken(token, [parent]) ?? [];
  if (typeof version === 'number' && Number.isSafeInteger(version)) return version;
  throw otherPageToken();
}
