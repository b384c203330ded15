import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FactResult } from '#libs/contracts/cx/facts/v1/facts.js';
import { call } from '#libs/grpc/client.js';
import { countOf, judged } from '#test/golden/real-contacts.js';
import { contentOf, factsOfTicket, realTickets } from '#test/golden/real-tickets.js';
import { startSupport } from './cases/support.js';

const tickets = realTickets();
const METRICS = ['first_response_in_time', 'resolved_in_time', 'stayed_resolved', 'handled_without_transfer'] as const;

/** Tickets of a real help desk whose log repeats rows, with all their rows, in the order of the log. */
describe.skipIf(tickets === undefined)('a help desk that reports its log row by row', () => {
  const some = [...(tickets ?? [])].filter(([, events]) => new Set(events.map(contentOf)).size < events.length);
  const facts = some.flatMap(([ticket, events]) => factsOfTicket(ticket, events));
  const ids = new Set(facts.map(({ factId }) => factId));
  let support: Awaited<ReturnType<typeof startSupport>>;

  beforeAll(async () => {
    support = await startSupport();
  });
  afterAll(() => support?.stop());

  const outcomesOf = async () => {
    const { outcomes } = await support.send(...facts);
    const count = (wanted: FactResult) => outcomes.filter(({ result }) => result === wanted).length;
    return [count(FactResult.FACT_RESULT_RECORDED), count(FactResult.FACT_RESULT_ALREADY_RECORDED), outcomes.length];
  };

  it('has identical rows in more than a hundred tickets', () => {
    const repeats = some.reduce((sum, [, events]) => sum + events.length - new Set(events.map(contentOf)).size, 0);
    expect([repeats, some.length > 100, facts.length > ids.size, facts.length <= 1_000]).toEqual([
      127,
      true,
      true,
      true,
    ]);
  });

  it('is told of each repeat that it is recorded already', async () => {
    expect(await outcomesOf()).toEqual([ids.size, facts.length - ids.size, facts.length]);
  });

  it('may report the whole log once more', async () => {
    expect(await outcomesOf()).toEqual([0, facts.length, facts.length]);
  });

  it('has the hits and cases of a log without repeats', async () => {
    const [last = 0] = facts.map(({ happenedAt }) => happenedAt?.getTime() ?? 0).sort((a, b) => b - a);
    await call(support.facts, 'declareComplete', { completeThrough: new Date(last + 60 * 86_400_000) });
    await support.sweep();
    const evaluations = judged([...new Map(facts.map((fact) => [fact.factId, fact])).values()]);
    for (const metric of METRICS) {
      const [hits, cases] = countOf(evaluations, metric);
      const counted = [1, 2].map((outcome) => observations(metric, outcome));
      expect([metric, ...(await Promise.all(counted))]).toEqual([metric, hits, cases - hits]);
    }
  });

  async function observations(metric: string, outcome: number): Promise<number> {
    let [count, pageToken] = [0, ''];
    do {
      const range = { firstDay: '2009-01-01', lastDay: '2015-12-31', definition: 0, unit: '', responsible: '' };
      const asked = { metric, ...range, outcome, pageSize: 1_000, pageToken };
      const page = await call(support.facts, 'listObservations', asked);
      count += page.observations.length;
      pageToken = page.nextPageToken;
    } while (pageToken !== '');
    return count;
  }
});
