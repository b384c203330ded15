import { describe, expect, it } from 'vitest';
import { OF_CONTACT } from '#libs/catalogue/support/metrics.js';
import type { WrittenEvent } from '#libs/documents/events/events-document.js';
import { evaluateBy, rulesOf } from '#libs/rules/rules.js';
import { at, contact, MINUTE } from '#test/catalogue/examples.js';
import { company, departments, everyMetric, type Published, published } from '#test/rules/documents.js';
import { judgeCase } from './judge-case.js';

const event = (changes: Partial<WrittenEvent> = {}): WrittenEvent => ({
  ...{
    title: 'Outage',
    kind: 'outage',
    zone: 'America/Sao_Paulo',
    from: '2018-03-01T10:00',
    until: '2018-03-01T12:00',
  },
  evidence: { reference: 'ticket 1', sentence: 'The operator confirms the outage.' },
  takes_out: [{ department: 'support', metrics: ['first_response_in_time'] }],
  ...changes,
});
const events = (all: Readonly<Record<string, WrittenEvent>>): Published => ['events', { events: all }];
const rulesWith = (...versions: readonly Published[]) =>
  rulesOf(published(company(), departments(), everyMetric(), ...versions), 'support');

/** What becomes of the first response of a contact: a day has passed since it was received, or it was answered in time. */
function judged(rules: ReturnType<typeof rulesWith>, receivedAt: string, isAnswered: boolean) {
  const answered = { answeredAt: isAnswered ? at(receivedAt) + MINUTE : undefined };
  const evaluations = () => evaluateBy(rules, OF_CONTACT, contact({ receivedAt: at(receivedAt), ...answered }));
  const judgement = judgeCase(() => ({ evaluations: evaluations(), milestones: [], inconsistencies: [] }), [], rules);
  return judgement.evaluations.find(({ metric }) => metric.id === 'first_response_in_time');
}

describe('a declared event', () => {
  const rules = rulesWith(events({ outage: event() }));

  it('takes hits and misses out alike, and keeps what they are', () => {
    const out = { class: 'EXCLUDED', reason: 'DECLARED_EVENT', responsible: 'event/outage' };
    const dueAt11 = judged(rulesWith(), '2018-03-01T10:30', true)?.dueAt;
    expect(dueAt11).toBeDefined();
    const [hit, miss] = [true, false].map((isAnswered) => judged(rules, '2018-03-01T10:30', isAnswered));
    expect(hit).toMatchObject({ takenOutBy: 'outage', result: { ...out, hits: 1, misses: 0 } });
    expect(miss).toMatchObject({ takenOutBy: 'outage', result: { ...out, hits: 0, misses: 1 } });
  });

  it('leaves what is due outside its span, and what another metric asks', () => {
    expect(judged(rules, '2018-03-01T13:00', true)?.result.class).toBe('ACCOUNTABLE');
    const other = rulesWith(
      events({ outage: event({ takes_out: [{ department: 'support', metrics: ['handled_without_transfer'] }] }) }),
    );
    expect(judged(other, '2018-03-01T10:30', true)?.result.class).toBe('ACCOUNTABLE');
  });

  it('takes a unit out with all that lies below it, as it is counted or as it is reported', () => {
    const takes = (units: readonly string[]) => {
      const only = rulesWith(events({ outage: event({ takes_out: [{ department: 'support', units: [...units] }] }) }));
      const question = { metric: 'first_response_within_60_minutes', day: '2018-03-01', dueAt: at('2018-03-01T11:00') };
      return (...of: readonly string[]) => only.events.takingOut({ ...question, units: of }) !== undefined;
    };
    expect(takes(['team/a'])('team/a/desk')).toBe(true);
    expect(takes(['team/a'])('team/ab')).toBe(false);
    expect(takes(['desk-7'])('team/a/desk-7', 'desk-7')).toBe(true);
  });

  it('of another department takes nothing out here', () => {
    const other = rulesWith(events({ storm: event({ takes_out: [{ department: 'delivery' }] }) }));
    expect(judged(other, '2018-03-01T10:30', false)?.takenOutBy).toBeUndefined();
  });

  it('holds by the newest version alone: one that it leaves out takes nothing out', () => {
    const removed = rulesWith(events({ outage: event() }), events({}));
    expect(judged(removed, '2018-03-01T10:30', false)?.takenOutBy).toBeUndefined();
    expect(removed.events.named('outage')).toBeUndefined();
    expect(rules.events.named('outage')?.event.title).toBe('Outage');
  });

  it('is named among the documents that decide on its days', () => {
    expect(rules.versionsOn('2018-03-01')).toMatchObject({ events: 1 });
    expect(rules.versionsOn('2018-03-02')).not.toHaveProperty('events');
  });
});
