import { describe, expect, it } from 'vitest';
import type { CountedCell } from '#libs/domain/observation.js';
import { realInput } from '../../fixtures/real-orders.js';
import { departmentIndex } from '../score/department-index.js';
import { contextFigures } from './context.js';

const cell = (metric: string, hits: bigint, misses: bigint): [string, CountedCell[]] => [
  metric,
  [
    {
      metric,
      definition: 1,
      unit: 'unattributed',
      day: '2018-08-15',
      class: 'ACCOUNTABLE',
      reason: '',
      responsible: '',
      origin: 'IMPORTED',
      hits,
      misses,
    },
  ],
];

describe('beside an index stand', () => {
  it('promises, days, parcels of orders of several, and what customers said', () => {
    const cells = new Map([
      cell('promise_not_padded', 276n, 724n),
      cell('promised_days', 16_400n, 0n),
      cell('delivered_days', 7_250n, 0n),
      cell('parcel_delivered_by_first_promise', 2n, 1n),
      cell('customer_score_points', 323n, 77n),
    ]);
    expect(contextFigures((metric) => cells.get(metric) ?? [], [])).toEqual([
      { figure: 'promise_not_padded_rate', unit: 'percent', valueE4: 276_000n }, // 27.6 %
      { figure: 'promised_days_mean', unit: 'days', valueE4: 164_000n },
      { figure: 'delivered_days_mean', unit: 'days', valueE4: 72_500n },
      { figure: 'parcels_delivered_by_first_promise_rate', unit: 'percent', valueE4: 666_667n }, // 2 of 3
      { figure: 'customer_score_mean', unit: 'score_1_to_5', valueE4: 42_300n }, // 1 + 4 · 323 / 400
    ]);
  });

  it('the misses charged to others: 54 of delivery in August 2018', () => {
    const { metrics } = departmentIndex(realInput('delivery', '2018-08'));
    expect(contextFigures(() => [], metrics)).toEqual([
      { figure: 'charged_to_others_delivered_by_first_promise', unit: 'cases', valueE4: 540_000n },
    ]);
  });
});
