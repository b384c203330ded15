import { describe, expect, it } from 'vitest';
import { CATALOGUE } from '#libs/catalogue/catalogue.js';
import { sources } from './source.js';

/** In a department's folder of the catalogue: what a case is and consists of, and the list. Every other file is a metric. */
const NO_METRIC =
  /\/(metrics|limits|order|reports|payment|cancellation|defect|voucher|vouchers-of-cause|parcel|handled-parcel|claims|subject|contact|pauses|moves|answer|report|attempts|told-window|after-delivery|issue|hand-offs|commitments|complaint|audit|rating|return-journey|customer-span)\.ts$/;

const files = sources()
  .filter(
    ({ path, isTest }) => !isTest && /^libs\/catalogue\/(?!composites\/)[^/]+\//.test(path) && !NO_METRIC.test(path),
  )
  .map(({ path }) => path);
const fileOf = ({ id, source }: { id: string; source: string }) =>
  `libs/catalogue/${source}/${id.replaceAll('_', '-')}.ts`;

const tests = new Set(sources().flatMap(({ path }) => (path.endsWith('.test.ts') ? [path] : [])));

describe('every metric', () => {
  it('and every case that rules read has its test beside it', () => {
    const cases = [
      'ordering/order',
      'warehouse/parcel',
      'delivery/parcel',
      'delivery/told-window',
      'delivery/attempts',
      'warehouse/handled-parcel',
      'ordering/subject',
      'warehouse/subject',
      'support/contact',
      'warehouse/return-journey',
      'ordering/customer-span',
      'survey/answer',
    ];
    const tested = [...files, ...cases.map((name) => `libs/catalogue/${name}.ts`)];
    expect(tested.filter((path) => !tests.has(path.replace(/\.ts$/, '.test.ts')))).toEqual([]);
  });

  it.each(CATALOGUE.all.map((metric) => [metric.id, fileOf(metric)]))('%s is one file of its name', (_, path) => {
    expect(files).toContain(path);
  });

  it('that has a file is in the list of its department', () => {
    const listed = new Set(CATALOGUE.all.map(fileOf));
    expect(files.filter((path) => !listed.has(path))).toEqual([]);
  });
});
