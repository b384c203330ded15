import { describe, expect, it } from 'vitest';
import { CxError } from '#libs/domain/error.js';
import { aContent } from '../fixtures/stated-content.js';
import type { Adjustment, AdjustmentStep } from './adjustment.js';
import {
  ADJUSTMENT_COMMANDS,
  ADJUSTMENT_STATES,
  type AdjustmentState,
  ALLOWED_OF_ADJUSTMENT,
  approvalsOfAdjustment,
  approvedGuard,
  stateOfAdjustment,
} from './adjustment-state.js';
import { requireCommand } from './take-adjustment-step.js';

const LATEST = aContent({ delivery: 834_271n, support: 700_000n });
type Told = Pick<AdjustmentStep, 'kind' | 'by'> & Partial<AdjustmentStep>;
const HR: Told = { kind: 'APPROVED', by: 'hanna', role: 'HR' };
const FINANCE: Told = { kind: 'APPROVED', by: 'finn', role: 'FINANCE' };
const THIRD: Told = { kind: 'APPROVED', by: 'hugo', role: 'HR' };

/** An adjustment that moves delivery, or both departments. */
function anAdjustment(steps: readonly Told[], change: Partial<Adjustment> = {}): Adjustment {
  return {
    ...{ period: '2018-07', number: 1, reasonCode: 'LATE_DATA', reason: 'why', isExtra: false, supersedes: 3 },
    content: aContent({ delivery: 840_000n, support: 700_000n }, { version: 4, supersedes: 3, state: 'ADJUSTED' }),
    ...{ contentSha256: 'hash', proposedBy: 'mia', proposedAt: 0 },
    steps: steps.map((step, place) => ({
      ...{ number: place + 1, at: 0, departments: [], reason: '', role: undefined, posting: undefined },
      ...step,
    })),
    ...change,
  };
}

const lacks = (steps: readonly Told[], change: Partial<Adjustment> = {}) =>
  approvedGuard(approvalsOfAdjustment(anAdjustment(steps, change), LATEST));
const both = { content: aContent({ delivery: 1n, support: 1n }, { version: 4, supersedes: 3, state: 'ADJUSTED' }) };

describe('the approval of an adjustment', () => {
  it.each<[string, readonly Told[], Partial<Adjustment>, boolean]>([
    ['HR and finance', [HR, FINANCE], {}, true],
    ['no one', [], {}, false],
    ['one person', [HR], {}, false],
    ['two people of one role', [HR, THIRD], {}, false],
    ['a person of the department that changes', [HR, { ...FINANCE, departments: ['delivery'] }], {}, false],
    ['a person of a department that does not change', [HR, { ...FINANCE, departments: ['support'] }], {}, true],
    ['people of both departments, when both change', [HR, { ...FINANCE, departments: ['support'] }], both, false],
    ['two people of an extra run', [HR, FINANCE], { isExtra: true }, false],
    ['three people of an extra run', [HR, FINANCE, THIRD], { isExtra: true }, true],
  ])('by %s', (_, steps, change, isMet) => expect(lacks(steps, change).met).toBe(isMet));

  it('says what each line that changes lacks', () =>
    expect(lacks([HR], both).detail).toBe(
      'delivery lacks 1 of 2, among them finance; support lacks 1 of 2, among them finance',
    ));
});

const POSTED: Told = { kind: 'POSTED', by: 'max', posting: { postingPeriod: '2018-08', run: 'R1', version: 4 } };
const state = (steps: readonly Told[], more: { periodState?: 'CLOSED' | 'FINAL'; latestVersion?: number } = {}) => {
  const adjustment = anAdjustment(steps);
  return stateOfAdjustment(adjustment, {
    ...{ periodState: 'CLOSED', latestVersion: 3, ...more },
    approvals: approvalsOfAdjustment(adjustment, LATEST),
  });
};

describe('the state of an adjustment', () => {
  it.each<[AdjustmentState, AdjustmentState]>([
    ['PROPOSED', state([HR])],
    ['APPROVED', state([HR, FINANCE])],
    ['POSTED', state([HR, FINANCE, POSTED], { latestVersion: 4 })],
    ['WITHDRAWN', state([{ kind: 'WITHDRAWN', by: 'mia', reason: 'no' }])],
    ['STALE', state([HR, FINANCE], { latestVersion: 4 })],
    ['LAPSED', state([HR, FINANCE], { periodState: 'FINAL' })],
  ])('%s', (expected, found) => expect(found).toBe(expected));

  it('stays POSTED after the long stop and after the next correction', () =>
    expect(state([HR, FINANCE, POSTED], { periodState: 'FINAL', latestVersion: 9 })).toBe('POSTED'));
});

/** Of every state and command what becomes of it. */
const TABLE: Readonly<Record<AdjustmentState, readonly string[]>> = {
  //         APPROVE, WITHDRAW, POST
  PROPOSED: ['yes', 'yes', 'by its guard'],
  APPROVED: ['yes', 'yes', 'yes'],
  POSTED: ['ADJUSTMENT_STATE_WRONG', 'ADJUSTMENT_STATE_WRONG', 'ADJUSTMENT_STATE_WRONG'],
  WITHDRAWN: ['ADJUSTMENT_STATE_WRONG', 'ADJUSTMENT_STATE_WRONG', 'ADJUSTMENT_STATE_WRONG'],
  STALE: ['ADJUSTMENT_STALE', 'yes', 'ADJUSTMENT_STALE'],
  LAPSED: ['PERIOD_FINAL', 'yes', 'PERIOD_FINAL'],
};
const CELLS = ADJUSTMENT_STATES.words.flatMap((one) =>
  ADJUSTMENT_COMMANDS.map((command, place) => [one, command, TABLE[one][place] ?? ''] as const),
);

describe('every state and every command of an adjustment', () => {
  it.each(CELLS)('%s and %s: %s', (one, command, answer) => {
    let refused: unknown = 'yes';
    try {
      requireCommand({ state: one }, command);
    } catch (error) {
      refused = error instanceof CxError ? error.reason : error;
    }
    expect(refused).toBe(answer === 'by its guard' ? 'yes' : answer);
    expect(ALLOWED_OF_ADJUSTMENT[one].includes(command)).toBe(answer === 'yes');
  });
});
