import { EXPORTED_METRICS } from '#libs/metrics/exported-metrics.js';
import { board, variable } from './board.js';
import { name, RATE } from './metric-name.js';
import type { Dashboard } from './panel.js';
import { bars, limitAt, lines, override, rows, table } from './panels.js';
import { CHOSEN } from './queries-of-index.js';

const facts = (matchers: string) => `rate(${name('factsTotal')}{${CHOSEN},${matchers}}${RATE})`;
const delay = (share: number) =>
  `histogram_quantile(${share}, sum by (department, le) (rate(${name('factDelay')}_bucket{${CHOSEN}}${RATE})))`;
const FEED = `${CHOSEN},feed=~"$feed"`;

const repeated = lines(
  {
    title: 'Share of facts that were known already',
    description: 'Facts that a feed sent again. They change nothing; a feed that repeats after a lost answer is right.',
    cure: 'Above a third for hours: the feed does not remember how far it came; see docs/api.md.',
    unitOf: 'percentunit',
    queries: [
      [
        '{{department}}',
        `sum by (department) (${facts('result="known"')}) / (sum by (department) (${facts('result=~"accepted|known|refused"')}) > 0)`,
      ],
    ],
  },
  { ...limitAt(0.33, 'above'), min: 0, max: 1 },
);

const refused = lines(
  {
    title: 'Facts refused, by reason',
    description: 'Facts a second that were not taken, by the reason that the feed was given.',
    cure: 'The reason stands in docs/errors.md with its cure; the feed got it with field and fact_id.',
    unitOf: EXPORTED_METRICS.factsTotal,
    queries: [['{{department}} {{reason}}', `sum by (department, reason) (${facts('result="refused"')}) > 0`]],
  },
  { min: 0 },
);

const refusedShare = bars({
  title: 'Facts refused in the time shown',
  description: 'How many facts each department refused, by reason, the twelve most frequent.',
  cure: 'Correct them at the feed and send them again: nothing of a refused fact was stored.',
  unitOf: 'short',
  queries: [
    [
      '{{department}} {{reason}}',
      `topk(12, sum by (department, reason) (increase(${name('factsTotal')}{${CHOSEN},result="refused"}[$__range])) > 0)`,
    ],
  ],
});

const contradicting = lines(
  {
    title: 'Share of facts that contradict others',
    description:
      'Accepted facts that contradict what is known of the case: a hand-over before the approval, two deliveries of one parcel.',
    cure: 'Above a hundredth: look at some with cx cases, under suspicions, and call the feed.',
    unitOf: 'percentunit',
    queries: [
      [
        '{{department}}',
        `sum by (department) (${facts('result="suspicious"')}) / (sum by (department) (${facts('result="accepted"')}) > 0)`,
      ],
    ],
  },
  { ...limitAt(0.01, 'above'), min: 0 },
);

const silent = table(
  {
    title: 'How far each feed has reported',
    description:
      'For how long each feed has declared nothing. A live one has as long as feeds.yaml says, else 6 hours; after 14 days its department is charged. Replayed and generated feeds end in the past for good.',
    cure: 'A live feed behind: CxFeedBehind in the runbook.',
    unitOf: EXPORTED_METRICS.feedCompleteThrough,
    queries: [
      ['silent for', `sort_desc(time() - max by (department, feed, mode) (${name('feedCompleteThrough')}{${FEED}}))`],
    ],
  },
  [override({ column: 'silent for' }, { unit: 's' })],
);

const live = lines(
  {
    title: 'Live feeds behind',
    description:
      'For how long each live feed is late. Below 0 is the time that it has left: as long as feeds.yaml lets it declare nothing, else 6 hours.',
    cure: 'Above 0 cases wait, and no period is frozen: call the owner of the feed.',
    unitOf: 's',
    queries: [['{{department}} {{feed}}', `time() - max by (department, feed) (${name('feedLate')}{${FEED}})`]],
  },
  limitAt(0, 'above'),
);

const waiting = lines(
  {
    title: 'Cases that wait for a feed',
    description: 'Cases that are due and not judged, because a feed has not reported that far.',
    cure: 'They are judged when the feed declares more; the table on the left says which one is behind.',
    unitOf: EXPORTED_METRICS.observationsWaiting,
    queries: [['{{department}}', `max by (department) (${name('observationsWaiting')}{${CHOSEN}})`]],
  },
  { min: 0, decimals: 0 },
);

const documents = table(
  {
    title: 'Who may report',
    description:
      'Version of the document feeds by which each department decides; 0 while none holds, and every feed may.',
    cure: '0 in production: publish feeds.yaml, see docs/company-documents.md.',
    unitOf: EXPORTED_METRICS.feedsVersion,
    queries: [['version', `max by (department) (${name('feedsVersion')}{${CHOSEN}})`]],
  },
  [],
);

const late = lines(
  {
    title: 'How late facts come',
    description:
      'From when something happened until it was reported, for 50 and for 95 of 100 facts of live feeds. Imports of the past do not count.',
    cure: 'A rise: the system behind the feed is behind, or sends in one night run; its owner knows which.',
    unitOf: EXPORTED_METRICS.factDelay,
    queries: [
      ['{{department}} half', delay(0.5)],
      ['{{department}} 95 of 100', delay(0.95)],
    ],
  },
  { ...limitAt(6 * 3_600, 'above'), min: 0 },
);

/** For the owner of a feed: is what it reports usable, and is it complete? */
export const cxDataQuality: Dashboard = board({
  uid: 'cx-data-quality',
  title: 'Data quality',
  description: 'Whether what feeds report is usable and complete: late, repeated, refused, contradicting, silent.',
  variables: [variable('department', 'feedsVersion'), variable('feed', 'feedCompleteThrough', `{${CHOSEN}}`)],
  panels: rows([
    ['Which feeds are late or silent?', silent, live],
    ['How late is what comes, and what waits for it?', late, waiting],
    ['What is refused?', refused, refusedShare],
    ['What is repeated, what contradicts, and who may report?', repeated, contradicting, documents],
  ]),
});
