import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Outcome } from '#libs/contracts/cx/facts/v1/facts.js';
import type { ContactFact } from '#libs/contracts/cx/support/v1/support.js';
import { WEEKDAYS } from '#libs/domain/working-calendar.js';
import { call } from '#libs/grpc/client.js';
import { rulesOf } from '#libs/rules/rules.js';
import { company, departments, FIRST_DAY, metrics, published } from '#test/rules/documents.js';
import { contactFact as fact, startSupport } from './cases/support.js';

const daily = (span: string) => ({
  zone: 'Etc/UTC',
  hours: Object.fromEntries(WEEKDAYS.map((day) => [day, [span]])),
});
const calendars = { helpdesk: daily('09:00-18:00'), hotline: daily('00:00-24:00') };
const limit = { working_hours: 4, calendar: 'helpdesk' };
const documents = published(
  company({ calendars }),
  departments(),
  metrics({ first_response_in_time: [{ valid_from: FIRST_DAY, limit }] }),
);

let support: Awaited<ReturnType<typeof startSupport>>;
beforeAll(async () => {
  const rules = rulesOf(documents, 'support');
  support = await startSupport(async () => rules);
  await call(support.facts, 'declareComplete', { completeThrough: new Date('2018-05-01T00:00:00Z') });
});
afterAll(() => support?.stop());

const MONDAY = '2018-03-05';
const answered = { $case: 'firstResponse' as const, value: {} };
const moved = (id: string, at: string, calendar = 'hotline', change: Partial<ContactFact> = {}) =>
  fact(id, at, { what: { $case: 'moved', value: { calendar } }, ...change });

async function observed(caseId: string, outcome = Outcome.OUTCOME_UNSPECIFIED) {
  await support.sweep();
  const range = { metric: 'first_response_in_time', firstDay: '2018-03-01', lastDay: '2018-04-30' };
  const rest = { definition: 0, unit: '', outcome, responsible: '', pageSize: 50, pageToken: '' };
  const { observations } = await call(support.facts, 'listObservations', { ...range, ...rest });
  return observations.find((one) => one.caseId === caseId) ?? expect.fail(`${caseId} is not listed`);
}
const verdict = async (caseId: string) => {
  const { day, hit } = await observed(caseId);
  return [day, hit];
};
const workedBy = ({ worked }: Awaited<ReturnType<typeof observed>>) =>
  worked.map(({ calendar, from, workedMs }) => [
    calendar,
    from?.toISOString().slice(11, 16),
    Number(workedMs) / 60_000,
  ]);

describe('a contact that moves to another calendar', () => {
  it('is judged by both, and its evidence says how much was worked by each', async () => {
    await support.send(
      fact('c-1', `${MONDAY}T16:00:00Z`),
      moved('c-1', `${MONDAY}T17:00:00Z`),
      fact('c-1', `${MONDAY}T20:00:01Z`, { what: answered }),
    );
    const seen = await observed('c-1');
    expect([seen.day, seen.hit, seen.appliedLimits]).toEqual([
      MONDAY,
      false,
      'limit 4 working hours of the calendar helpdesk',
    ]);
    expect(workedBy(seen)).toEqual([
      ['helpdesk', '16:00', 60],
      ['hotline', '17:00', 180],
    ]);
    expect(seen.known.map(({ name, detail }) => [name, detail])).toContainEqual(['moved', 'to the calendar hotline']);
  });

  it('has nothing to say of calendars when it did not move', async () => {
    await support.send(fact('c-2', `${MONDAY}T16:00:00Z`), fact('c-2', '2018-03-06T11:00:00Z', { what: answered }));
    expect(await verdict('c-2')).toEqual(['2018-03-06', true]);
    expect(workedBy(await observed('c-2'))).toEqual([]);
  });

  it('is judged by the sweep when it was never answered', async () => {
    await support.send(fact('c-3', `${MONDAY}T16:00:00Z`), moved('c-3', `${MONDAY}T17:00:00Z`));
    expect(await verdict('c-3')).toEqual([MONDAY, false]);
  });

  it('is judged again when the move is reported after the verdict, and when it is withdrawn', async () => {
    await support.send(fact('c-4', `${MONDAY}T16:00:00Z`), fact('c-4', '2018-03-06T10:30:00Z', { what: answered }));
    expect(await verdict('c-4')).toEqual(['2018-03-06', true]);
    await support.send(moved('c-4', `${MONDAY}T17:00:00Z`, 'hotline', { factId: 'late' }));
    expect(await verdict('c-4')).toEqual([MONDAY, false]);
    const withdrawal = { $case: 'withdrawal' as const, value: { factId: 'late' } };
    await support.send(fact('c-4', `${MONDAY}T17:00:00Z`, { what: withdrawal }));
    expect(await verdict('c-4')).toEqual(['2018-03-06', true]);
    const rows = await support.database.query<{ version: number; day: string }>(
      `select version, day::text from observation where case_ref in
       (select case_ref from fact where fact_id = 'late') order by day, version`,
    );
    expect(rows.map(({ version, day }) => [version, day]).sort()).toEqual([
      [1, '2018-03-06'],
      [2, '2018-03-06'],
      [3, '2018-03-05'],
      [4, '2018-03-05'],
      [5, '2018-03-06'],
    ]);
  });

  it('that waits for its customer stands still, with what was worked until then', async () => {
    await support.send(
      fact('c-5', `${MONDAY}T16:00:00Z`),
      moved('c-5', `${MONDAY}T17:00:00Z`),
      fact('c-5', `${MONDAY}T19:00:00Z`, { what: { $case: 'waitingBegan', value: {} } }),
    );
    const seen = await observed('c-5', Outcome.OUTCOME_STANDS_STILL);
    expect(seen.standsStillSince).toEqual(new Date(`${MONDAY}T19:00:00Z`));
    expect(workedBy(seen)).toEqual([
      ['helpdesk', '16:00', 60],
      ['hotline', '17:00', 120],
    ]);
  });

  it('keeps its calendar and is flagged when the company does not have the other one', async () => {
    const { outcomes } = await support.send(
      fact('c-6', `${MONDAY}T16:00:00Z`),
      moved('c-6', `${MONDAY}T17:00:00Z`, 'schedule #7'),
    );
    for (const { suspicions } of outcomes) expect(suspicions).toEqual(['MOVED_TO_UNKNOWN_CALENDAR']);
    expect(await verdict('c-6')).toEqual(['2018-03-06', false]);
    expect((await observed('c-6')).inconsistencies).toEqual(['MOVED_TO_UNKNOWN_CALENDAR']);
  });
});
