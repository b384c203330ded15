import { describe, expect, it } from 'vitest';
import {
  aContest,
  aHistory,
  at,
  aVersion,
  CLOSING,
  FINANCE,
  HR,
  REVIEW_ENDS,
  windowsIn,
} from '../../fixtures/period-life.js';
import { approvalsOf } from './approvals.js';
import { approvalGuards, closeGuards } from './closing-guards.js';
import type { History } from './history.js';
import { holdsOf, isHeld } from './holds.js';

const NOW = at('2018-09-05 09:00');
const unmet = (history: History, now = NOW) =>
  closeGuards(history, windowsIn(history), now).flatMap(({ reason, met }) => (met ? [] : [reason]));
const held = (department: string) => ({ kind: 'HELD', by: 'hanna', department }) as const;
const EVERY = ['ordering', 'warehouse', 'delivery', 'support'];
const override = { accepts: ['RULES_BOUND_AFTER_START'] } as const;
const THIRD = { kind: 'APPROVED', by: 'otto', role: 'FINANCE' } as const;

describe('a close', () => {
  it('needs nothing more when HR and finance have approved the version at the cut-off', () =>
    expect(unmet(aHistory(CLOSING, [HR, FINANCE]))).toEqual([]));

  it.each<[string, History, string[]]>([
    ['no one has approved', aHistory(CLOSING), ['APPROVALS_MISSING']],
    ['one person has approved', aHistory(CLOSING, [HR]), ['APPROVALS_MISSING']],
    ['two people of HR have approved', aHistory(CLOSING, [HR, { ...HR, by: 'hugo' }]), ['APPROVALS_MISSING']],
    [
      'one person has approved in both roles',
      aHistory(CLOSING, [HR, { ...FINANCE, by: HR.by }]),
      ['APPROVALS_MISSING'],
    ],
    [
      'an approval is withdrawn',
      aHistory(CLOSING, [HR, FINANCE, { kind: 'WITHDRAWN', by: 'hanna', withdraws: 1 }]),
      ['APPROVALS_MISSING'],
    ],
    [
      'approvals name an earlier version',
      aHistory(CLOSING, [{ ...HR, contentSha256: 'hash 1' }, FINANCE]),
      ['APPROVALS_MISSING'],
    ],
    [
      'an approver belongs to a department, whose line no one else has approved',
      aHistory(CLOSING, [HR, { ...FINANCE, departments: ['delivery'] }]),
      ['APPROVALS_MISSING'],
    ],
    [
      'two people accept what stands against paying',
      aHistory(CLOSING, [
        { ...HR, ...override },
        { ...FINANCE, ...override },
      ]),
      ['APPROVALS_MISSING'],
    ],
    ['no version ends at the cut-off', aHistory([aVersion(1)], []), ['CLOSING_VERSION_MISSING', 'APPROVALS_MISSING']],
    ['a contest in time is open', aHistory(CLOSING, [HR, FINANCE], [aContest(7)]), ['CONTESTS_OPEN']],
  ])('waits while %s', (_, history, reasons) => expect(unmet(history)).toEqual(reasons));

  it('waits for the review, to the millisecond', () => {
    const history = aHistory(CLOSING, [HR, FINANCE]);
    expect(unmet(history, REVIEW_ENDS - 1)).toEqual(['REVIEW_NOT_OVER']);
    expect(unmet(history, REVIEW_ENDS)).toEqual([]);
  });

  it.each([
    ['is ruled', aContest(7, { isRuled: true })],
    ['was opened after the review', aContest(7, { openedAt: REVIEW_ENDS })],
  ])('does not wait for a contest that %s', (_, contest) =>
    expect(unmet(aHistory(CLOSING, [HR, FINANCE], [contest]))).toEqual([]),
  );

  it('does not wait for contests of a department on hold, nor for its line', () => {
    const own = { ...FINANCE, departments: ['delivery'] };
    expect(unmet(aHistory(CLOSING, [held('delivery'), HR, own], [aContest(7)]))).toEqual([]);
  });

  it('leaves a contest open when three people carve it out, and not when one of them does not', () => {
    const carves = { carvedOut: [7] };
    const three = [
      { ...HR, ...carves },
      { ...FINANCE, ...carves },
      { ...THIRD, ...carves },
    ];
    expect(unmet(aHistory(CLOSING, three, [aContest(7)]))).toEqual([]);
    expect(unmet(aHistory(CLOSING, [...three.slice(0, 2), THIRD], [aContest(7)]))).toEqual(['CONTESTS_OPEN']);
  });

  it('says which lines lack whom, and of which approvals nothing is left', () => {
    const history = aHistory(CLOSING, [
      { ...HR, contentSha256: 'hash 1' },
      { ...FINANCE, departments: ['delivery'] },
    ]);
    const said = closeGuards(history, windowsIn(history), NOW).at(-1)?.detail;
    expect(said).toContain('delivery lacks 2 of 2, among them hr and finance');
    expect(said).toContain('support lacks 1 of 2, among them hr');
    expect(said).toContain('1 of an earlier version count no more');
  });
});

describe('an approval', () => {
  it('may be given while a contest is open that it carves out itself', () => {
    const history = aHistory(CLOSING, [], [aContest(7)]);
    const reasons = (carvedOut: number[]) =>
      approvalGuards(history, windowsIn(history), NOW, carvedOut).flatMap(({ reason, met }) => (met ? [] : [reason]));
    expect([reasons([]), reasons([7])]).toEqual([['CONTESTS_OPEN'], []]);
  });

  it('accepts what stands against paying only together with two others', () => {
    const accepted = (...steps: Parameters<typeof aHistory>[1] & object) =>
      approvalsOf(aHistory(CLOSING, steps)).accepted;
    const [hr, finance, third] = [HR, FINANCE, THIRD].map((one) => ({ ...one, ...override }));
    if (hr === undefined || finance === undefined || third === undefined) throw new Error('no approvals');
    expect(accepted(hr, finance)).toEqual([]);
    expect(accepted(hr, finance, THIRD)).toEqual([]);
    expect(accepted(hr, finance, third)).toEqual(['RULES_BOUND_AFTER_START']);
  });

  it('of a person who belongs to every department completes nothing', () => {
    const all = { departments: EVERY };
    expect(
      approvalsOf(
        aHistory(CLOSING, [
          { ...HR, ...all },
          { ...FINANCE, ...all },
        ]),
      ).isComplete,
    ).toBe(false);
  });
});

describe('a hold', () => {
  const events = aHistory(
    [],
    [held('delivery'), held('support'), { kind: 'RELEASED', by: 'finn', department: 'support' }],
  ).events;

  it('stands until it is released', () => {
    expect(['delivery', 'support', 'ordering'].map((one) => isHeld(events, one))).toEqual([true, false, false]);
    expect(holdsOf(events).map(({ department }) => department)).toEqual(['delivery']);
  });

  it('that was released may be put again', () => {
    const again = aHistory(
      [],
      [held('delivery'), { kind: 'RELEASED', by: 'finn', department: 'delivery' }, held('delivery')],
    ).events;
    expect(holdsOf(again).map(({ number }) => number)).toEqual([3]);
  });
});
