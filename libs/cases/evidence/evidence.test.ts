import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

/** The conditions that choose the observations behind a count, without those of a page. */
function conditionsOf(name: string, [definition, countedIn]: readonly [string, string]): string {
  const text = readFileSync(new URL(`./sql/${name}.sql`, import.meta.url), 'utf8');
  const [, conditions = ''] =
    /\nfrom judged_metric\njoin [\s\S]*?\n(where [\s\S]*?\n {2}\))(?=;|\n {2}and \(\n)/.exec(text) ?? [];
  return conditions.replaceAll(definition, '$definition').replaceAll(countedIn, '$countedIn');
}

it('a page of cases and its total are of the same observations', () => {
  const counted = conditionsOf('count-observations', ['$8', '$9']);
  expect(counted).toContain('judged_metric.metric = $1');
  expect(counted).toContain('judged_unit.unit in ($4, $countedIn)');
  expect(counted).toContain('not exists');
  expect(conditionsOf('find-observations', ['$14', '$15'])).toBe(counted);
});
