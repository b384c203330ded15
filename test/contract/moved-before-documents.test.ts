import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordFacts } from '#libs/cases/judging/record-facts.js';
import { ContactFact, ContactReceived } from '#libs/contracts/cx/support/v1/support.js';
import { WEEKDAYS } from '#libs/domain/working-calendar.js';
import { supportFacts } from '#services/support/grpc/facts.js';
import { company, departments, FIRST_DAY, metrics, published } from '#test/rules/documents.js';
import { freshSupport, NOW, settle, supportProcess, takeDocuments } from './cases/rejudging.js';
import { CASE_KEY } from './cases/source.js';

const daily = (span: string) => ({
  zone: 'Etc/UTC',
  hours: Object.fromEntries(WEEKDAYS.map((day) => [day, [span]])),
});
const helpdesk = daily('09:00-18:00');
const limit = { working_hours: 4, calendar: 'helpdesk' };
const asked = metrics({ first_response_in_time: [{ valid_from: FIRST_DAY, limit }] });
const first = [company({ calendars: { helpdesk } }), departments(), asked] as const;
const later = company({ valid_from: '2018-03-02', calendars: { helpdesk, hotline: daily('00:00-24:00') } });

let support: Awaited<ReturnType<typeof freshSupport>>;
const department = supportProcess();
beforeAll(async () => {
  support = await freshSupport();
});
afterAll(() => support?.stop());

async function report(...facts: readonly [at: string, what: NonNullable<ContactFact['what']>][]) {
  const checked = facts.map(([at, what]) => {
    const fact = { factId: what.$case, contactId: 'c', happenedAt: new Date(`${at}:00Z`), what };
    return supportFacts.check(CASE_KEY)(ContactFact.fromPartial(fact), 'REPORTED', NOW);
  });
  await support.database.transaction((tx) => recordFacts(tx, department, 'desk', checked, NOW));
}

/** The day and the result that stand, and what the case is flagged with. */
async function known() {
  await settle(support.database, department);
  const rows = await support.database.query<{ day: string; hits: number; version: number }>(
    'select day::text, hits, version from observation where day is not null order by version',
  );
  const newest = rows.at(-1);
  const flags = await support.database.query<{ inconsistency: string }>('select inconsistency from inconsistency');
  return [
    newest === undefined || newest.version % 2 === 0 ? undefined : [newest.day, newest.hits],
    ...flags.map(({ inconsistency }) => inconsistency),
  ];
}

describe('a move that is reported before the documents of the company', () => {
  it('is taken and flags nothing', async () => {
    const received = ContactReceived.fromPartial({ unit: 'team/a', zone: 'Etc/UTC' });
    await report(
      ['2018-03-05T16:00', { $case: 'received', value: received }],
      ['2018-03-05T17:00', { $case: 'moved', value: { calendar: 'hotline' } }],
      ['2018-03-06T10:30', { $case: 'firstResponse', value: {} }],
    );
    expect(await known()).toEqual([undefined]);
  });

  it('is flagged by documents that lack its calendar, and the contact keeps the one of its limit', async () => {
    await takeDocuments(support.database, published(...first));
    expect(await known()).toEqual([['2018-03-06', 1], 'MOVED_TO_UNKNOWN_CALENDAR']);
  });

  it('counts when a document brings the calendar, and the flag goes', async () => {
    await takeDocuments(support.database, published(...first, later));
    expect(await known()).toEqual([['2018-03-05', 0]]);
  });
});
