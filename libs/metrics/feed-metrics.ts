import { BUILT_IN_SOURCES, type Source } from '#libs/domain/observation.js';
import { counter, gauge, OPEN } from './spec.js';

const partition = { partition: OPEN } as const;

/** Those that are there from the start; a department of the company's own is added when it answers. */
const department: { readonly department: readonly Source[] } = { department: BUILT_IN_SOURCES };
const from: { readonly from: readonly (Source | 'kafka')[] } = { from: [...BUILT_IN_SOURCES, 'kafka'] };

/** What `cx feed kafka` exports about a topic of the company and its own group. */
export const FEED_METRICS = {
  feedRecordsTotal: counter('cx_feed_records_total', 'feeds', {}, 'Records of the topic that were taken.'),
  feedFactsTotal: counter(
    'cx_feed_facts_total',
    'feeds',
    { ...department, result: ['recorded', 'known', 'refused'] } as const,
    'Facts that a department has answered.',
  ),
  feedDeadLettersTotal: counter(
    'cx_feed_dead_letters_total',
    'feeds',
    { reason: OPEN } as const,
    'Records that went to the dead-letter topic, by reason.',
  ),
  feedRetriesTotal: counter(
    'cx_feed_retries_total',
    'feeds',
    from,
    'Attempts that a department or Kafka did not answer, or refused for a passing reason; each is made again.',
  ),
  feedBehind: gauge(
    'cx_feed_behind_records',
    'number',
    'feeds',
    partition,
    'Records of a partition that the group has not committed.',
  ),
  feedNewestRecord: gauge(
    'cx_feed_newest_record_timestamp_seconds',
    'timestamp',
    'feeds',
    partition,
    'When the newest record that the group has committed was written.',
  ),
} as const;
