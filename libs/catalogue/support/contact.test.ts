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
      ...{ queuedAt: undefined, abandonedAt: undefined, handOffs: [], conversations: [], commitments: [] },
      ...{ complaint: undefined, orderStatus: undefined, missingItemAt: undefined, missingItemSettled: undefined },
      ...{ refundDueAt: undefined, refundPaidAt: undefined, audit: undefined },
      ...{ complaintUpheldAt: undefined, ratings: [] },
      issue: { resolvedAt: [], askedAt: [at('2018-03-01T10:00')], conversations: [] },
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

  it('knows its hand-offs, commitments, refund, audits and troubles', () => {
    const minute = (minutes: number) => at('2018-03-01T10:00') + minutes * 60_000;
    const contact = contactFrom([
      { name: 'queued', happenedAt: minute(0) },
      received,
      { name: 'abandoned', happenedAt: minute(1) },
      { name: 'transferred', happenedAt: minute(2), toUnit: 'team/two' },
      { name: 'taken_over', happenedAt: minute(3) },
      { name: 'commitment_made', happenedAt: minute(4), commitment: 'CALL_BACK', dueAt: minute(60) },
      { name: 'commitment_kept', happenedAt: minute(50), commitment: 'CALL_BACK' },
      { name: 'refund_due', happenedAt: minute(5) },
      { name: 'refund_paid', happenedAt: minute(6) },
      { name: 'audited', happenedAt: minute(7), result: 'NO_ERROR' },
      { name: 'audited', happenedAt: minute(8), result: 'MINOR_ERROR' },
      { name: 'complained', happenedAt: minute(9), causedBy: undefined },
      { name: 'complained', happenedAt: minute(10), causedBy: 'WAREHOUSE' },
      { name: 'order_status_asked', happenedAt: minute(11), late: 'DELIVERY' },
      { name: 'missing_item_reported', happenedAt: minute(12) },
      { name: 'missing_item_settled', happenedAt: minute(13), isReturnRequired: true },
      { name: 'conversation_ended', happenedAt: minute(14), customerSeconds: 90, handleSeconds: 100 },
    ]);
    expect(contact).toMatchObject({
      ...{ queuedAt: minute(0), abandonedAt: minute(1) },
      handOffs: [{ at: minute(2), toUnit: 'team/two', takenOverAt: minute(3) }],
      commitments: [{ dueAt: minute(60), keptAt: minute(50) }],
      ...{ refundDueAt: minute(5), refundPaidAt: minute(6) },
      audit: { auditedAt: minute(8), result: 'MINOR_ERROR' },
      complaint: { at: minute(9), causedBy: 'WAREHOUSE' },
      orderStatus: { at: minute(11), causedBy: 'DELIVERY' },
      missingItemAt: minute(12),
      missingItemSettled: { at: minute(13), isReturnRequired: true },
      conversations: [{ endedAt: minute(14), customerSeconds: 90, handleSeconds: 100 }],
    });
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

  it('is flagged when the customer gave up after the answer, and not when both happened at once', () => {
    const left: KnownOfContact = { name: 'abandoned', happenedAt: at('2018-03-01T10:05') };
    const flags = (wallTime: string) =>
      contactsFrom([received, known('first_response', wallTime), left]).flatMap(suspicionsOf);
    expect(flags('2018-03-01T10:04')).toEqual(['ABANDONED_AFTER_ANSWER']);
    expect(flags('2018-03-01T10:05')).toEqual([]);
  });

  it('is flagged when it was resolved before it was received, and not when both happened at once', () => {
    const resolved = (wallTime: string): KnownOfContact => ({ name: 'issue_resolved', happenedAt: at(wallTime) });
    expect(contactsFrom([resolved('2018-03-01T09:59'), received]).flatMap(suspicionsOf)).toEqual([
      'RESOLVED_BEFORE_CONTACT',
    ]);
    expect(contactsFrom([received, resolved('2018-03-01T10:00')]).flatMap(suspicionsOf)).toEqual([]);
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

  it('knows what happened in whichever contact, in each of them', () => {
    const resolved: KnownOfContact = { name: 'issue_resolved', happenedAt: at('2018-03-04T10:00') };
    const again = known('contacted_again', '2018-03-02T10:05');
    const talked = { endedAt: at('2018-03-03T10:20'), customerSeconds: 90, handleSeconds: 100 };
    const ended: KnownOfContact = { name: 'conversation_ended', happenedAt: talked.endedAt, ...talked };
    const facts = [of('c-1', received), of('c-1', again), of('c-2', later), of('c-2', ended), of('c-2', resolved)];
    const issue = {
      resolvedAt: [at('2018-03-04T10:00')],
      askedAt: [at('2018-03-01T10:00'), at('2018-03-02T10:05'), at('2018-03-03T10:00')],
      conversations: [talked],
    };
    expect(contactsFrom(facts).map((contact) => contact.issue)).toEqual([issue, issue]);
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
