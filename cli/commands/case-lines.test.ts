import { describe, expect, it } from 'vitest';
import { Class } from '#libs/contracts/cx/batches/v1/batches.js';
import { ObservedCase } from '#libs/contracts/cx/facts/v1/facts.js';
import { caseLines } from './case-lines.js';

const at = (wallTime: string) => new Date(`${wallTime}:00Z`);
const seen = (changes: Partial<ObservedCase> = {}): ObservedCase =>
  ObservedCase.fromPartial({
    ...{ caseId: 'c-1', unit: 'team/a', day: '2027-01-07', class: Class.CLASS_ACCOUNTABLE, definition: 2 },
    ...{ appliedLimits: 'limit 4 working hours of the calendar helpdesk', judgedBy: 'metrics 2, company 1' },
    known: [{ name: 'moved', happenedAt: at('2027-01-07T17:00'), toldBy: 'desk', detail: 'to the calendar hotline' }],
    ...changes,
  });
const worked = (calendar: string, from: string, minutes: number) => ({
  ...{ calendar, from: at(from) },
  workedMs: BigInt(minutes * 60_000),
});

describe('a case for people', () => {
  it('says what judged it and what is known of it', () => {
    expect(caseLines(seen())).toEqual([
      '  c-1  team/a  2027-01-07  miss  ours',
      '      judged by: limit 4 working hours of the calendar helpdesk, definition 2, metrics 2, company 1',
      '      2027-01-07T17:00Z  moved  to the calendar hotline  (desk)',
    ]);
  });

  it.each([
    ['receipt', 'receipt c-1'],
    ['location_count', 'location count c-1'],
    ['order', 'c-1'],
    ['issue', 'c-1'],
    ['', 'c-1'],
  ])('of the kind "%s" is called %s', (caseKind, name) => {
    expect(caseLines(seen({ caseKind }))[0]).toBe(`  ${name}  team/a  2027-01-07  miss  ours`);
  });

  it('whose unit belongs to another shows both, and the version of departments.yaml that states it', () => {
    const judgedBy = 'metrics 2, company 1, departments 3';
    expect(caseLines(seen({ unit: 'berlin/a', reportedUnit: 'team/a', judgedBy })).slice(0, 3)).toEqual([
      '  c-1  berlin/a  2027-01-07  miss  ours',
      `      judged by: limit 4 working hours of the calendar helpdesk, definition 2, ${judgedBy}`,
      '      unit: reported as team/a, counted in berlin/a by departments 3',
    ]);
  });

  it('that was ruled on names the ruling and where its contest is', () => {
    const ruling = { ruling: 12, contest: 'departments/warehouse/contests/7', party: 'warehouse' };
    const ruledAt = new Date('2027-02-01T10:30:00Z');
    const lines = (chargedTo: string) => caseLines(seen({ rulings: [{ ...ruling, chargedTo, ruledAt }] }));
    const where = 'on what warehouse contested: cx rulings show departments/warehouse/contests/7';
    expect(lines('')).toContain(`      ruled: taken out, ruling 12 of 2027-02-01T10:30Z ${where}`);
    expect(lines('partner/acme')).toContain(
      `      ruled: charged to partner/acme, ruling 12 of 2027-02-01T10:30Z ${where}`,
    );
  });

  it('that an event takes out names the event, its span and its evidence', () => {
    const event = {
      ...{ name: 'strike', title: 'Strike of the carriers', kind: 'strike', zone: 'Europe/Berlin' },
      ...{ from: '2027-01-07T00:00', until: '2027-01-08T00:00' },
      ...{ reference: 'file 7', sentence: 'The union announced the strike.' },
    };
    const out = { class: Class.CLASS_EXCLUDED, reason: 'DECLARED_EVENT', responsible: 'event/strike' };
    const lines = caseLines(seen({ ...out, takenOutBy: event }));
    expect(lines[0]).toBe('  c-1  team/a  2027-01-07  miss  event/strike: declared event');
    expect(lines.slice(2, 4)).toEqual([
      '      taken out by strike: Strike of the carriers (strike), 2027-01-07T00:00 until 2027-01-08T00:00 Europe/Berlin',
      '      evidence: file 7: The union announced the strike.',
    ]);
  });

  it('that moved shows every calendar and the minutes that were worked by it', () => {
    const [, , line] = caseLines(
      seen({ worked: [worked('helpdesk', '2027-01-07T16:00', 60), worked('hotline', '2027-01-07T17:00', 1_380)] }),
    );
    expect(line).toBe(
      '      worked: 60 minutes of helpdesk from 2027-01-07T16:00Z, then 1,380 minutes of hotline from 2027-01-07T17:00Z',
    );
  });

  it('that moved to an unknown calendar is shown with the contradiction, and a case that waits with its instant', () => {
    const flagged = seen({ part: 'c 2', inconsistencies: ['MOVED_TO_UNKNOWN_CALENDAR c 2'] });
    expect(caseLines(flagged)[2]).toBe('      contradiction: moved to unknown calendar, part c 2');
    const waits = seen({ standsStillSince: at('2027-01-07T19:00') });
    expect(caseLines(waits)[0]).toMatch(/not due: it waits for the customer since 2027-01-07T19:00Z/);
  });
});
