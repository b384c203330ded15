/**
 * What others reach, as far as it is published: where a suggestion of anchors takes its references from. The list is beside the
 * definitions and not in them: it decides nothing, and no hash covers it.
 */

/** Published levels for a metric, as rates of hits. */
export interface MetricReference {
  /** The id of the metric. */
  readonly metric: string;
  /** A level that good companies reach, parts per million. */
  readonly targetPpm: number;
  /** The best published level, parts per million. */
  readonly worldClassPpm: number;
  /** Where both come from, one sentence for a comment. */
  readonly source: string;
}

/** Metrics whose references are only an estimate have none. */
export const METRIC_REFERENCES: readonly MetricReference[] = [
  {
    metric: 'order_kept',
    targetPpm: 990_000,
    worldClassPpm: 997_000,
    source:
      'Marketplaces close sellers who cancel more than 2.5 % of their orders; good ones cancel 1 %, the best 0.3 %.',
  },
  {
    metric: 'not_canceled_by_shop',
    targetPpm: 990_000,
    worldClassPpm: 997_000,
    source:
      'Marketplaces close sellers who cancel more than 2.5 % of their orders; good ones cancel 1 %, the best 0.3 %.',
  },
  {
    metric: 'handed_over_by_limit',
    targetPpm: 988_000,
    worldClassPpm: 997_000,
    source: 'On-time shipment in the WERC measures of distribution centres: good 98.8 %, best in class 99.7 %.',
  },
  {
    metric: 'picked_right',
    targetPpm: 997_000,
    worldClassPpm: 999_000,
    source: 'Order picking accuracy in the WERC measures of distribution centres: best in class from 99.9 % on.',
  },
  {
    metric: 'shipped_complete',
    targetPpm: 990_000,
    worldClassPpm: 995_600,
    source: 'Orders shipped complete in the WERC measures of distribution centres: best in class 99.56 %.',
  },
  {
    metric: 'left_undamaged',
    targetPpm: 993_000,
    worldClassPpm: 997_000,
    source: 'Damage-free shipments in the WERC measures of distribution centres: good 99.3 %, best in class 99.7 %.',
  },
  {
    metric: 'tracking_told_and_scanned',
    targetPpm: 988_000,
    worldClassPpm: 998_000,
    source: 'Amazon asks sellers for valid tracking of 95 % of shipments; good sellers reach 98.8 % and more.',
  },
  {
    metric: 'delivered_by_first_promise',
    targetPpm: 950_000,
    worldClassPpm: 994_800,
    source: 'Amazon asks sellers for 90 % and recommends 95 %; best in class by WERC is 99.48 %.',
  },
  {
    metric: 'arrived_at_last',
    targetPpm: 990_000,
    worldClassPpm: 995_000,
    source: 'Delivery completion of parcel carriers: 99 % is good and 99.5 % the best class of public scorecards.',
  },
  {
    metric: 'delivered_at_first_attempt',
    targetPpm: 950_000,
    worldClassPpm: 972_000,
    source: 'First-attempt delivery by country in published carrier statistics: 93.7 % in the UK, 97.2 % in the US.',
  },
  {
    metric: 'delivered_and_received',
    targetPpm: 998_900,
    worldClassPpm: 999_500,
    source:
      'Delivered not received in public scorecards of delivery partners: 1,100 of a million is good, 500 the best class.',
  },
  {
    metric: 'not_lost',
    targetPpm: 999_650,
    worldClassPpm: 999_950,
    source:
      'Lost on road in public scorecards of delivery partners: 350 of a million is good; a British sample reached 15.',
  },
  {
    metric: 'no_negative_feedback',
    targetPpm: 996_320,
    worldClassPpm: 998_924,
    source:
      'Negative delivery feedback in public scorecards of delivery partners: 3,680 of a million is good, 1,076 the best class.',
  },
  {
    metric: 'first_response_in_time',
    targetPpm: 850_000,
    worldClassPpm: 950_000,
    source: 'Help desks answer 85 % within the limit of their channel; the best answer 95 %.',
  },
  {
    metric: 'solved_without_second_contact',
    targetPpm: 750_000,
    worldClassPpm: 800_000,
    source: 'First contact resolution by SQM: mean 70 %, good 75 %, world class from 80 % on.',
  },
];

/** The reference of a metric, by its id. */
export function referenceOf(metric: string): MetricReference | undefined {
  return METRIC_REFERENCES.find((one) => one.metric === metric);
}
