import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Class } from './observation.js';
import { answeringParty, type CaseRuling, type Ruled, ruled } from './ruling.js';

const METRIC = 'delivered_by_first_promise';
const verdict = (change: Partial<Ruled & { hits: number }> = {}) => ({
  ...{ metric: METRIC, class: 'ACCOUNTABLE' as Class, reason: '', responsible: '', hits: 0, misses: 1 },
  ...change,
});
const HIT = { hits: 1, misses: 0 };
const of = (responsible: string) => ({ class: 'OTHERS' as const, reason: 'UPSTREAM_HANDED_OVER_LATE', responsible });
const ruling = (change: Partial<CaseRuling> = {}): CaseRuling => ({
  ...{ number: 1, contest: 1, metric: METRIC, party: 'delivery', outcome: 'TAKEN_OUT', chargedTo: '' },
  ...change,
});
const charged = (party: string, chargedTo: string) => ruling({ party, outcome: 'CHARGED', chargedTo });
const by = (one: ReturnType<typeof verdict>, ...rulings: CaseRuling[]) => ruled(one, rulings, 'delivery');

describe('a ruling', () => {
  it.each([
    ['takes out a miss of the department', verdict(), ruling(), ['EXCLUDED', 'RULED_OUT', 'ruling/delivery']],
    ['takes out a hit alike', verdict(HIT), ruling(), ['EXCLUDED', 'RULED_OUT', 'ruling/delivery']],
    [
      'takes out what another party answered for',
      verdict(of('warehouse')),
      ruling({ party: 'warehouse' }),
      ['EXCLUDED', 'RULED_OUT', 'ruling/warehouse'],
    ],
    [
      'charges a miss of the department to another party',
      verdict(),
      charged('delivery', 'partner/acme'),
      ['OTHERS', 'RULED_TO_ANOTHER', 'partner/acme'],
    ],
    [
      'charges a miss of a party to a third one',
      verdict(of('warehouse')),
      charged('warehouse', 'ordering'),
      ['OTHERS', 'RULED_BETWEEN_OTHERS', 'ordering'],
    ],
    [
      'charges a miss of a party to the department that judged it',
      verdict(of('warehouse')),
      charged('warehouse', 'delivery'),
      ['ACCOUNTABLE', '', ''],
    ],
  ])('%s', (_, before, one, [class_, reason, responsible]) => {
    expect(by(before, one)).toEqual({ ...before, class: class_, reason, responsible });
  });

  it.each([
    ['a hit is not charged', verdict(HIT), charged('delivery', 'partner/acme')],
    ['a dismissal', verdict(), ruling({ outcome: 'DISMISSED' })],
    ['a ruling on another metric', verdict(), ruling({ metric: 'arrived_at_last' })],
    ['a ruling on what another party answers for', verdict(), ruling({ party: 'warehouse' })],
    ['a case that is excluded anyway', verdict({ class: 'EXCLUDED', reason: 'X', responsible: 'customer' }), ruling()],
  ])('leaves the verdict: %s', (_, before, one) => {
    expect(by(before, one)).toEqual(before);
  });

  it('is followed by the ruling on a contest of the party that it charged', () => {
    const first = charged('warehouse', 'ordering');
    expect(by(verdict(of('warehouse')), first, charged('ordering', 'delivery'))).toEqual(verdict());
  });

  const parties = fc.constantFrom('delivery', 'warehouse', 'ordering', 'partner/acme');
  const verdicts = fc
    .tuple(parties, fc.boolean())
    .map(([party, isHit]) => (isHit ? verdict(HIT) : party === 'delivery' ? verdict() : verdict(of(party))));
  const rulings = fc.record({
    ...{ number: fc.nat(), contest: fc.nat(), metric: fc.constantFrom(METRIC, 'another'), party: parties },
    ...{ outcome: fc.constantFrom('DISMISSED' as const, 'TAKEN_OUT' as const, 'CHARGED' as const), chargedTo: parties },
  });

  it('changes no hit and no miss, only who answers, and leaves no reason in the account and one outside of it', () => {
    fc.assert(
      fc.property(verdicts, fc.array(rulings, { maxLength: 4 }), (before, some) => {
        const after = by(before, ...some);
        expect([after.hits, after.misses]).toEqual([before.hits, before.misses]);
        expect([after.reason === '', after.responsible === '']).toEqual(Array(2).fill(after.class === 'ACCOUNTABLE'));
      }),
    );
  });

  it('changes nothing that the party that contested does not answer for', () => {
    fc.assert(
      fc.property(verdicts, rulings, (before, one) => {
        if (answeringParty(before, 'delivery') !== one.party) expect(by(before, one)).toEqual(before);
      }),
    );
  });

  it('that is applied twice is applied once', () => {
    fc.assert(
      fc.property(verdicts, rulings, (before, one) => {
        if (one.chargedTo !== one.party) expect(by(by(before, one), one)).toEqual(by(before, one));
      }),
    );
  });
});
