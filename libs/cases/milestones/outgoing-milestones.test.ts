import { describe, expect, it } from 'vitest';
import type { Telling } from '#libs/domain/milestone.js';
import { newTellings, type Told } from './outgoing-milestones.js';

const released: Telling = { name: 'released', unit: 'method/boleto', happenedAt: 5, originUnit: 'origin/sp' };
const promised: Telling = { name: 'promised', unit: 'method/boleto', happenedAt: 1, promisedDay: '2018-03-02' };
const tell = (told: readonly Told[], wanted: readonly Telling[], origin = 'REPORTED' as const) =>
  newTellings(told, wanted, origin).map((one) => one.told);

describe('newTellings', () => {
  it('tells what is new once', () => {
    const told = tell([], [released]);
    expect(told).toMatchObject([{ name: 'released', revision: 1, withdrawn: false }]);
    expect(tell(told, [released])).toEqual([]);
  });

  it('does not depend on the order in which fields were set', () => {
    const { name, ...rest } = released;
    expect(tell(tell([], [released]), [{ ...rest, name }])).toEqual([]);
  });

  it('tells a correction as the next revision', () => {
    expect(tell(tell([], [released]), [{ ...released, happenedAt: 6 }])).toMatchObject([
      { revision: 2, withdrawn: false },
    ]);
  });

  it('tells that something never happened, once, with what had been told', () => {
    const told = tell([], [released]);
    const [withdrawal] = newTellings(told, [], 'REPORTED');
    expect(withdrawal).toMatchObject({ telling: released, told: { revision: 2, withdrawn: true } });
    expect(newTellings([withdrawal?.told as Told], [], 'REPORTED')).toEqual([]);
  });

  it('keeps the first promise, also when the order is corrected', () => {
    expect(tell(tell([], [promised]), [{ ...promised, promisedDay: '2018-03-09' }])).toEqual([]);
  });

  it('tells again when the origin became worse', () => {
    const [again] = newTellings(tell([], [promised]), [promised], 'GENERATED');
    expect(again).toMatchObject({ origin: 'GENERATED', telling: promised, told: { revision: 2 } });
  });
});
