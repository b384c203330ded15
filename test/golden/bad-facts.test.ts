import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { factsThatStand } from '#libs/cases/facts/stored-fact.js';
import type { FieldContract } from '#libs/maps/contract/fact-contract.js';
import {
  aFactOf,
  asCase,
  checked,
  DEPARTMENTS,
  type FactKindRow,
  KINDS,
  NOW,
  type Sent,
} from '#test/catalogue/any-fact.js';
import { defaultRules } from '#test/rules/documents.js';

const YEAR_MS = 366 * 86_400_000;
const rows = KINDS.map((row) => [`${row.department} ${row.kind}`, row] as const);
/** A good fact of the kind, always the same one. */
const good = (row: FactKindRow): Sent => fc.sample(aFactOf([row]), { seed: 7, numRuns: 1 })[0]!.sent;
const reasonOf = (row: FactKindRow, sent: Sent) => {
  const found = checked(row, sent);
  return found.is === 'refused' ? found.refusal.reason : 'taken';
};
const camel = (name: string) => name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/** Values of a field that no fact may have. */
function wrongValues({ type, choices = {}, several }: FieldContract): unknown[] {
  const wrong: Readonly<Partial<Record<FieldContract['type'], readonly unknown[]>>> = {
    instant: [new Date(NOW - 100 * YEAR_MS), new Date(NOW + 200 * YEAR_MS)],
    day: ['1918-03-02', '2218-03-02', '2018-02-30', 'tomorrow'],
    whole: [-1, 2_147_483_647],
    unit: ['Area North', '/', 'a'.repeat(1_000)],
    zone: ['Berlin', 'Mars/Olympus'],
    choice: [Math.max(...Object.values(choices).map(Number)) + 90],
  };
  return (wrong[type] ?? []).map((value) => (several === true ? [value] : value));
}

describe.each(rows)('%s', (_, row) => {
  it.each([
    ['before 2000', Date.UTC(1999, 11, 31), 'TIME_OUT_OF_RANGE'],
    ['a century ago', NOW - 100 * YEAR_MS, 'TIME_OUT_OF_RANGE'],
    ['in two days', NOW + 2 * 86_400_000, 'TIME_OUT_OF_RANGE'],
    ['in a century', NOW + 100 * YEAR_MS, 'TIME_OUT_OF_RANGE'],
  ])('that happened %s is refused', (__, happenedAt, reason) => {
    expect(reasonOf(row, { ...good(row), happenedAt })).toBe(reason);
  });

  it('without its id, its case or its instant is refused by a named reason', () => {
    const nameless = row.about === '' ? { orderId: '', contactId: '' } : { subjectId: '' };
    const reasons = [{ factId: '' }, nameless, { happenedAt: undefined }].map((change) =>
      reasonOf(row, { ...good(row), change }),
    );
    expect(reasons[0]).toBe('FACT_ID_INVALID');
    expect(reasons[1]).toMatch(/_ID_INVALID$/);
    expect(reasons[2]).toBe('TIME_MISSING');
  });

  it('with a field that is years off, out of range or unknown is refused by a named reason', () => {
    const fact = good(row);
    const taken = Object.entries(row.fields).flatMap(([name, field]) =>
      wrongValues(field)
        .filter((value) => reasonOf(row, { ...fact, value: { ...fact.value, [camel(name)]: value } }) === 'taken')
        .map((value) => `${name} ${JSON.stringify(value)}`),
    );
    expect(taken).toEqual([]);
  });

  it('twice with different content is flagged, unless several are normal; twice with the same content is not', () => {
    const rules = defaultRulesOf(row);
    const { facts, judge } = DEPARTMENTS[row.department];
    const first = good(row);
    const second = { ...first, happenedAt: first.happenedAt + 1 };
    const flags = (...sent: Sent[]) => {
      const known = factsThatStand(asCase(sent.map((one) => ({ row, sent: one }))));
      judge(known, rules);
      return facts.knownOf(known).inconsistencies.filter((flag) => flag.includes('_TWICE'));
    };
    const isNormal = row.counts === 'every' || row.mayRepeat;
    expect(flags(first, second).length).toBe(isNormal ? 0 : 1);
    if (!isNormal) expect(flags(first, second)[0]).toContain(`${row.kind.toUpperCase()}_TWICE`);
    expect(flags(first, first)).toEqual([]);
  });
});

const RULES = new Map<string, ReturnType<typeof defaultRules>>();
function defaultRulesOf({ department }: FactKindRow) {
  const known = RULES.get(department) ?? defaultRules(department);
  RULES.set(department, known);
  return known;
}
