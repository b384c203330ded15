import { describe, expect, it } from 'vitest';
import { company, type Published, published } from '#test/rules/documents.js';
import { accessOf } from './access-in-force.js';

const access = (validFrom: string, group: string): Published => [
  'access',
  { valid_from: validFrom, bindings: [{ group, role: 'auditor' }] },
];
const at = accessOf(published(company(), access('2027-01-01', 'first'), access('2027-03-01', 'second')));

describe('who may do what', () => {
  it.each([
    ['nothing is said before the first day begins in the zone of the company', '2027-01-01T02:59:00Z', undefined],
    ['the first version says it from then on', '2027-01-01T03:00:00Z', 'first'],
    ['the next version says it from its own first day on', '2027-03-01T03:00:00Z', 'second'],
  ])('%s', (_, instant, group) => {
    expect(at(Date.parse(instant))?.bindings[0]?.group).toBe(group);
  });
});
