import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { at, ZONE } from '#test/catalogue/examples.js';
import { contactFrom, contactsFrom, type KnownOfContact, suspicionsOf } from './contact.js';

const received: KnownOfContact = {
  ...{ name: 'received', happenedAt: at('2018-03-01T10:00'), unit: 'team/one', zone: ZONE },
  ...{ channel: undefined, priority: undefined, language: undefined },
};
const known = (name: 'first_response' | 'contacted_again' | 'goodwill_paid', wallTime: string): KnownOfContact => ({
  name,
  happenedAt: at(wallTime),
});

describe('a contact', () => {
  it('is not there before it was received', () => {
    expect(contactFrom([])).toBeUndefined();
    expect(contactFrom([known('first_response', '2018-03-01T10:05')])).toBeUndefined();
  });

  it('knows nothing that was not reported', () => {
    expect(contactFrom([received])).toEqual({
      ...{
        receivedAt: at('2018-03-01T10:00'),
        unit: 'team/one',
        zone: ZONE,
        pauses: [],
        moves: [],
        part: '',
        isFirstOfIssue: true,
      },
      ...{ channel: undefined, priority: undefined, language: undefined },
      ...{ answeredAt: undefined, contactedAgainAt: undefined, goodwillDay: undefined, goodwillPaidAt: undefined },
    });
  });

  it('knows how the customer asked, how urgent it was, in which language, and when the help desk waited', () => {
    const asked = { channel: 'EMAIL', priority: 'HIGH', language: 'pt-BR' } as const;
    const waiting: KnownOfContact = { name: 'waiting_began', happenedAt: at('2018-03-01T10:10') };
    const pauses = [{ from: at('2018-03-01T10:10') }];
    expect(contactFrom([{ ...received, ...asked }, waiting])).toMatchObject({ ...asked, pauses });
  });

  it('counts the first response and the first promise of goodwill; later ones never help', () => {
    const contact = contactFrom([
      received,
      known('first_response', '2018-03-01T10:05'),
      known('first_response', '2018-03-01T10:01'),
      { name: 'goodwill_promised', happenedAt: at('2018-03-01T10:05'), promisedDay: '2018-03-03' },
      { name: 'goodwill_promised', happenedAt: at('2018-03-02T10:05'), promisedDay: '2018-03-09' },
    ]);
    expect(contact).toMatchObject({ answeredAt: at('2018-03-01T10:05'), goodwillDay: '2018-03-03' });
  });

  it('is the same in whatever order facts of different kinds are stored', () => {
    const facts: KnownOfContact[] = [
      received,
      known('first_response', '2018-03-01T10:05'),
      known('contacted_again', '2018-03-02T10:05'),
      { name: 'goodwill_promised', happenedAt: at('2018-03-01T10:05'), promisedDay: '2018-03-03' },
      known('goodwill_paid', '2018-03-03T08:00'),
    ];
    const any = fc.shuffledSubarray(facts, { minLength: facts.length });
    fc.assert(
      fc.property(any, (shuffled) => {
        expect(contactFrom(shuffled)).toEqual(contactFrom(facts));
      }),
    );
  });

  it('is flagged when it was answered before it was received, and not when both happened at once', () => {
    const answered = (wallTime: string) =>
      contactsFrom([received, known('first_response', wallTime)]).flatMap(suspicionsOf);
    expect(answered('2018-03-01T09:59')).toEqual(['ANSWERED_BEFORE_CONTACT']);
    expect(answered('2018-03-01T10:00')).toEqual([]);
  });
});

describe('an issue', () => {
  const of = (part: string, fact: KnownOfContact): KnownOfContact => ({ ...fact, part });
  const later: KnownOfContact = { ...received, happenedAt: at('2018-03-03T10:00'), unit: 'team/two' };

  it('of one contact is that contact', () => {
    const facts = [received, known('contacted_again', '2018-03-02T10:05')];
    expect(contactsFrom(facts)).toEqual([contactFrom(facts)]);
    expect(contactsFrom([])).toEqual([]);
  });

  it('has a second contact when another contact names it', () => {
    const facts = [of('c-1', received), of('c-1', known('first_response', '2018-03-01T10:05')), of('c-2', later)];
    expect(contactsFrom(facts)).toMatchObject([
      {
        part: 'c-1',
        isFirstOfIssue: true,
        answeredAt: at('2018-03-01T10:05'),
        contactedAgainAt: at('2018-03-03T10:00'),
      },
      { part: 'c-2', isFirstOfIssue: false, answeredAt: undefined, unit: 'team/two' },
    ]);
  });

  it('was asked about again in whichever contact that was reported', () => {
    const facts = [of('c-1', received), of('c-1', known('contacted_again', '2018-03-05T10:05')), of('c-2', later)];
    expect(contactsFrom(facts)[0]?.contactedAgainAt).toBe(at('2018-03-03T10:00'));
    const again = of('c-2', known('contacted_again', '2018-03-02T10:05'));
    expect(contactsFrom([...facts, again])[0]?.contactedAgainAt).toBe(at('2018-03-02T10:05'));
  });

  it('flags a contradiction at the contact that it is about', () => {
    const facts = [of('c-1', received), of('c 2', later), of('c 2', known('first_response', '2018-03-03T09:59'))];
    expect(contactsFrom(facts).flatMap(suspicionsOf)).toEqual(['ANSWERED_BEFORE_CONTACT c 2']);
  });

  it('is the same in whatever order its facts are stored, with one first contact', () => {
    const facts = [
      of('c-1', received),
      of('c-2', later),
      of('c-3', received),
      of('c-2', known('goodwill_paid', '2018-03-09T10:00')),
    ];
    const any = fc.shuffledSubarray(facts, { minLength: facts.length });
    fc.assert(
      fc.property(any, (shuffled) => {
        expect(contactsFrom(shuffled)).toEqual(contactsFrom(facts));
        expect(contactsFrom(shuffled).map(({ part, isFirstOfIssue }) => [part, isFirstOfIssue])).toEqual([
          ['c-1', true],
          ['c-3', false],
          ['c-2', false],
        ]);
      }),
    );
  });
});
