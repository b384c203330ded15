import { type CasesOf, type Composite, productOfCases } from './composite.js';

/** Orders with everything right. No department knows it of one order, so it is estimated from the rates of its conditions. */
export const perfectOrder: Composite = {
  id: 'perfect_order',
  title: 'Perfect order fulfilment (E01, SCOR RL.1.1)',
  question: 'How many orders came in full, on the promised day, with their tracking told, and undamaged?',
  formula:
    'perfect_order_product: the product of the five rates. perfect_order_at_least: 100 % less the five shares of misses, and not below 0.',
  caution:
    'The product is exact only if failures do not come together. The other figure is true whatever comes together; both take a parcel for an order where a metric asks parcels.',
  of: 'company',
  metrics: [
    'delivered_by_first_promise',
    'undamaged_in_transit',
    'no_item_wrong_or_short',
    'left_undamaged',
    'tracking_told_and_scanned',
  ],
  figures: (counts) => {
    const denominator = productOfCases(counts);
    return [
      { figure: 'perfect_order_product', numerator: counts.reduce((all, { hits }) => all * hits, 1n), denominator },
      { figure: 'perfect_order_at_least', numerator: atLeast(counts, denominator), denominator },
    ];
  },
};

/** Failures of which no two come together hit the most orders. */
function atLeast(counts: readonly CasesOf[], whole: bigint): bigint {
  const failed = counts.reduce(
    (sum, { hits, cases }, place) => sum + (cases - hits) * productOfCases(counts, place),
    0n,
  );
  return failed >= whole ? 0n : whole - failed;
}
