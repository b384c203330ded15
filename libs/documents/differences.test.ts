import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Difference, differences } from './differences.js';
import { exampleCompany } from './fixtures/example-company.js';
import { jsonSchemaOf, schemaAt } from './reading/json-schema.js';
import { parseYaml } from './reading/parse-yaml.js';

const yaml = (text: string) => parseYaml(text).value;
const textOf = (file: string) => exampleCompany().find((one) => one.file === file)?.text ?? '';

/** What became of a document when a text in it is replaced by another. */
function changed(file: string, from: string, to: string): readonly Difference[] {
  const text = textOf(file);
  if (!text.includes(from)) throw new Error(`${file} does not say ${from}`);
  return differences(yaml(text), yaml(text.replace(from, to)));
}

const RULESET = textOf('ruleset.yaml');

describe('differences of documents', () => {
  it('there are none where only layout, comments and the order of keys differ', () => {
    const published = 'calendar:\n  months: { first: 2027-01, last: 2027-12 }\nzone: Europe/Berlin\n';
    const proposed = '# new\nzone: "Europe/Berlin"\ncalendar: { months: { last: 2027-12, first: 2027-01 } }\n';
    expect(differences(yaml(published), yaml(proposed))).toEqual([]);
  });

  it('name a metric of a ruleset by the metric, not by its place', () => {
    const [only, ...more] = changed('ruleset.yaml', 'target_ppm: 985000', 'target_ppm: 990000');
    expect(more).toEqual([]);
    expect(only).toEqual({
      place: 'departments.delivery[arrived_at_last].target_ppm',
      path: ['departments', 'delivery', 1, 'target_ppm'],
      ...{ kind: 'CHANGED', published: 985_000, proposed: 990_000 },
    });
  });

  it('of a list with one entry more are that entry', () => {
    expect(changed('company.yaml', '    holidays:\n', '    holidays:\n      - { day: 2027-10-03 }\n')).toEqual([
      {
        place: 'calendars.helpdesk.holidays[2027-10-03]',
        path: ['calendars', 'helpdesk', 'holidays', 0],
        ...{ kind: 'ADDED', proposed: { day: '2027-10-03' } },
      },
    ]);
  });

  it('of entries without a name are told by their place while the lists are equally long', () => {
    expect(changed('metrics.yaml', '{ minutes: 3 }', '{ minutes: 5 }')).toMatchObject([
      { place: 'metrics.first_response_in_time[2027-01-01].by[0].limit.minutes', published: 3, proposed: 5 },
    ]);
  });

  it('of entries without a name are told by what they say when one of them went', () => {
    const went = '        - { fulfilment: [collect_in_store], grace: { civil_days: 3 } }\n';
    expect(changed('metrics.yaml', went, '')).toMatchObject([
      {
        place: 'metrics.arrived_at_last[2027-01-01].by[{ fulfilment: ["collect_in_store"], grace: { civil_days: 3 } }]',
        kind: 'REMOVED',
      },
    ]);
  });

  it('say that metrics stand in another order, because it decides who gets a rounded digit', () => {
    const rules = [
      { metric: 'a', weight_bp: 1 },
      { metric: 'b', weight_bp: 2 },
    ];
    expect(differences({ rules }, { rules: rules.toReversed() })).toEqual([
      { place: 'rules', path: ['rules'], kind: 'REORDERED', published: ['a', 'b'], proposed: ['b', 'a'] },
    ]);
  });

  it('take a list of plain values as one value', () => {
    expect(differences({ weeks: [4, 4, 5] }, { weeks: [5, 4, 4] })).toMatchObject([
      { place: 'weeks', kind: 'CHANGED', published: [4, 4, 5], proposed: [5, 4, 4] },
    ]);
  });

  it('are explained by the schema', () => {
    const [raised] = changed('ruleset.yaml', 'target_ppm: 985000', 'target_ppm: 990000');
    expect(schemaAt(jsonSchemaOf('ruleset'), raised?.path ?? [])?.description).toBe(
      'Rate of hits that earns 80 points.',
    );
  });

  it('are the whole document while none is published', () => {
    expect(differences(undefined, yaml(RULESET))).toEqual([
      { place: '', path: [], kind: 'ADDED', proposed: yaml(RULESET) },
    ]);
  });
});

describe('laws of differences', () => {
  const leaf = fc.oneof(fc.integer(), fc.constantFrom('a', 'b', 'c'), fc.boolean(), fc.constant(null));
  const { document } = fc.letrec<{ document: unknown }>((tie) => ({
    document: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leaf,
      fc.dictionary(fc.constantFrom('metric', 'day', 'by', 'x', '__proto__', 'constructor'), tie('document'), {
        noNullPrototype: true,
      }),
      fc.array(
        fc.record({ metric: fc.constantFrom('a', 'b', 'c', 'd'), by: tie('document') }, { noNullPrototype: true }),
        { maxLength: 4 },
      ),
      fc.array(tie('document'), { maxLength: 4 }),
    ),
  }));

  it('there is one exactly when the documents do not mean the same', () => {
    fc.assert(
      fc.property(document, document, (published, proposed) => {
        expect(differences(published, proposed).length === 0).toBe(isDeepStrictEqual(published, proposed));
      }),
      { numRuns: 2_000 },
    );
  });

  it('seen from the other side, what was added was removed and each change is turned', () => {
    const TURNED = { ADDED: 'REMOVED', REMOVED: 'ADDED', CHANGED: 'CHANGED', REORDERED: 'REORDERED' } as const;
    const seen = (all: readonly Difference[]) => all.map(({ kind, place }) => `${place} ${kind}`).toSorted();
    fc.assert(
      fc.property(document, document, (published, proposed) => {
        const turned = differences(proposed, published).map((one) => ({ ...one, kind: TURNED[one.kind] }));
        expect(seen(turned as readonly Difference[])).toEqual(seen(differences(published, proposed)));
      }),
      { numRuns: 2_000 },
    );
  });
});
