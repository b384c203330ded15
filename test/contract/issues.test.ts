import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FactResult } from '#libs/contracts/cx/facts/v1/facts.js';
import { Channel, ContactReceived } from '#libs/contracts/cx/support/v1/support.js';
import { call } from '#libs/grpc/client.js';
import { contactFact as fact, startSupport } from './cases/support.js';

let support: Awaited<ReturnType<typeof startSupport>>;
const FIRST = '2018-03-05T09:00:00Z';
const answered = { $case: 'firstResponse' as const, value: {} };
const received = (unit: string, channel: Channel) => ({
  $case: 'received' as const,
  value: ContactReceived.fromPartial({ unit, channel, zone: 'Europe/Berlin' }),
});

beforeAll(async () => {
  support = await startSupport();
});
afterAll(() => support?.stop());

async function observed(metric: string) {
  await call(support.facts, 'declareComplete', { completeThrough: new Date('2018-05-01T00:00:00Z') });
  await support.sweep();
  const range = { firstDay: '2018-03-01', lastDay: '2018-04-30' };
  const rest = { definition: 0, unit: '', outcome: 0, responsible: '', pageSize: 50, pageToken: '' };
  return (await call(support.facts, 'listObservations', { metric, ...range, ...rest })).observations;
}
const results = async (metric: string, caseId: string) =>
  (await observed(metric))
    .filter((one) => one.caseId === caseId)
    .map(({ part, unit, hit }) => [part, unit, hit])
    .sort();

/** A call on Monday, an e-mail on Thursday about the same parcel. The help desk gives each an id of its own. */
const CALL = { issueId: 'parcel #1001', what: received('team/a', Channel.CHANNEL_PHONE) };
const MAIL = { issueId: 'parcel #1001', what: received('team/b', Channel.CHANNEL_EMAIL) };

describe('a customer who asks twice about one issue, in two contacts', () => {
  it('makes one issue that was not solved at once, whatever order the facts come in', async () => {
    const facts = [
      fact('mail-2', '2018-03-08T09:30:00Z', { issueId: 'parcel #1001', what: answered }),
      fact('call-1', FIRST, CALL),
      fact('mail-2', '2018-03-08T09:00:00Z', MAIL),
      fact('call-1', '2018-03-05T11:00:00Z', { issueId: 'parcel #1001', what: answered }),
    ];
    for (const one of facts) {
      const { outcomes } = await support.send(one);
      expect(outcomes).toMatchObject([{ result: FactResult.FACT_RESULT_RECORDED }]);
    }
    expect(await results('solved_without_second_contact', 'parcel #1001')).toEqual([['', 'team/a', false]]);
  });

  it('is answered in each contact: the call too late, the e-mail in time', async () => {
    expect(await results('first_response_in_time', 'parcel #1001')).toEqual([
      ['call-1', 'team/a', false],
      ['mail-2', 'team/b', true],
    ]);
  });

  it('was helped at once when the second contact turns out to be about something else', async () => {
    const withdrawal = { $case: 'withdrawal' as const, value: { factId: `mail-2/received/2018-03-08T09:00:00Z` } };
    const { outcomes } = await support.send(fact('mail-2', FIRST, { issueId: 'parcel #1001', what: withdrawal }));
    expect(outcomes).toMatchObject([{ result: FactResult.FACT_RESULT_RECORDED }]);
    expect(await results('solved_without_second_contact', 'parcel #1001')).toEqual([['', 'team/a', true]]);
  });
});

describe('a contact without an issue', () => {
  it('is an issue of its own, as before', async () => {
    await support.send(
      fact('alone', FIRST),
      fact('alone', '2018-03-06T09:00:00Z', { what: { $case: 'contactedAgain', value: {} } }),
    );
    expect(await results('solved_without_second_contact', 'alone')).toEqual([['', 'team/a', false]]);
    expect(await results('first_response_in_time', 'alone')).toEqual([['', 'team/a', false]]);
  });

  it('is another case than the issue and the contact of the same name', async () => {
    await support.send(fact('7', FIRST), fact('8', FIRST, { ...MAIL, issueId: '7' }));
    const both = (await observed('solved_without_second_contact')).filter(({ caseId }) => caseId === '7');
    expect(both.map(({ unit }) => unit).sort()).toEqual(['team/a', 'team/b']);
  });
});

describe('facts of one contact that name two issues', () => {
  const refused = { result: FactResult.FACT_RESULT_REFUSED, reason: 'ISSUE_DIFFERS', field: 'issue_id' };

  it.each([
    ['an issue and none', 'i-1', ''],
    ['none and an issue', '', 'i-2'],
    ['two issues', 'i-3', 'i-4'],
  ])('%s are refused instead of torn apart', async (title, one, other) => {
    const answer = (issueId: string, at: string) => fact(title, at, { issueId, what: answered });
    await support.send(fact(title, FIRST, { issueId: one, what: CALL.what }));
    expect((await support.send(answer(other, '2018-03-05T09:10:00Z'))).outcomes).toMatchObject([refused]);
    expect((await support.send(answer(one, '2018-03-05T09:20:00Z'))).outcomes).toMatchObject([
      { result: FactResult.FACT_RESULT_RECORDED },
    ]);
  });

  it('in one call are refused, too', async () => {
    const both = [fact('both', FIRST, CALL), fact('both', FIRST, { issueId: 'i-5', what: answered })];
    expect((await support.send(...both)).outcomes).toMatchObject([
      { result: FactResult.FACT_RESULT_RECORDED },
      refused,
    ]);
  });

  it('may be corrected: withdraw the fact with the wrong issue, then report it with the right one', async () => {
    const wrong = fact('moved', FIRST, { ...CALL, issueId: 'wrong' });
    const withdrawal = { $case: 'withdrawal' as const, value: { factId: wrong.factId } };
    await support.send(wrong);
    await support.send(fact('moved', FIRST, { issueId: 'wrong', what: withdrawal }));
    const { outcomes } = await support.send(fact('moved', FIRST, { ...CALL, issueId: 'right', factId: 'moved/again' }));
    expect(outcomes).toMatchObject([{ result: FactResult.FACT_RESULT_RECORDED }]);
  });
});
