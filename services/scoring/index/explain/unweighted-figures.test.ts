import { describe, expect, it } from 'vitest';
import { CATALOGUE } from '#libs/catalogue/catalogue.js';
import type { Class, CountedCell, Department } from '#libs/domain/observation.js';
import { realInput } from '../../fixtures/real-orders.js';
import { departmentIndex } from '../score/department-index.js';
import { unweightedFigures } from './unweighted-figures.js';

const cell = (hits: bigint, misses: bigint, unit = 'unattributed', group: Class = 'ACCOUNTABLE'): CountedCell => ({
  ...{ metric: 'm', definition: 1, unit, day: '2018-08-15', class: group, reason: group === 'ACCOUNTABLE' ? '' : 'X' },
  ...{ responsible: group === 'ACCOUNTABLE' ? '' : 'delivery', origin: 'IMPORTED', hits, misses },
});
const figures = (department: Department, counted: Readonly<Record<string, readonly CountedCell[]>>) =>
  unweightedFigures((metric) => counted[metric] ?? [], department, []).map(({ figure, unit, valueE4 }) => [
    figure,
    unit,
    Number(valueE4) / 10_000,
  ]);

describe('beside an index stands of what has no weight', () => {
  it('the share of hits that customers lived, also of misses for which others answer', () => {
    expect(figures('support', { no_complaint: [cell(90n, 4n), cell(0n, 6n, 'team/a', 'OTHERS')] })).toEqual([
      ['no_complaint_rate', 'percent', 90],
    ]);
  });

  it('what vouchers cost, by cause and together', () => {
    const cells = [cell(500n, 0n, 'cause/late'), cell(250n, 0n, 'cause/wrong_price')];
    expect(figures('ordering', { voucher_cost: cells })).toEqual([
      ['voucher_cost', 'minor_units', 750],
      ['voucher_cost_late', 'minor_units', 500],
      ['voucher_cost_wrong_price', 'minor_units', 250],
    ]);
  });

  it('the mean hours of each link of a return: 30 of 1,440 and 50 of 1,440 are 40 in the mean', () => {
    const cells = [cell(80n, 2_800n, 'link/transport'), cell(0n, 1_440n, 'link/inspection')];
    expect(figures('warehouse', { return_link_hours: cells })).toEqual([
      ['return_link_hours_transport', 'hours', 40],
      ['return_link_hours_inspection', 'hours', 0],
    ]);
  });

  it('a mean for each case or each hit of another metric, and none without it', () => {
    const kept = { handle_seconds: [cell(1_200n, 0n)], handled_without_transfer: [cell(3n, 1n)] };
    expect(figures('support', kept)).toContainEqual(['handle_seconds_mean', 'seconds', 300]);
    const told = { told_window_minutes: [cell(240n, 0n)], window_told: [cell(3n, 7n)] };
    expect(figures('delivery', told)).toContainEqual(['told_window_minutes_mean', 'minutes', 80]);
    expect(figures('support', { handle_seconds: [cell(1_200n, 0n)] })).toEqual([]);
  });

  it('nothing of what has a weight, of another department, or without cases', () => {
    const { metrics } = departmentIndex(realInput('delivery', '2018-08'));
    const all = unweightedFigures(() => [cell(1n, 0n)], 'delivery', metrics).map(({ figure }) => figure);
    expect(all).not.toContain('delivered_by_first_promise_rate');
    expect(all).toContain('drivers_trained_rate');
    expect(all).not.toContain('staff_trained_rate');
    expect(figures('delivery', { drivers_trained: [cell(2n, 0n), cell(-2n, 0n)] })).toEqual([]);
  });

  it('each figure once: every other metric of the department that counts for itself', () => {
    const names = unweightedFigures(() => [cell(1n, 0n)], 'support', []).map(({ figure }) => figure);
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBe(CATALOGUE.all.filter(({ source }) => source === 'support').length);
  });
});
