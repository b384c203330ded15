import { beforeEach, describe, expect, it } from 'vitest';
import { AdjustmentReason, AdjustmentState, EntryKind } from '#libs/contracts/cx/bonus/v1/adjustment.js';
import { findSnapshot } from '#services/scoring/periods/store.js';
import {
  AFTER_CLOSE,
  corrected,
  get,
  ledger,
  post,
  propose,
  restating,
  serveAdjusting,
  sign,
  sums,
} from './periods/adjusting-bench.js';
import {
  approve,
  clock,
  close,
  countNothing,
  hold,
  inReview,
  life,
  next,
  refusal,
  serveClosing,
} from './periods/closing-bench.js';
import { database, setScoringUpAsServed } from './scoring-bench.js';

setScoringUpAsServed();
serveClosing();
serveAdjusting();

const LONG_AFTER = Date.parse('2020-06-01T12:00:00Z');
/** Every second one, so that the month after it is open while it is corrected. */
const MONTHS = ['2017-02', '2017-04', '2017-06', '2017-08', '2017-10'];
const ACCEPT = { accepts: ['RULES_BOUND_AFTER_START'], reason: 'The month is older than the rules.' };
const RELEASE = {
  ...{ reason: AdjustmentReason.ADJUSTMENT_REASON_HOLD_RELEASED, releases: ['departments/support'] },
  explanation: 'Its feed is complete.',
};
let month = '';

/** A month that was closed while support was on hold. */
beforeEach(async () => {
  month = MONTHS.shift() ?? '';
  await countNothing();
  restating.seal = async () => {};
  await inReview(month);
  await hold(month, 'support');
  for (const who of ['hanna', 'finn', 'fay']) await approve(month, who, ACCEPT);
  await close(month, 'max');
  clock.at = AFTER_CLOSE;
});

const contentOf = async () => (await findSnapshot(database, month, undefined))?.content;
const reasonsOf = async () =>
  (await contentOf())?.inputs.flatMap(({ department, notPayableReasons }) =>
    notPayableReasons.map((reason) => `${department} ${reason}`),
  );
const heldNow = async () => (await life(month)).holds.map(({ department }) => department);

describe('a hold that stood at a close', () => {
  it('is released by an adjustment of two people: the line is payable from the posting on, by entries that add up', async () => {
    const before = await contentOf();
    expect(before).toMatchObject({ state: 'CLOSED', payable: false, notPayableReasons: ['HELD'] });
    expect(await heldNow()).toEqual(['departments/support']);
    const made = await propose(month, 'mia', RELEASE);
    expect(made).toMatchObject({ releases: ['departments/support'], approvalsNeeded: 2, run: 'R1' });
    expect(made.entries.map(({ department, kind, valueE4 }) => [department, kind, valueE4 > 0n])).toEqual([
      ['departments/support', EntryKind.ENTRY_KIND_REVERSAL, false],
      ['departments/support', EntryKind.ENTRY_KIND_RESTATEMENT, true],
    ]);
    await sign(made, 'hanna');
    expect(await refusal(post(made))).toBe('APPROVALS_MISSING');
    await sign(made, 'finn');
    expect(await refusal(post(made, 'mia'))).toBe('POSTER_IS_MAKER');
    expect((await post(made)).state).toBe(AdjustmentState.ADJUSTMENT_STATE_POSTED);
    const restated = await contentOf();
    expect(restated).toMatchObject({
      state: 'ADJUSTED',
      payable: true,
      released: ['support'],
      reason: 'HOLD_RELEASED',
    });
    expect(restated?.inputs.map(({ indexE4 }) => indexE4)).toEqual(before?.inputs.map(({ indexE4 }) => indexE4));
    const { entries } = await ledger(month);
    expect(sums({ entries })['support']).toBe(
      restated?.inputs.find(({ department }) => department === 'support')?.indexE4,
    );
    expect(await heldNow()).toEqual([]);
    expect(await refusal(propose(month, 'mia', RELEASE))).toBe('HOLD_UNCHANGED');
  });

  it('stays through a correction for another reason, and is released after it with what has arrived', async () => {
    await next('delivery', month, 0, 40, clock.at);
    await corrected(month);
    expect(await reasonsOf()).toEqual(['support HELD']);
    await next('support', month, 0, 40, clock.at);
    const { releases } = await corrected(month, RELEASE);
    expect([releases, await reasonsOf()]).toEqual([['departments/support'], []]);
    await next('support', month, 40, 0, clock.at);
    await corrected(month);
    expect([await reasonsOf(), (await contentOf())?.released]).toEqual([[], undefined]);
  });

  it('is released for its own reason only, of a department that is on hold, by people of other departments', async () => {
    const proposed = (change: object, who = 'mia') => refusal(propose(month, who, { ...RELEASE, ...change }));
    expect(await proposed({ releases: [] })).toBe('REASON_INVALID');
    expect(await proposed({ reason: AdjustmentReason.ADJUSTMENT_REASON_LATE_DATA })).toBe('REASON_INVALID');
    expect(await proposed({ releases: ['departments/kitchen'] })).toBe('DEPARTMENT_UNKNOWN');
    expect(await proposed({ releases: ['support'] })).toBe('NAME_INVALID');
    expect(await proposed({ releases: ['departments/support', 'departments/delivery'] })).toBe('HOLD_UNCHANGED');
    expect(await proposed({}, 'sara')).toBe('HOLD_OWN_DEPARTMENT');
    expect(await proposed({}, 'hanna')).toBe('CALLER_NOT_ALLOWED');
    const made = await propose(month, 'mia', RELEASE);
    expect(await refusal(sign(made, 'mia'))).toBe('CALLER_NOT_ALLOWED');
    expect(await refusal(sign(made, 'all-departments'))).toBe('APPROVER_OWN_DEPARTMENT');
  });

  it('is not released before the close, or after the long stop', async () => {
    const made = await propose(month, 'mia', RELEASE);
    clock.at = LONG_AFTER;
    expect(await refusal(propose(month, 'mia', RELEASE))).toBe('PERIOD_FINAL');
    expect((await get(made.name)).state).toBe(AdjustmentState.ADJUSTMENT_STATE_LAPSED);
    const open = '2018-02';
    await countNothing();
    for (const step of [() => undefined, () => inReview(open), () => hold(open, 'support')]) {
      await step();
      expect(await refusal(propose(open, 'mia', RELEASE))).toBe('PERIOD_NOT_CLOSED');
    }
  });
});
