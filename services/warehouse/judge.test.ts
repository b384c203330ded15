import { describe, expect, it } from 'vitest';
import { caseRef } from '#libs/cases/facts/case-ref.js';
import { factsThatStand, type StoredFact } from '#libs/cases/facts/stored-fact.js';
import { ParcelFact } from '#libs/contracts/cx/warehouse/v1/warehouse.js';
import { type Rules, rulesOf } from '#libs/rules/rules.js';
import { company, departments, FIRST_DAY, metrics, published } from '#test/rules/documents.js';
import { warehouseFacts } from './grpc/facts.js';
import { judgeWarehouse } from './judge.js';

const KEY = Buffer.alloc(32, 1);
const NOW = Date.parse('2027-02-01T00:00:00Z');
const ASKED = [
  ...['goods_available_in_time', 'return_inspected_in_time', 'location_record_right', 'packaging_standard_met'],
  ...['picked_right', 'handed_over_by_limit'],
];
const entries = Object.fromEntries(ASKED.map((id) => [id, [{ valid_from: FIRST_DAY }]]));
const rules: Rules = rulesOf(published(company(), departments(), metrics(entries)), 'warehouse');

type Change = Partial<Omit<ParcelFact, 'what' | 'happenedAt'>>;
function stored(
  at: string,
  what: object,
  change: Change = { subjectId: 'R-7' },
): StoredFact & { readonly ref: Buffer } {
  const fact = ParcelFact.fromPartial({
    ...{ factId: `${at} ${Object.values(what)[0]}`, happenedAt: new Date(`${at}:00Z`), ...change },
    what: what as never,
  });
  const checked = warehouseFacts.check(KEY)(fact, 'REPORTED', NOW);
  if (checked.is === 'refused') throw new Error(checked.refusal.reason);
  return { ...checked.fact, feed: 'wms', recordedAt: NOW };
}
const site = { unit: 'site/north', zone: 'Europe/Berlin' };
const received = stored('2027-01-07T08:00', { $case: 'goodsReceived', value: site });
const available = (at: string) => stored(at, { $case: 'goodsAvailable', value: {} });
const returned = stored('2027-01-07T08:00', { $case: 'returnReceived', value: site });
const counted = (recordRight: boolean) =>
  stored('2027-01-07T08:00', { $case: 'locationCounted', value: { ...site, recordRight } });
const audited = (checksMet: number) =>
  stored('2027-01-07T08:00', { $case: 'packagingAudited', value: { ...site, checksMade: 3, checksMet } });
const judged = (...facts: StoredFact[]) => {
  const { evaluations, inconsistencies, milestones } = judgeWarehouse(factsThatStand(facts), rules);
  const found = evaluations.map(
    ({ metric, unit, result }) => `${metric.id} ${unit} ${result.hits === 1 ? 'hit' : 'miss'}`,
  );
  return [...found, ...inconsistencies, ...milestones.map(({ name }) => name)];
};

describe('a case of the warehouse', () => {
  it.each([
    ['a receipt in time', [received, available('2027-01-07T16:00')], ['goods_available_in_time site/north hit']],
    ['a receipt a minute late', [received, available('2027-01-07T16:01')], ['goods_available_in_time site/north miss']],
    ['a return that was not inspected', [returned], ['return_inspected_in_time site/north miss']],
    ['a count that confirms the record', [counted(true)], ['location_record_right site/north hit']],
    ['a count that contradicts it', [counted(false)], ['location_record_right site/north miss']],
    ['an audit with every check met', [audited(3)], ['packaging_standard_met site/north hit']],
    ['an audit with one check not met', [audited(2)], ['packaging_standard_met site/north miss']],
    [
      'goods that can be sold before they came',
      [received, available('2027-01-07T07:59')],
      ['goods_available_in_time site/north hit', 'DONE_BEFORE_ARRIVAL'],
    ],
    ['goods of which only the end is known', [available('2027-01-07T16:00')], []],
    ['nothing that stands', [], []],
  ])('is judged as what it is: %s', (_, facts, expected) => {
    expect(judged(...facts)).toEqual(expected);
  });

  it('of a withdrawn fact is judged without it', () => {
    const withdrawal = {
      $case: 'withdrawal',
      value: { factId: available('2027-01-07T16:00').factId, subjectKind: 'receipt' },
    };
    const withdrawn = stored('2027-01-07T16:30', withdrawal);
    expect(withdrawn.ref).toEqual(received.ref);
    expect(judged(received, available('2027-01-07T16:00'), withdrawn)).toEqual([
      'goods_available_in_time site/north miss',
    ]);
  });

  it('is another one than the return, and the order, of the same name', () => {
    const order = stored('2027-01-07T08:00', { $case: 'handedOver', value: {} }, { orderId: 'R-7' });
    const refs = [received, returned, order].map(({ ref }) => ref.toString('hex'));
    expect(refs).toEqual(
      ['receipt', 'return', 'order'].map((kind) => caseRef(KEY, kind as 'order', 'R-7').toString('hex')),
    );
    expect(new Set(refs).size).toBe(3);
  });

  it('is called by its kind, so that people know what it is', () => {
    expect(warehouseFacts.describe([received])).toEqual({
      caseId: 'R-7',
      caseKind: 'receipt',
      details: ['at site/north'],
    });
    const order = stored('2027-01-07T08:00', { $case: 'handedOver', value: {} }, { orderId: '#1001' });
    expect(warehouseFacts.describe([order])).toMatchObject({ caseId: '#1001', caseKind: 'order' });
  });

  it('is found by its id and its kind', () => {
    const { refOf } = warehouseFacts.names(KEY);
    expect(refOf('R-7', 'receipt')).toEqual(received.ref);
    expect(refOf('R-7')).toEqual(caseRef(KEY, 'order', 'R-7'));
    expect([refOf('R-7', 'invoice'), refOf('', 'receipt')]).toEqual([undefined, undefined]);
  });
});
