import { Origin } from '#libs/contracts/cx/batches/v1/batches.js';
import type { ListFeedsResponse } from '#libs/contracts/cx/facts/v1/facts.js';
import { LATE_AFTER_HOURS, lateFrom } from '#libs/domain/late-feed.js';
import type { Source } from '#libs/domain/source.js';
import type { Instant } from '#libs/domain/time.js';
import type { Finding } from './doctor-transport.js';

/**
 * How far each feed of a source has reported, whether a live one has declared nothing for longer than feeds.yaml lets it, and which feed has
 * not reported yet, for which all cases wait.
 */
export function feedFindings(
  source: Source,
  { feeds, permitted, feedsVersion }: Pick<ListFeedsResponse, 'feeds' | 'permitted' | 'feedsVersion'>,
  now: Instant,
): Finding[] {
  if (feedsVersion > 0 && permitted.length === 0)
    return [{ sign: 'ok', text: `feeds.yaml lets no feed report to ${source}` }];
  const missing = permitted.map(({ feed }) => feed).filter((name) => !feeds.some(({ feed }) => feed === name));
  if (feeds.length === 0) {
    const awaited = missing.length === 0 ? '' : `; feeds.yaml lets ${missing.join(', ')} report`;
    return [{ sign: '!!', text: `no feed reports to ${source}${awaited}` }];
  }
  const silent = missing.map((feed): Finding => {
    return {
      sign: '!!',
      text: `${source}/${feed} has not reported anything yet; every case of ${source} waits for it`,
    };
  });
  const reporting = feeds.map(({ feed, completeThrough, origin }): Finding => {
    const mode =
      origin === Origin.ORIGIN_REPORTED ? 'live' : origin === Origin.ORIGIN_IMPORTED ? 'replay' : 'generated';
    const text = `${source}/${feed} (${mode})`;
    if (completeThrough === undefined) return { sign: '!!', text: `${text} has not declared how far it is` };
    const through = `${text} is complete through ${completeThrough.toISOString()}`;
    if (mode !== 'live') return { sign: '!!', text: through };
    // 0 is said by a process that does not know the field.
    const hours = permitted.find((one) => one.feed === feed)?.lateAfterHours || LATE_AFTER_HOURS;
    if (now <= lateFrom(completeThrough.getTime(), hours)) return { sign: 'ok', text: through };
    return { sign: 'NO', text: `${through}; late_after_hours of feeds.yaml is ${hours}` };
  });
  return [...reporting, ...silent];
}
