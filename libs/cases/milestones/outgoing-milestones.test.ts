import { describe, expect, it } from 'vitest';
import { Milestone } from '#libs/contracts/cx/batches/v1/batches.js';
import type { OutgoingMilestone } from '#libs/domain/milestone.js';
import { milestoneChanges, type PublishedMilestone } from './outgoing-milestones.js';

const released: OutgoingMilestone = { name: 'released', unit: 'method/boleto', happenedAt: 5, originUnit: 'origin/sp' };
const promised: OutgoingMilestone = {
  name: 'promised',
  unit: 'method/boleto',
  happenedAt: 1,
  promisedDay: '2018-03-02',
};
const published = (
  published: readonly PublishedMilestone[],
  wanted: readonly OutgoingMilestone[],
  origin = 'REPORTED' as const,
) => milestoneChanges('ordering', published, wanted, origin).map((one) => one.published);

describe('milestoneChanges', () => {
  it('publishes a new milestone once', () => {
    const first = published([], [released]);
    expect(first).toMatchObject([{ name: 'released', revision: 1, withdrawn: false }]);
    expect(published(first, [released])).toEqual([]);
  });

  it('does not depend on the order in which fields were set', () => {
    const { name, ...rest } = released;
    expect(published(published([], [released]), [{ ...rest, name }])).toEqual([]);
  });

  it('tells alike what this process has written and what it has read', () => {
    const written = published([], [released, promised]);
    const read = written.map((one) => ({ ...one }));
    const { originUnit: _, ...without } = released;
    for (const before of [written, read]) {
      expect(published(before, [released, promised])).toEqual([]);
      expect(published(before, [{ ...released, carrier: 'acme' }, promised])).toMatchObject([{ revision: 2 }]);
      expect(published(before, [without, promised])).toMatchObject([{ revision: 2 }]);
      expect(milestoneChanges('ordering', before, [released, promised], 'GENERATED').length).toBe(2);
    }
  });

  it('reads what was kept as JSON before migration 0018', () => {
    const kept = (milestone: OutgoingMilestone) => ({
      ...{ name: milestone.name, part: '', revision: 1, withdrawn: false },
      content: Buffer.from(JSON.stringify({ milestone, origin: 'REPORTED' })),
    });
    expect(published([kept(released), kept(promised)], [released, promised])).toEqual([]);
    expect(published([kept(released)], [{ ...released, happenedAt: 6 }])).toMatchObject([{ revision: 2 }]);
    expect(milestoneChanges('ordering', [kept(promised)], [], 'REPORTED')).toMatchObject([
      { milestone: promised, origin: 'REPORTED', published: { revision: 2, withdrawn: true } },
    ]);
  });

  it('keeps what was published as the message that travels, without the case', () => {
    const [first] = published([], [released]);
    const message = Milestone.decode(first?.content ?? Buffer.alloc(0));
    expect(message).toMatchObject({ name: 'released', revision: 1, unit: 'method/boleto', originUnit: 'origin/sp' });
    expect(message.caseRef).toHaveLength(0);
    const [again] = published([first as PublishedMilestone], [{ ...released, happenedAt: 6 }]);
    expect(Milestone.decode(again?.content ?? Buffer.alloc(0)).revision).toBe(2);
    const [withdrawal] = published([again as PublishedMilestone], []);
    expect(Milestone.decode(withdrawal?.content ?? Buffer.alloc(0))).toMatchObject({ revision: 3, withdrawn: true });
  });

  it('publishes a correction as the next revision', () => {
    expect(published(published([], [released]), [{ ...released, happenedAt: 6 }])).toMatchObject([
      { revision: 2, withdrawn: false },
    ]);
  });

  it('publishes once that something never happened, with what had been published', () => {
    const first = published([], [released]);
    const [withdrawal] = milestoneChanges('ordering', first, [], 'REPORTED');
    expect(withdrawal).toMatchObject({ milestone: released, published: { revision: 2, withdrawn: true } });
    expect(milestoneChanges('ordering', [withdrawal?.published as PublishedMilestone], [], 'REPORTED')).toEqual([]);
  });

  it('keeps the first promise, also when the order is corrected', () => {
    expect(published(published([], [promised]), [{ ...promised, promisedDay: '2018-03-09' }])).toEqual([]);
  });

  it('publishes again when the origin became worse', () => {
    const [again] = milestoneChanges('ordering', published([], [promised]), [promised], 'GENERATED');
    expect(again).toMatchObject({ origin: 'GENERATED', milestone: promised, published: { revision: 2 } });
  });
});
