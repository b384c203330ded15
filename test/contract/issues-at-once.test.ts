import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FactResult } from '#libs/contracts/cx/facts/v1/facts.js';
import {
  type ContactFact,
  type RecordContactFactsResponse,
  StreamContactFactsRequest,
  SupportServiceClient,
} from '#libs/contracts/cx/support/v1/support.js';
import { contactFact as fact, startSupport } from './cases/support.js';

/** Calls that come at one instant, and report one contact in different issues. */

const AT = '2018-03-05T09:00:00Z';
const TRIES = 40;
const { FACT_RESULT_RECORDED: RECORDED, FACT_RESULT_REFUSED: REFUSED } = FactResult;

let support: Awaited<ReturnType<typeof startSupport>>;
beforeAll(async () => {
  support = await startSupport();
});
afterAll(() => support?.stop());

type Send = (...facts: readonly ContactFact[]) => Promise<RecordContactFactsResponse>;

/** One portion of a stream of its own, so that two of them run beside each other. */
async function stream(feed: string, ...facts: readonly ContactFact[]): Promise<RecordContactFactsResponse> {
  const calls = support.as(SupportServiceClient, feed).streamContactFacts();
  const answer = new Promise<RecordContactFactsResponse>((resolve, reject) => {
    calls.on('data', ({ portion }) => resolve(portion));
    calls.on('error', reject);
  });
  calls.write(StreamContactFactsRequest.fromPartial({ portion: { facts: [...facts], origin: 1 } }));
  calls.end();
  return answer;
}

/** In how many cases the facts about each contact stand. */
async function casesOf(prefix: string): Promise<readonly number[]> {
  const rows = await support.database.query<{ cases: number }>(
    'select count(distinct case_ref)::int as cases from fact where fact_id like $1 group by split_part(fact_id, $2, 1)',
    [`${prefix}%`, '/'],
  );
  return rows.map(({ cases }) => cases);
}

describe.each([
  [
    'calls',
    (): Send =>
      (...facts) =>
        support.send(...facts),
  ],
  [
    'streams',
    (): Send =>
      (...facts) =>
        stream('generator', ...facts),
  ],
] as const)('two %s at one instant that report one contact', (name, sender) => {
  const of = (contact: string, issueId: string) => fact(contact, AT, { issueId, factId: `${contact}/${issueId}` });

  it('in two issues, or in an issue and in none, store it in one of them and refuse the other', async () => {
    const send = sender();
    for (let one = 0; one < TRIES; one++) {
      const contact = `${name}-${one}`;
      const other = one % 2 === 0 ? 'b' : '';
      const answers = await Promise.all([send(of(contact, 'a')), send(of(contact, other))]);
      const results = answers.flatMap(({ outcomes }) => outcomes.map(({ result, reason }) => [result, reason]));
      expect(results.sort()).toEqual(
        [
          [RECORDED, ''],
          [REFUSED, 'ISSUE_DIFFERS'],
        ].sort(),
      );
    }
    expect(await casesOf(name)).toEqual(Array.from({ length: TRIES }, () => 1));
  });

  it('in one issue store both, and many contacts in opposite orders do not block each other', async () => {
    const send = sender();
    const contacts = Array.from({ length: 60 }, (_, one) => `both-${name}-${one}`);
    for (let one = 0; one < 5; one++) {
      const again = (kind: string) =>
        contacts.map((contact) => fact(contact, AT, { issueId: `of-${contact}`, factId: `${contact}/${kind}${one}` }));
      const answers = await Promise.all([send(...again('x')), send(...again('y').reverse()), send(...again('z'))]);
      for (const { outcomes } of answers) for (const { result } of outcomes) expect(result).toBe(RECORDED);
    }
    expect(await casesOf(`both-${name}`)).toEqual(contacts.map(() => 1));
  });

  it('while its only fact is withdrawn, leave its facts in one issue', async () => {
    const send = sender();
    for (let one = 0; one < TRIES / 2; one++) {
      const contact = `gone-${name}-${one}`;
      await send(of(contact, 'a'));
      const withdrawal = { $case: 'withdrawal' as const, value: { factId: `${contact}/a` } };
      const answers = await Promise.all([
        send(fact(contact, AT, { issueId: 'a', factId: `${contact}/w`, what: withdrawal })),
        send(fact(contact, AT, { issueId: 'a', factId: `${contact}/again` })),
        send(of(contact, 'b')),
      ]);
      const results = answers.map(({ outcomes: [outcome] }) => outcome?.result);
      // The withdrawal is always taken; the others report two issues, so at most one of them is.
      expect(results[0]).toBe(RECORDED);
      expect(results.slice(1).filter((result) => result === RECORDED).length).toBeLessThanOrEqual(1);
    }
  });
});
