import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { View } from '#libs/contracts/cx/scoring/v1/scoring.js';
import { call, refusalOf } from '#libs/grpc/client.js';
import { statedUnitsOf } from '../../answers/display-names.js';
import { FIRST } from '../../fixtures/real-orders.js';
import { serveScoring } from '../../fixtures/served.js';
import { rulesetsOf } from '../../rulesets/rulesets.js';

const text = [
  'valid_from: 2018-01-01',
  'departments:',
  '  warehouse: { title: Fulfilment centre }',
  '  delivery: { title: Carriers, units: [{ unit: area }, { unit: sp, title: São Paulo, of: area }] }',
].join('\n');

describe('the display names of the document departments', () => {
  let served: Awaited<ReturnType<typeof serveScoring>>;
  const as = () => served.clientAs('console');

  beforeAll(async () => {
    const stated = statedUnitsOf([{ version: 1, text }], undefined)(Date.parse('2018-10-01T00:00:00Z'));
    served = await serveScoring(rulesetsOf([FIRST]), stated);
  });
  afterAll(() => served?.close());

  it.each([
    ['of a department', 'departments/delivery/indexes/2018-08', 'Carriers'],
    ['of a unit that is counted in another one', 'departments/delivery/units/area~sp/indexes/2018-08', 'São Paulo'],
    ['of a unit without one', 'departments/delivery/units/area~rj/indexes/2018-08', ''],
  ])('stand beside the path: %s', async (_, name, title) => {
    expect(await call(as(), 'getIndex', { name, view: View.VIEW_BASIC, atLeast: '' })).toMatchObject({ name, title });
  });

  it('stand beside the units of a list and of an explanation', async () => {
    const units = { parent: 'departments/delivery/units/-', filter: 'period = "2018-08"', orderBy: '', pageToken: '' };
    const { indexes } = await call(as(), 'listIndexes', { ...units, pageSize: 500 });
    expect(indexes.filter(({ title }) => title !== '').map(({ title }) => title)).toEqual(['São Paulo']);
    const { root } = await call(as(), 'explainIndex', { name: 'departments/delivery/indexes/2018-08' });
    const labelled = root?.children[0]?.children.filter(({ title }) => title !== '');
    expect([root?.title, labelled?.map(({ label, title }) => [label, title])]).toEqual([
      'Carriers',
      [['area/sp', 'São Paulo']],
    ]);
  });

  it.each([
    ['unit:2', 'departments/delivery', [['area/sp', 'São Paulo']]],
    [
      'responsible',
      'departments/delivery',
      [
        ['delivery', 'Carriers'],
        ['warehouse', 'Fulfilment centre'],
      ],
    ],
    ['metric', 'departments/delivery', []],
  ])('stand beside what misses are grouped by: %s', async (groupBy, department, titles) => {
    const parent = `${department}/indexes/2018-08`;
    const { groups } = await call(as(), 'listMisses', { parent, groupBy, compareWith: '', metric: '' });
    const titled = groups.filter(({ title }) => title !== '').map(({ label, title }) => [label, title]);
    expect(titled.sort()).toEqual(titles);
  });

  it('stand beside the units of a comparison', async () => {
    const names = { from: 'departments/delivery/indexes/2018-07', to: 'departments/delivery/indexes/2018-08' };
    const { parts } = await call(as(), 'compareIndexes', { ...names, unitDepth: 2 });
    const nodes = parts.flatMap((part) => [
      part,
      ...part.children,
      ...part.children.flatMap(({ children }) => children),
    ]);
    const titled = nodes.filter(({ title }) => title !== '').map(({ label, title }) => [label, title]);
    expect([...new Set(titled.map(String))]).toEqual(['area/sp,São Paulo']);
  });

  it('do not name a unit by its reported path: the answer names the one in which it is counted', async () => {
    const name = 'departments/delivery/units/sp/indexes/2018-08';
    const refused = call(as(), 'getIndex', { name, view: View.VIEW_BASIC, atLeast: '' });
    await expect(refused).rejects.toThrow(
      'nothing was ever counted for departments/delivery/units/sp: departments.yaml counts it in area/sp, that is departments/delivery/units/area~sp',
    );
    const error = await refused.catch((one: unknown) => one);
    expect(refusalOf(error)).toMatchObject({ reason: 'UNIT_UNKNOWN' });
    const other = call(as(), 'getIndex', {
      ...{ view: View.VIEW_BASIC, atLeast: '' },
      name: name.replace('/sp/', '/xx/'),
    });
    await expect(other).rejects.toThrow(/units\/xx$/);
  });
});
