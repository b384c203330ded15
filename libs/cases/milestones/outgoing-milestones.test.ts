import { describe, expect, it } from 'vitest';
import type { OutgoingMilestone } from '#libs/domain/milestone.js';
import { milestoneChanges, type PublishedMilestone } from './outgoing-milestones.js';

const released: OutgoingMilestone = { name: 'released', unit: 'method/boleto', happenedAt: 5, originUnit: 'origin/sp' };
const promised: OutgoingMilestone = {
  name: 'promised',
  unit: 'method/boleto',
  happenedAt: 1,
  promisedDay: '2018-03-02',
};
const tell = (
  published: readonly PublishedMilestone[],
  wanted: readonly OutgoingMilestone[],
  origin = 'REPORTED' as const,
) => milestoneChanges(published, wanted, origin).map((one) => one.published);

describe('milestoneChanges', () => {
  it('tells what is new once', () => {
    const published = tell([], [released]);
    expect(published).toMatchObject([{ name: 'released', revision: 1, withdrawn: false }]);
    expect(tell(published, [released])).toEqual([]);
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
    const published = tell([], [released]);
    const [withdrawal] = milestoneChanges(published, [], 'REPORTED');
    expect(withdrawal).toMatchObject({ milestone: released, published: { revision: 2, withdrawn: true } });
    expect(milestoneChanges([withdrawal?.published as PublishedMilestone], [], 'REPORTED')).toEqual([]);
  });

  it('keeps the first promise, also when the order is corrected', () => {
    expect(tell(tell([], [promised]), [{ ...promised, promisedDay: '2018-03-09' }])).toEqual([]);
  });

  it('tells again when the origin became worse', () => {
    const [again] = milestoneChanges(tell([], [promised]), [promised], 'GENERATED');
    expect(again).toMatchObject({ origin: 'GENERATED', milestone: promised, published: { revision: 2 } });
  });
});
