import { describe, expect, it } from 'vitest';
import type { CountedCell, Department } from '#libs/domain/observation.js';
import { compositeFigures } from './composite-figures.js';

const counted = (metric: string, hits: bigint, misses: bigint): CountedCell => ({
  ...{ metric, definition: 1, unit: 'unattributed', day: '2018-08-15', class: 'OTHERS', reason: 'X' },
  ...{ responsible: 'customer', origin: 'IMPORTED', hits, misses },
});
const LATE = ['complaint_resolved_soon', 'complaint_resolved_at_last', 'complaint_not_repeated'];
const cells = new Map([...LATE, 'complaint_not_upheld_outside'].map((metric) => [metric, [counted(metric, 2n, 1n)]]));

describe('the composites beside an index', () => {
  it('are those of the department, of what customers lived, rounded half up', () => {
    expect(compositeFigures((metric) => cells.get(metric) ?? [], 'support')).toEqual([
      { figure: 'complaint_ageing', unit: 'percent', valueE4: 333_333n }, // a third of everything
    ]);
    expect(compositeFigures((metric) => cells.get(metric) ?? [], 'delivery')).toEqual([]);
  });

  it('of the company stand beside each department that has one of the metrics', () => {
    const all = (metric: string) => [counted(metric, 1n, 0n)];
    const names = (department: Department) => compositeFigures(all, department).map(({ figure }) => figure);
    const order = ['perfect_order_product', 'perfect_order_at_least'];
    expect(names('warehouse')).toEqual(order);
    expect(names('delivery')).toEqual([...order, 'defect_free_last_touch']);
    expect(names('support')).toEqual([
      ...['complaint_ageing', 'complaints_per_order', 'order_status_questions_per_order', 'defect_free_last_touch'],
    ]);
    expect(names('ordering')).toEqual([]);
  });
});
