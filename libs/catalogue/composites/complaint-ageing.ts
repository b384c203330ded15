import { type CasesOf, type Composite, productOfCases } from './composite.js';

/** Hundredths of each miss rate: weights of the British energy regulator. */
const WEIGHTS: readonly bigint[] = [10n, 30n, 50n, 10n];
const WHOLE_WEIGHT = 100n;

/** Complaints as one figure: how many stay open, come back, or are upheld outside the company. */
export const complaintAgeing: Composite = {
  id: 'complaint_ageing',
  title: 'Complaint ageing (T16)',
  question: 'How badly do complaints age: open after a day, open after 31 days, asked about again, upheld outside?',
  formula:
    '10 % of the share of complaints open after a day, 30 % of the share open after 31 days, 50 % of the share that the customer asked about again, 10 % of the share that a body outside the company upheld. Less is better.',
  caution: 'Without a report of rulings from outside, no ruling counts as none: see who may report complaint_upheld.',
  of: 'support',
  metrics: [
    'complaint_resolved_soon',
    'complaint_resolved_at_last',
    'complaint_not_repeated',
    'complaint_not_upheld_outside',
  ],
  figures: (counts) => [
    {
      figure: 'complaint_ageing',
      numerator: weighedMisses(counts),
      denominator: WHOLE_WEIGHT * productOfCases(counts),
    },
  ],
};

function weighedMisses(counts: readonly CasesOf[]): bigint {
  return counts.reduce(
    (sum, { hits, cases }, place) => sum + (WEIGHTS[place] ?? 0n) * (cases - hits) * productOfCases(counts, place),
    0n,
  );
}
