import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Source } from '#libs/domain/source.js';
import { call } from '#libs/grpc/client.js';
import { customFact } from './cases/custom.js';
import { startOwn } from './cases/own.js';
import { settle } from './cases/source.js';

const at = (day: number, hour = 12) => new Date(Date.UTC(2018, 2, day, hour));
const clock = { now: () => at(31).getTime() };

/** IT publishes that a page was answered; the shop's operators are measured by alarms that were answered on their day. */
const DOCUMENT = `
valid_from: 2018-01-01
departments:
  it:
    case: { description: One alarm, named_by: [alarm] }
    facts:
      answered:
        description: The team answered
        fields: { alarm: { type: text }, by: { type: text } }
    publishes:
      page_answered:
        description: The team answered
        when: has(answered)
        happened_at: answered.happened_at
        day: dayOf(answered.happened_at, "Europe/Berlin")
        text: answered.by
    metrics: {}
  operators:
    case: { description: One alarm, named_by: [number], same_as: it }
    facts:
      raised:
        description: An alarm was raised
        fields: { number: { type: text }, day: { type: day } }
    hears:
      solved: { milestone: it/page_answered }
    metrics:
      solved_on_its_day:
        title: Solved on its day
        question: Was the alarm answered on its day?
        misses_are: alarms that were answered later
        role: SCORED
        population: has(raised)
        hit: has(solved) && has(solved.day) && has(solved.text) && solved.day == raised.day && solved.text != "robot"
        due: endOfDay(raised.day, "Europe/Berlin")
        day: raised.day
        unit: '"operators"'
`;

type Own = Awaited<ReturnType<typeof startOwn>>;
let it_: Own;
let operators: Own;
beforeAll(async () => {
  it_ = await startOwn('it', [], clock);
  operators = await startOwn('operators', ['it' as Source], clock);
  for (const one of [it_, operators]) await one.publishDocument(DOCUMENT);
});
afterAll(() => Promise.all([it_?.stop(), operators?.stop()]));

const text = (value: string) => ({ $case: 'text', value }) as const;
const raise = (number: string) =>
  operators.send(
    customFact(
      `raised-${number}`,
      at(5).toISOString(),
      { $case: 'kind', value: 'raised' },
      {
        ...{ number: text(number), day: { $case: 'day', value: '2018-03-05' } },
      },
    ),
  );
const answer = (alarm: string, when: Date, by = 'ann', id = `answered-${alarm}`) =>
  it_.send(
    customFact(id, when.toISOString(), { $case: 'kind', value: 'answered' }, { alarm: text(alarm), by: text(by) }),
  );
const travel = () => settle([it_, operators]);
const solved = () => operators.verdicts('solved_on_its_day');
const published = async () => {
  const rows = await it_.database.query<{ name: string; revision: number; withdrawn: boolean }>(
    'select name, revision, withdrawn from published_milestone order by name, revision',
  );
  return rows.map(({ name, revision, withdrawn }) => `${name} ${revision}${withdrawn ? ' withdrawn' : ''}`);
};

/** One story, in this order. */
describe('a department of the company that publishes a milestone', () => {
  it('lets another one hear it, whose cases are the same ones', async () => {
    for (const number of ['1', '2', '3']) await raise(number);
    await answer('1', at(5, 13));
    await answer('2', at(6));
    for (const one of [it_, operators]) await call(one.facts, 'declareComplete', { completeThrough: at(31, 11) });
    await travel();
    expect(await solved()).toEqual(['1 2018-03-05 hit', '2 2018-03-05 miss', '3 2018-03-05 miss']);
  });

  it('publishes what was corrected as the next revision, and what was taken back as a withdrawal', async () => {
    await answer('2', at(6, 13), 'robot', 'again'); // the last fact counts
    await answer('3', at(5, 14), 'bob');
    await it_.send(
      customFact(
        'mistake',
        at(7).toISOString(),
        { $case: 'withdrawal', value: { factId: 'answered-1', reason: '' } as never },
        {
          alarm: text('1'),
        },
      ),
    );
    await travel();
    expect((await published()).sort()).toEqual(['page_answered 1', 'page_answered 2', 'page_answered 2 withdrawn']);
    expect(await solved()).toEqual(['1 2018-03-05 miss', '2 2018-03-05 miss', '3 2018-03-05 hit']);
    expect(await operators.counted('solved_on_its_day')).toEqual({ hits: 1, misses: 2 });
  });

  it('takes it back when a document for the same days makes it otherwise, and publishes it again by the next one', async () => {
    await it_.publishDocument(DOCUMENT.replace('when: has(answered)', 'when: has(answered) && answered.by == "ann"'));
    await travel();
    expect(await solved()).toEqual(['1 2018-03-05 miss', '2 2018-03-05 miss', '3 2018-03-05 miss']);
    await it_.publishDocument(DOCUMENT);
    await travel();
    expect(await solved()).toEqual(['1 2018-03-05 miss', '2 2018-03-05 miss', '3 2018-03-05 hit']);
    expect(await operators.counted('solved_on_its_day')).toEqual({ hits: 1, misses: 2 });
  });

  it('keeps it when a later document begins after it happened', async () => {
    const before = await published();
    await it_.publishDocument(
      DOCUMENT.replace('2018-01-01', '2018-03-20').replace(
        'when: has(answered)',
        'when: has(answered) && answered.by == "eve"',
      ),
    );
    await travel();
    expect(await published()).toEqual(before);
  });

  it('is a batch like the others: every reader of this version can read it', async () => {
    expect((await it_.publish()).length).toBeGreaterThan(0);
    expect((await operators.publish()).length).toBeLessThanOrEqual(1); // how far it has reported, and no milestone
  });
});
