import { describe, expect, it } from 'vitest';
import { CATALOGUE } from '#libs/catalogue/catalogue.js';
import { parsePeriod } from '#libs/domain/period.js';
import { ONLY_OWN, OWN_RULESET, OWN_TEXT, PRODUCT, WITH_PRODUCT } from '../fixtures/own-department.js';
import { FIRST_TEXT, RULESETS } from '../fixtures/real-orders.js';
import { definitionIn, namesPeriod, parseRuleset, RulesetError } from './ruleset.js';

const text = FIRST_TEXT;
const first = parseRuleset(text);

describe('the first ruleset', () => {
  it('was published after every period it names, so nothing by it is payable', () => {
    expect(new Date(first.publishedAt).toISOString()).toBe('2026-11-24T09:00:00.000Z');
    expect(first.calendar.every(({ last }) => last !== undefined && Date.parse(last.lastDay) < first.publishedAt)).toBe(
      true,
    );
  });

  it.each([
    ['2017-01', false],
    ['2017-02', true],
    ['2018-08', true],
    ['2018-09', false], // the file is cut: 379 of 379 would read as 100
    ['2017-12-12m', false], // begins in 2017-01
    ['2018-01-12m', true],
    ['2018-08-12m', true],
    ['2018-09-12m', false],
  ])('%s is in its calendar: %s', (name, isNamed) => {
    const period = parsePeriod(name);
    if (period === undefined) throw new Error(`${name} is a period`);
    expect(namesPeriod(first, period)).toBe(isNamed);
    expect(RULESETS.for(period)?.name).toBe(isNamed ? '2018-first' : undefined);
  });

  it('weighs only scored metrics, and each of them says what its misses are', () => {
    const rules = [...first.departments.values()].flat();
    expect(rules.filter(({ stated }) => stated.role !== 'SCORED' || stated.missesAre === 'misses')).toEqual([]);
  });

  it('has one hash, whatever its comments and the order of its keys', () => {
    expect(first.sha256.toString('hex')).toBe('1347f9750c3049d7fe45fc71e5286ce4236307ba17a8f0f4a8982d45d14a852c');
    const spelled = text
      .replaceAll(/#.*\n/g, '\n')
      .replace('{ department: 100, unit: 30 }', '{ unit: 30, department: 100 }');
    expect(parseRuleset(spelled).sha256).toEqual(first.sha256);
    expect(parseRuleset(text.replace('unit: 30', 'unit: 31')).sha256).not.toEqual(first.sha256);
  });
});

describe('a ruleset', () => {
  const renamed = text.replace('first_response_within_60_minutes', 'first_response_in_time');

  it('may name a metric by its id or by the name that it is recorded by', () => {
    expect(parseRuleset(renamed).departments.get('support')).toEqual(first.departments.get('support'));
  });

  it('counts the definition that it names, and of other metrics the first', () => {
    expect(definitionIn(first, 'arrived_at_last')).toBe(1);
    expect(definitionIn(first, 'promise_not_padded')).toBe(1);
    const more = parseRuleset(`${text}\ncontext:\n  - { metric: promise_not_padded, definition: 1 }\n`);
    expect(more.context.map(({ metric, definition }) => [metric, definition])).toEqual([['promise_not_padded', 1]]);
  });
});

describe('a range', () => {
  const [rule = ''] = /world_class_ppm: 990000\n/.exec(text) ?? [];
  const ranged = text.replace(
    rule,
    `${rule}      too_high: { world_class_ppm: 990000, target_ppm: 997000, floor_ppm: 1020000 }\n`,
  );

  it('is read beside the anchors, and only where the ruleset has one', () => {
    const [own, other] = parseRuleset(ranged).departments.get('ordering') ?? [];
    expect(own?.anchors.tooHigh).toEqual({ worldClassPpm: 990_000n, targetPpm: 997_000n, floorPpm: 1_020_000n });
    expect(other && 'tooHigh' in other.anchors).toBe(false);
    expect(parseRuleset(ranged).sha256).not.toEqual(first.sha256);
  });

  it.each([
    [
      'ends before world class',
      'world_class_ppm: 990000, target',
      'world_class_ppm: 989999, target',
      'anchors must fall',
    ],
    ['has its target at its end', 'target_ppm: 997000', 'target_ppm: 990000', 'anchors must fall'],
    ['falls like a cliff', 'floor_ppm: 1020000', 'floor_ppm: 1025001', 'a quarter as far above its world class'],
    ['has no floor', ', floor_ppm: 1020000', '', 'floor_ppm'],
  ])('is refused when it %s', (_, from, to, says) => {
    expect(() => parseRuleset(ranged.replace(from, to))).toThrow(says);
  });
});

describe('a ruleset may weigh a department of the company itself', () => {
  it('which comes after the built-in ones, wherever the text has it', () => {
    expect([...OWN_RULESET.departments.keys()]).toEqual(['ordering', 'warehouse', 'delivery', 'support', 'product']);
    expect(OWN_RULESET.departments.get(PRODUCT)?.map(({ metric, weightBp }) => [metric, weightBp])).toEqual([
      ['price_competitive', 10_000n],
    ]);
    expect(OWN_RULESET.departments.get('delivery')).toEqual(first.departments.get('delivery'));
  });

  it('and nothing else', () => {
    expect([...ONLY_OWN.departments.keys()]).toEqual(['product']);
  });

  it.each([
    ['whose metric is not known', OWN_TEXT, CATALOGUE, 'no definition 1 of price_competitive'],
    [
      'whose definition is not known',
      OWN_TEXT.replace('definition: 1', 'definition: 2'),
      WITH_PRODUCT,
      'no definition 2',
    ],
    ['whose metric is of another', OWN_TEXT.replace('  product:', '  it:'), WITH_PRODUCT, 'a metric of product'],
    ['with a reserved name', OWN_TEXT.replace('  product:', '  customer:'), WITH_PRODUCT, 'customer is no department'],
    ['that is the survey', OWN_TEXT.replace('  product:', '  survey:'), WITH_PRODUCT, 'survey is no department'],
    ['with a name in capitals', OWN_TEXT.replace('  product:', '  Product:'), WITH_PRODUCT, 'departments.Product'],
  ])('but none %s', (_, wrong, definitions, says) => {
    expect(() => parseRuleset(wrong, definitions)).toThrow(says);
  });
});

describe('a ruleset is refused', () => {
  it.each([
    [
      'that names an unknown definition',
      'definition: 1',
      'definition: 7',
      'no definition 7 of payment_approved_in_time',
    ],
    ['that names an unknown metric', 'metric: order_kept', 'metric: order_left', 'no definition 1 of order_left'],
    [
      'that weighs a metric of another department',
      'metric: order_kept',
      'metric: arrived_at_last',
      'a metric of delivery',
    ],
    ['with weights that make 9,999', 'weight_bp: 4000', 'weight_bp: 3999', 'add up to 10,000'],
    ['with anchors that do not rise', 'target_ppm: 950000', 'target_ppm: 800000', 'anchors must rise'],
    [
      'that pays most for the last tenth',
      'world_class_ppm: 998000',
      'world_class_ppm: 997000',
      'a quarter as far above',
    ],
    ['that names no month', 'first: 2017-02,', 'first: 2017-02-12m,', 'months are written'],
    ['that ends before it begins', 'last: 2018-08 }', 'last: 2017-01 }', 'comes before the last'],
    ['with an unknown zone', 'America/Sao_Paulo', 'America/Atlantis', 'IANA'],
    ['that weighs a metric twice', 'metric: arrived_at_last', 'metric: delivered_by_first_promise', 'once'],
    ['with a mistyped key', 'minimum_coverage_bp', 'minimum_coverage', 'minimum_coverage'],
    ['with half a case', 'unit: 30', 'unit: 30.5', 'minimum_cases.unit'],
  ])('%s', (_, right, wrong, says) => {
    expect(() => parseRuleset(text.replace(right, wrong))).toThrow(says);
  });

  it('with all its mistakes at once', () => {
    const twice = text.replace('unit: 30', 'unit: 0').replace('America/Sao_Paulo', 'Nowhere');
    expect(() => parseRuleset(twice)).toThrow(RulesetError);
    expect(() => parseRuleset(twice)).toThrow(/zone.*\n.*minimum_cases/);
  });
});
