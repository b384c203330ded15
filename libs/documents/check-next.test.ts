import { describe, expect, it } from 'vitest';
import type { SourceFile } from './check.js';
import { checkNext } from './check-next.js';
import { exampleCompany, planted } from './fixtures/example-company.js';
import { type Kind, kindOfFile } from './kinds.js';

const kindOf = (file: string) => kindOfFile(file) as Kind;
const next = (files: readonly SourceFile[], file: string, ...published: string[]) => {
  const text = files.find((one) => one.file === file)?.text ?? '';
  const others = exampleCompany().filter((one) => published.includes(one.file));
  return checkNext(
    { kind: kindOf(file), text },
    others.map((one) => ({ kind: kindOf(one.file), text: one.text })),
  );
};
const reasons = ({ own, needed }: ReturnType<typeof checkNext>) => ({
  own: own.map(({ reason }) => reason),
  needed: needed.map(({ file, path, reason }) => `${file} ${path} ${reason}`),
});
const NOTHING = { own: [], needed: [] };

describe('the next version of one document', () => {
  it('is in order alone and beside the others', () => {
    const example = exampleCompany();
    expect(reasons(next(example, 'company.yaml'))).toEqual(NOTHING);
    expect(reasons(next(example, 'metrics.yaml', 'company.yaml', 'departments.yaml'))).toEqual(NOTHING);
    expect(reasons(next(example, 'feeds.yaml', 'company.yaml', 'departments.yaml', 'metrics.yaml'))).toEqual(NOTHING);
  });

  it('is refused when it names a calendar that the published company lacks', () => {
    const other = planted('metrics.yaml', 'calendar: helpdesk', 'calendar: nightdesk');
    expect(reasons(next(other, 'metrics.yaml', 'company.yaml')).own).toEqual(['CALENDAR_UNKNOWN']);
    expect(reasons(next(other, 'metrics.yaml'))).toEqual(NOTHING);
  });

  it('is refused when it lacks a calendar that published limits name', () => {
    const other = planted('company.yaml', '  helpdesk:', '  nightdesk:');
    const found = reasons(next(other, 'company.yaml', 'metrics.yaml'));
    expect(found.own).toEqual([]);
    expect(found.needed.length).toBeGreaterThan(0);
    expect(found.needed[0]).toMatch(/^metrics\.yaml .* CALENDAR_UNKNOWN$/);
  });

  it('may declare a department before a feed reports to it, or let its feeds go first', () => {
    const text = 'valid_from: 2027-01-01\ndepartments:\n  delivery: {}\n  support: {}\n';
    const feeds = 'valid_from: 2027-01-01\nfeeds:\n  carrier:\n    reports:\n      - { to: delivery }\n';
    expect(checkNext({ kind: 'departments', text }, [{ kind: 'feeds', text: feeds }])).toEqual(NOTHING);
    expect(checkNext({ kind: 'feeds', text: feeds }, [{ kind: 'departments', text }])).toEqual(NOTHING);
  });

  it('keeps the name of an own metric that the catalogue got later, unless the metric of the catalogue is asked', () => {
    const departments = planted('departments.yaml', 'price_competitive:', 'order_kept:').find(
      ({ file }) => file === 'departments.yaml',
    )!;
    const document = { kind: 'departments' as const, text: departments.text };
    const nameTaken = (kept: string[], ...asked: string[]) => {
      const metrics = asked.map((metric) => `metrics:\n  ${metric}:\n    - { valid_from: 2026-01-01 }\n`);
      const published = metrics.map((text) => ({ kind: 'metrics' as const, text }));
      return reasons(checkNext(document, published, {}, kept)).own.filter((reason) => reason === 'METRIC_NAME_TAKEN');
    };
    expect(nameTaken([])).toEqual(['METRIC_NAME_TAKEN']);
    expect(nameTaken(['order_kept'])).toEqual([]);
    expect(nameTaken(['order_kept'], 'released_in_time')).toEqual([]);
    expect(nameTaken(['order_kept'], 'order_kept')).toEqual(['METRIC_NAME_TAKEN']);
  });

  it('keeps a department that published metrics ask, until they are asked no more', () => {
    const text = 'valid_from: 2027-01-01\ndepartments:\n  delivery: {}\n';
    const asked = '{ valid_from: 2026-01-01, limit: { minutes: 60 } }';
    const metrics = (...versions: string[]) => ({
      kind: 'metrics' as const,
      text: `metrics:\n  first_response_in_time:\n${versions.map((one) => `    - ${one}\n`).join('')}`,
    });
    const departments = { kind: 'departments' as const, text };
    expect(reasons(checkNext(departments, [metrics(asked)])).needed).toEqual([
      'metrics.yaml metrics.first_response_in_time DEPARTMENT_UNKNOWN',
    ]);
    const ended = metrics(asked, '{ valid_from: 2027-01-01, asked: false }');
    expect(checkNext(departments, [ended])).toEqual(NOTHING);
    expect(checkNext(ended, [departments])).toEqual(NOTHING);
  });
});
