import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StoredFact } from '#libs/cases/facts/stored-fact.js';
import { factsThatStand } from '#libs/cases/facts/stored-fact.js';
import { ContactFact } from '#libs/contracts/cx/support/v1/support.js';
import { WEEKDAYS } from '#libs/domain/working-calendar.js';
import { type Rules, rulesOf } from '#libs/rules/rules.js';
import { company, departments, FIRST_DAY, metrics, type Published, published } from '#test/rules/documents.js';
import { supportFacts } from './grpc/facts.js';
import { judgeIssue } from './judge.js';

const NOW = Date.parse('2027-02-01T00:00:00Z');
const daily = (span: string) => Object.fromEntries(WEEKDAYS.map((day) => [day, [span]]));
const helpdesk = { zone: 'Etc/UTC', hours: daily('09:00-18:00') };
const hotline = { zone: 'Etc/UTC', hours: daily('00:00-24:00') };
const asked = (limit: object) =>
  metrics({ first_response_in_time: [{ valid_from: FIRST_DAY, limit: limit as never }] });
const working = asked({ working_hours: 4, calendar: 'helpdesk' });
const both = company({ calendars: { helpdesk, hotline } });
const rules = (...more: readonly Published[]): Rules => rulesOf(published(...more), 'support');
const all = rules(both, departments(), working);

const receivedBy = (unit: string) => ({
  $case: 'received' as const,
  value: { unit, zone: 'Etc/UTC', channel: 0, priority: 0, language: '' },
});
let count = 0;
function stored(at: string, what: ContactFact['what'], change: Partial<ContactFact> = {}): StoredFact {
  const factId = change.factId ?? `f${count++}`;
  const fact = ContactFact.fromPartial({
    contactId: 'c',
    happenedAt: new Date(`${at}:00Z`),
    ...change,
    factId,
    what: what!,
  });
  const checked = supportFacts.check(Buffer.alloc(32, 1))(fact, 'REPORTED', NOW);
  if (checked.is === 'refused') throw new Error(checked.refusal.detail);
  return { ...checked.fact, feed: 'desk', recordedAt: NOW };
}
const received = stored('2027-01-07T16:00', receivedBy('team/a'));
const moved = (at: string, calendar: string, factId?: string) =>
  stored(at, { $case: 'moved', value: { calendar } }, factId === undefined ? {} : { factId });
const withdrawn = (factId: string) => stored('2027-01-07T16:00', { $case: 'withdrawal', value: { factId } });
const due = (facts: readonly StoredFact[], by = all) => {
  const { evaluations, inconsistencies } = judgeIssue(factsThatStand(facts), by);
  const at = evaluations.map(({ dueAt }) =>
    dueAt === undefined ? 'stands still' : new Date(dueAt).toISOString().slice(0, 16),
  );
  return [...at, ...inconsistencies];
};
const LATER = '2027-01-08T11:00';
const BY_HOTLINE = '2027-01-07T20:00';

describe('the moves of a contact', () => {
  it('count in whatever order they are reported', () => {
    const facts = [
      received,
      moved('2027-01-07T17:00', 'hotline'),
      moved('2027-01-07T19:00', 'helpdesk'),
      moved('2027-01-08T09:30', 'hotline'),
    ];
    // 60 minutes, 120 by night, 30 in the morning, 30 by the hotline.
    fc.assert(
      fc.property(fc.shuffledSubarray(facts, { minLength: facts.length }), (shuffled) => {
        expect(due(shuffled)).toEqual(['2027-01-08T10:00']);
      }),
    );
  });

  it('do not count when they are withdrawn, and count with the corrected calendar', () => {
    const wrong = moved('2027-01-07T17:00', 'hotline', 'm1');
    expect(due([received, wrong])).toEqual([BY_HOTLINE]);
    expect(due([received, wrong, withdrawn('m1')])).toEqual([LATER]);
    expect(due([received, wrong, withdrawn('m1'), moved('2027-01-07T19:00', 'hotline')])).toEqual(['2027-01-07T21:00']);
  });

  it('do not make a contact before it was received', () => {
    expect(due([moved('2027-01-07T17:00', 'hotline')])).toEqual([]);
  });

  it('concern the contact of an issue that they name, and no other', () => {
    const of = (contactId: string) => ({ contactId, issueId: 'i' });
    const first = stored('2027-01-07T16:00', receivedBy('team/a'), of('a'));
    const second = stored('2027-01-07T16:00', receivedBy('team/b'), of('b'));
    const move = stored('2027-01-07T17:00', { $case: 'moved', value: { calendar: 'hotline' } }, of('b'));
    expect(due([first, second, move]).sort()).toEqual([BY_HOTLINE, LATER]);
  });
});

describe('a move to a calendar that the company does not have', () => {
  const facts = [received, moved('2027-01-07T17:00', 'schedule 7')];

  it('is flagged, and the contact keeps the calendar that it had', () => {
    expect(due(facts)).toEqual([LATER, 'MOVED_TO_UNKNOWN_CALENDAR']);
  });

  it('counts when the company gets the calendar, and only from its first day on', () => {
    const calendars = { helpdesk, 'schedule 7': hotline };
    const from = (valid_from: string) =>
      rules(company({ calendars: { helpdesk } }), company({ valid_from, calendars }), departments(), working);
    expect(due(facts, from('2027-01-07'))).toEqual([BY_HOTLINE]);
    expect(due(facts, from('2027-01-08'))).toEqual([LATER, 'MOVED_TO_UNKNOWN_CALENDAR']);
    expect(due(facts, rules(company({ calendars }), departments(), working))).toEqual([BY_HOTLINE]);
  });

  it('is not flagged where it changes nothing: without documents, by the clock, and after the answer', () => {
    const answered = stored('2027-01-07T16:30', { $case: 'firstResponse', value: {} });
    expect(due(facts, rules())).toEqual([]);
    expect(due(facts, rules(both, departments(), asked({ minutes: 60 })))).toEqual(['2027-01-07T17:00']);
    expect(due([...facts, answered])).toEqual([LATER]);
  });

  it('names the contact of an issue', () => {
    const of = { contactId: 'c 2', issueId: 'i' };
    const ofIssue = [
      stored('2027-01-07T16:00', receivedBy('team/a'), of),
      stored('2027-01-07T17:00', { $case: 'moved', value: { calendar: 'x' } }, of),
    ];
    expect(due(ofIssue)).toEqual([LATER, 'MOVED_TO_UNKNOWN_CALENDAR c 2']);
  });
});
