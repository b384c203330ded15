import { describe, expect, it } from 'vitest';
import type { StoredFact } from '#libs/cases/facts/stored-fact.js';
import { encodeMilestone } from '#libs/cases/milestones/milestone-codec.js';
import { DeliveryFact } from '#libs/contracts/cx/delivery/v1/delivery.js';
import { defaultRules } from '#test/rules/documents.js';
import { deliveryFacts } from './grpc/facts.js';
import { judgeDelivery } from './judge.js';

const at = (day: string) => Date.parse(`${day}T15:00:00Z`);
const promised: StoredFact = {
  ...{ factId: 'promised/1/x', part: '', feed: 'ordering', kind: 'ordering/promised', withdraws: undefined },
  ...{ happenedAt: at('2018-08-01'), recordedAt: 0, origin: 'REPORTED' },
  body: encodeMilestone({
    ...{
      name: 'promised',
      ref: Buffer.alloc(16),
      revision: 1,
      withdrawn: false,
      origin: 'REPORTED',
      unit: 'method/card',
    },
    ...{
      happenedAt: at('2018-08-01'),
      promisedDay: '2018-08-22',
      zone: 'America/Sao_Paulo',
      destinationUnit: 'area/rj',
    },
  }),
};
const delivered = (day: string, factId = `delivered-${day}`, part = ''): StoredFact => ({
  ...{ factId, part, feed: 'carrier', kind: 'delivered', withdraws: undefined },
  ...{ happenedAt: at(day), recordedAt: 0, origin: 'REPORTED' },
  body: DeliveryFact.encode({
    ...{
      factId,
      orderId: '#1001',
      parcelId: part,
      happenedAt: new Date(at(day)),
      what: { $case: 'delivered', value: {} },
    },
  }).finish(),
});
const judged = (...facts: StoredFact[]) => {
  const { evaluations, inconsistencies } = judgeDelivery([promised, ...facts], defaultRules('delivery'));
  return [evaluations.map(({ result }) => result.hits)[0], inconsistencies];
};

describe('a parcel that was promised for the 22nd', () => {
  it('and reported as delivered on the 21st and again on the 24th is a hit, and is flagged', () => {
    expect(judged(delivered('2018-08-21'), delivered('2018-08-24'))).toEqual([1, ['DELIVERED_TWICE']]);
  });

  it('and reported twice as delivered at one instant is not flagged', () => {
    expect(judged(delivered('2018-08-21'), delivered('2018-08-21', 'again'))).toEqual([1, []]);
  });

  it('and reported as delivered on the 24th only is a miss', () => {
    expect(judged(delivered('2018-08-24'))).toEqual([0, []]);
  });

  it('shows which of two reports counts', () => {
    const { details } = deliveryFacts.describe([promised, delivered('2018-08-21'), delivered('2018-08-24')]);
    expect(details).toEqual(['promised day 2018-08-22, to area/rj', '', 'does not count: the first one does']);
  });
});
