import { describe, expect, it } from 'vitest';
import { lines, mapped } from './fixtures/mapped.js';

const fact = (fields: string, when = '') => `
  - fact: ordering.released
    ${when}
    fact_id: "{order}/released"
    order_id: "{order}"
    happened_at: "{at}"
    fields:
      hand_over_due_at: ${fields}
      origin_unit: origin/a
`;
const orders = (more: string, facts: string) => `
map: test
zone: Europe/Berlin
tables:
  orders:
    columns: {order: Order, at: {column: At, type: instant}, due: {column: Due, type: day, optional: true}, state: State}
    ${more}
facts:${facts}`;
const row = { Order: 'a', At: '2018-03-02T14:10:00', Due: '2018-03-05', State: 'open' };
const dueOf = (text: string, files = { orders: [row] } as Record<string, object[]>) =>
  mapped(text, files as never).map(({ fact: { what } }) =>
    (what as { value: { handOverDueAt: Date } }).value.handOverDueAt.toISOString(),
  );

describe('a row', () => {
  it('makes facts of several departments', () => {
    const text = `
map: test
zone: Europe/Berlin
tables: {orders: {columns: {order: Order, at: {column: At, type: instant}}}}
facts:
  - {fact: warehouse.handed_over, fact_id: "{order}/out", order_id: "{order}", happened_at: "{at}"}
  - {fact: delivery.delivered, fact_id: "{order}/in", order_id: "{order}", happened_at: {value: "{at}", plus: {civil_days: 1}}}
`;
    const facts = mapped(text, { orders: [row] });
    expect(facts.map(({ to }) => to)).toEqual(['warehouse', 'delivery']);
    expect(lines(facts)).toEqual(['a/out 2018-03-02T13:10:00.000Z {}', 'a/in 2018-03-03T13:10:00.000Z {}']);
  });

  it.each([
    ['{value: "{at}", plus: {hours: 4}}', '2018-03-02T17:10:00.000Z'],
    ['{value: "{at}", minus: {minutes: 10}}', '2018-03-02T13:00:00.000Z'],
    ['{value: "{at}", plus: {civil_days: 30}}', '2018-04-01T12:10:00.000Z'], // after the clocks went forward
    ['{value: "{due}", at_time: "18:00"}', '2018-03-05T17:00:00.000Z'],
    ['{value: {value: "{due}", plus: {civil_days: 1}}, at_time: "18:00"}', '2018-03-06T17:00:00.000Z'],
    ['{first_of: ["{at}", {value: "{due}", at_time: "18:00"}]}', '2018-03-02T13:10:00.000Z'],
    ['{latest: ["{at}", {value: "{due}", at_time: "18:00"}]}', '2018-03-05T17:00:00.000Z'],
    ['{if: {state: open}, then: "{at}", otherwise: {value: "{due}", at_time: "18:00"}}', '2018-03-02T13:10:00.000Z'],
    ['{if: {state: shut}, then: "{at}", otherwise: {value: "{due}", at_time: "18:00"}}', '2018-03-05T17:00:00.000Z'],
  ])('gives %s as %s', (expression, expected) => {
    expect(dueOf(orders('', fact(expression)))).toEqual([expected]);
  });

  it.each([
    ['when: {state: open}', 1],
    ['when: {state: [shut, open]}', 1],
    ['when: {state: shut}', 0],
    ['when: {state: {not: open}}', 0],
    ['when: {due: {filled: true}, state: shut}', 0],
    ['when: {due: {filled: false}}', 0],
    ['when: {any: [{state: shut}, {due: {filled: true}}]}', 1],
    ['when: {not: {state: shut}}', 1],
    ['when: {state: {same_as: order}}', 0],
    ['when: {state: {differs_from: order}}', 1],
    ['when: {at: {after: later}}', 0],
    ['when: {at: {before: later}}', 1],
    ['when: {number: {more_than: 2}}', 1],
    ['when: {number: {less_than: 3}}', 0],
  ])('with %s makes %d facts', (when, count) => {
    const text = orders('words: {later: {value: "{at}", plus: {seconds: 1}}, number: 3}', fact('"{at}"', when));
    expect(mapped(text, { orders: [row] })).toHaveLength(count);
  });

  it('finds the rows of another file by their key', () => {
    const text = `
map: test
zone: Europe/Berlin
tables:
  orders:
    columns: {order: Order, at: {column: At, type: instant}}
    rows: {items: {table: items, where: {of: order}}}
  items:
    columns: {of: Order, limit: {column: Limit, type: instant}, kind: Kind, seller: Seller}
facts:${fact('{latest: "{items.limit}", when: {kind: goods}}', 'when: {order: {filled: true}}').replace('origin/a', '{first_of: [{value: {only: "{items.seller}"}}, origin/unattributed]}')}`;
    const item = (limit: string, kind: string, seller: string) => ({
      Order: 'a',
      Limit: limit,
      Kind: kind,
      Seller: seller,
    });
    const items = [
      item('2018-03-04 10:00', 'goods', 's1'),
      item('2018-03-05 10:00', 'goods', 's2'),
      item('2018-03-09 10:00', 'gift', 's2'),
    ];
    const [made] = mapped(text, { orders: [row], items });
    expect((made?.fact['what'] as { value: object } | undefined)?.value).toEqual({
      handOverDueAt: new Date('2018-03-05T09:00:00Z'),
      originUnit: 'origin/unattributed',
    });
    expect(() => mapped(text, { orders: [row], items: [] })).toThrow('hand_over_due_at is empty');
  });

  it('takes rows that follow each other with the same id as one', () => {
    const text = orders(
      'rows: {lines: {same: order, columns: {ready: {column: Ready, type: instant}}}}',
      fact('{latest: "{lines.ready}"}'),
    );
    const rows = ['2018-03-04 10:00', '2018-03-06 10:00'].map((Ready) => ({ ...row, Ready }));
    expect(dueOf(text, { orders: rows })).toEqual(['2018-03-06T09:00:00.000Z']);
  });

  it('takes cells that hold lists as rows, and each of them can make a fact', () => {
    const text = `
map: test
tables:
  orders:
    columns: {order: Order}
    rows: {answers: {split: "|", columns: {score: {column: Scores, type: whole}, at: {column: Times, type: instant}}}}
facts:
  - {fact: survey.answered, each: answers, fact_id: "{order}/{score}", order_id: "{order}", happened_at: "{at}", fields: {score: "{score}"}}
`;
    const facts = mapped(text, {
      orders: [{ Order: 'a', Scores: '5|4', Times: '2018-03-02T14:10:00Z|2018-03-03T14:10:00Z' }],
    });
    expect(lines(facts)).toEqual([
      'a/5 2018-03-02T14:10:00.000Z {"score":5}',
      'a/4 2018-03-03T14:10:00.000Z {"score":4}',
    ]);
  });

  it('takes a list inside a JSON value as rows that know the row around them', () => {
    const text = `
map: test
tables:
  tickets:
    columns: {ticket: id, customer: requester.id}
    rows: {comments: {list: comments, columns: {author: author_id, public: {column: public, type: yes_no}, at: {column: created_at, type: instant}}}}
facts:
  - fact: support.first_response
    fact_id: "{ticket}/answered"
    contact_id: "{ticket}"
    happened_at: {earliest: "{comments.at}", when: {public: true, author: {differs_from: customer}}}
`;
    const comment = (author_id: number, isPublic: boolean, minute: number) => ({
      author_id,
      public: isPublic,
      created_at: `2018-03-02T14:0${minute}:00Z`,
    });
    const tickets = [
      {
        id: 7,
        requester: { id: 1 },
        comments: [comment(1, true, 0), comment(2, false, 1), comment(2, true, 2), comment(3, true, 3)],
      },
    ];
    expect(lines(mapped(text, { tickets }))).toEqual(['7/answered 2018-03-02T14:02:00.000Z {}']);
  });

  it('reports every cell that is wrong, with its column', () => {
    const wrong = { ...row, At: 'soon', Due: 'then' };
    expect(() => mapped(orders('', fact('"{at}"')), { orders: [wrong] })).toThrow(
      /"soon" is not a timestamp.*"then" is not a day/,
    );
  });

  it('is refused for an id that no department takes', () => {
    const call = () => mapped(orders('', fact('"{at}"')), { orders: [{ ...row, Order: 'a\tb' }] });
    expect(call).toThrow('the id "a\tb" holds U+0009, which cannot be printed; remove this character');
  });

  it('has the hash of a fact id that would be too long', () => {
    const [made] = mapped(orders('', fact('"{at}"')), { orders: [{ ...row, Order: 'x'.repeat(128) }] });
    expect(made?.fact['factId']).toMatch(/^[0-9a-f]{64}$/);
  });
});
