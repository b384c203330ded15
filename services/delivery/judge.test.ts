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
      subjectId: '',
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

describe('a subject of delivery', () => {
  const KEY = Buffer.alloc(32);
  const stored = (what: object, subjectId = '17'): StoredFact => {
    const fact = DeliveryFact.fromPartial({
      ...{ factId: 'f', subjectId, happenedAt: new Date(at('2018-08-21')), what: what as never },
    });
    const checked = deliveryFacts.check(KEY)(fact, 'REPORTED', at('2018-08-22'));
    if (checked.is !== 'in order') throw new Error(JSON.stringify(checked));
    return { ...checked.fact, feed: 'fleet', recordedAt: 0 };
  };
  const place = { unit: 'route/17', zone: 'Europe/Berlin' };
  const route = (drivenMetres: number) =>
    stored({ $case: 'routeDriven', value: { ...place, plannedMetres: 80_000, drivenMetres } });
  const audit = (checksMet: number) =>
    stored({ $case: 'courtesyAudited', value: { ...place, checksMade: 8, checksMet } });
  const verdicts = (...facts: StoredFact[]) =>
    judgeDelivery(facts, defaultRules('delivery')).evaluations.map(
      ({ metric, unit, day, result }) => `${metric.id} ${unit} ${day} ${result.hits === 1 ? 'hit' : 'miss'}`,
    );

  it('is a route, in the unit that drove it', () => {
    expect(verdicts(route(88_000))).toEqual(['route_near_plan route/17 2018-08-21 hit']);
    expect(verdicts(route(88_001))).toEqual(['route_near_plan route/17 2018-08-21 miss']);
  });

  it('is an audit of courtesy, in the unit that was audited', () => {
    expect(verdicts(audit(8))).toEqual(['courtesy_standards_met route/17 2018-08-21 hit']);
    expect(verdicts(audit(7))).toEqual(['courtesy_standards_met route/17 2018-08-21 miss']);
  });

  it('is another case than an audit or an order of the same name', () => {
    expect(deliveryFacts.describe([route(80_000)])).toMatchObject({ caseId: '17', caseKind: 'route' });
    expect(deliveryFacts.describe([audit(8)])).toMatchObject({ caseId: '17', caseKind: 'courtesy_audit' });
  });
});
