import { expect, it } from 'vitest';
import { safeEntry } from '#libs/audit/record/safe-entry.js';
import { numbersIn } from './numbers-in.js';

it.each([
  ['request 2026-114', '2026-114'],
  ['Request (2026-114), letter 7.', '2026-114/7'],
  ['DSGVO-17', 'DSGVO-17'],
  ['delivery was restored', ''],
  ['Maria Meier asked for it', ''],
  ['maria1@example.com wrote', ''],
  [`${'1'.repeat(80)} ${'2'.repeat(80)}`, `${'1'.repeat(80)}/${'2'.repeat(19)}`],
])('of the reason %j the audit log keeps %j', (reason, kept) => {
  expect(numbersIn(reason)).toBe(kept);
  const entry = {
    event: 'ENDED',
    who: { name: 'o', kind: 'person', roles: [] },
    what: { call: 'a/b', resource: {} },
  } as const;
  const ended = { ...entry, requestId: '', outcome: { code: 'OK', reason: '' }, after: { reason: kept } };
  expect(safeEntry(ended).after).toEqual({ reason: kept });
});
