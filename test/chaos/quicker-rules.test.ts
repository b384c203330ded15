import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { SLOS } from '#deploy/prometheus/slo/slos.js';
import { quickerRules } from './quicker-rules.js';

interface Rule {
  readonly alert?: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels: Readonly<Record<string, string>>;
}

const rulesOf = (file: string) => {
  const { text } = quickerRules().find((one) => one.file === file) ?? { text: '' };
  const { groups } = parse(text) as { groups: { interval: string; rules: Rule[] }[] };
  expect(new Set(groups.map(({ interval }) => interval))).toEqual(new Set(['1s']));
  return groups.flatMap(({ rules }) => rules);
};

describe('the rules of a drill', () => {
  it('are those that are written by hand, in a tenth of the time', () => {
    const silent = rulesOf('cx.yaml').find(({ alert }) => alert === 'CxDepartmentSilent');
    expect(silent?.expr).toContain('> 30');
    expect(silent?.expr).not.toContain('300');
    const waits = rulesOf('cx.yaml').flatMap((rule) => rule.for ?? []);
    expect(waits.filter((wait) => !wait.endsWith('s'))).toEqual([]);
  });

  it('are the pages of every service level too, over windows of which the longest is 12 minutes', () => {
    const pages = rulesOf('slo.yaml').filter(({ alert }) => alert !== undefined);
    expect(pages.map(({ alert }) => alert)).toEqual(SLOS.map(({ alert }) => alert));
    expect(new Set(pages.map((page) => page.for))).toEqual(new Set(['4s']));
    const share = rulesOf('slo.yaml').find(({ expr }) => expr.includes('[720s]'));
    expect(share?.labels['slo']).toBe('scoring-answers');
    expect(rulesOf('slo.yaml').filter(({ expr }) => /\[\d+[mhd]\]|300/.test(expr))).toEqual([]);
  });
});
