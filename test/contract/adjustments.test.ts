import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { AdjustmentReason, AdjustmentState, EntryKind } from '#libs/contracts/cx/bonus/v1/adjustment.js';
import { PeriodState, VoidPeriodRequest } from '#libs/contracts/cx/bonus/v1/period.js';
import { CxError } from '#libs/domain/error.js';
import { call } from '#libs/grpc/client.js';
import { waitingAdjustments } from '#services/scoring/adjustments/store.js';
import { LiveIndexes } from '#services/scoring/answers/live-index.js';
import { countsReader } from '#services/scoring/counts/read.js';
import { REVIEWED } from '#services/scoring/fixtures/real-orders.js';
import { frozenResults } from '#services/scoring/periods/read-frozen.js';
import { findSnapshot, listSnapshots } from '#services/scoring/periods/store.js';
import {
  AFTER_CLOSE,
  closed,
  closedWithLateMisses,
  corrected,
  counted,
  get,
  ledger,
  post,
  propose,
  restating,
  serveAdjusting,
  sign,
  sums,
  takeBack,
} from './periods/adjusting-bench.js';
import {
  clock,
  countNothing,
  fill,
  life,
  naming,
  next,
  periodsAs,
  refusal,
  serveClosing,
} from './periods/closing-bench.js';
import { database, emptyCounts, served, setScoringUpAsServed } from './scoring-bench.js';

setScoringUpAsServed();
serveClosing();
serveAdjusting();

/** The long stop of every month has passed. */
const LONG_AFTER = Date.parse('2020-06-01T12:00:00Z');
const { ADJUSTMENT_STATE_APPROVED, ADJUSTMENT_STATE_PROPOSED, ADJUSTMENT_STATE_STALE } = AdjustmentState;
/** Every second one, so that the months after one are open while it is corrected; the last one is not corrected. */
const MONTHS = [
  ...['2017-02', '2017-04', '2017-06', '2017-08', '2017-10', '2017-12', '2018-02', '2018-08', '2018-04', '2018-06'],
];
let month = '';
beforeEach(async () => {
  // What happened to a period stays, so every test has a month of its own.
  month = MONTHS.shift() ?? '';
  await countNothing();
});

const indexesOf = async (version?: number) => {
  const found = await findSnapshot(database, month, version);
  return Object.fromEntries(found?.content.inputs.map(({ department, indexE4 }) => [department, indexE4]) ?? []);
};

describe('what arrives after a close', () => {
  it('is an adjustment of two people into the next month, and the closed version stays as it was', async () => {
    await closedWithLateMisses(month);
    const before = await findSnapshot(database, month, 3);
    const made = await propose(month);
    expect(made).toMatchObject({ state: ADJUSTMENT_STATE_PROPOSED, proposedBy: 'mia', approvalsNeeded: 2, run: 'R1' });
    expect(made.entries.map(({ department, kind, observationsL4 }) => [department, kind, observationsL4 > 0n])).toEqual(
      [
        ['departments/delivery', EntryKind.ENTRY_KIND_REVERSAL, true],
        ['departments/delivery', EntryKind.ENTRY_KIND_RESTATEMENT, true],
      ],
    );
    expect(await life(month)).toMatchObject({ state: PeriodState.PERIOD_STATE_CLOSED, adjustmentsWaiting: 1 });
    expect((await sign(made, 'hanna')).state).toBe(ADJUSTMENT_STATE_PROPOSED);
    expect((await sign(made, 'finn')).state).toBe(ADJUSTMENT_STATE_APPROVED);
    const posted = await post(made);
    expect(posted).toMatchObject({
      ...{ state: AdjustmentState.ADJUSTMENT_STATE_POSTED, postedBy: 'max', run: 'R1' },
      ...{ postingPeriod: `periods/${monthAfter(month)}`, version: `periods/${month}/snapshots/4` },
    });
    expect(await life(month)).toMatchObject({
      ...{ state: PeriodState.PERIOD_STATE_ADJUSTED, adjustmentsWaiting: 0 },
      ...{ closed: { version: 3 }, restated: { version: 4 } },
    });
    expect((await findSnapshot(database, month, 3))?.bytes).toEqual(before?.bytes);
    const restated = await findSnapshot(database, month, undefined);
    expect(restated?.content).toMatchObject({
      ...{ state: 'ADJUSTED', supersedes: 3, reason: 'LATE_DATA', adjustment: 1, postingPeriod: monthAfter(month) },
      run: 'R1',
      ...{ approvedSha256: Buffer.from(made.contentSha256).toString('hex'), approvedAs: ['HR', 'FINANCE'] },
    });
    expect(sums(await ledger(month))).toEqual(await indexesOf());
    expect(await indexesOf()).not.toEqual(await indexesOf(3));
  });

  it('does not move the index of the closed month until it is posted, and then is in it', async () => {
    await closed(month);
    const frozen = frozenResults(served);
    const period = REVIEWED.period(month);
    if (period === undefined) throw new Error('no period');
    const asked = async () => {
      // Another process each time: what is frozen is asked anew.
      const indexes = new LiveIndexes({ counts: countsReader(served), rulesets: REVIEWED, clock, frozen });
      const { index, state } = await indexes.find({ department: 'delivery', period });
      return [state, index.outcome.kind === 'measured' ? index.outcome.indexE4 : undefined];
    };
    const before = (await indexesOf())['delivery'];
    expect(await asked()).toEqual(['CLOSED', before]);
    await next('delivery', month, 0, 40, clock.at);
    expect(await asked()).toEqual(['CLOSED', before]);
    await corrected(month);
    const after = (await indexesOf())['delivery'];
    expect([await asked(), after === before]).toEqual([['ADJUSTED', after], false]);
  });

  it('is not corrected by its maker, by one person twice, or by people of the department that changes', async () => {
    await closedWithLateMisses(month);
    const request = randomUUID();
    const made = await propose(month, 'everything', { requestId: request });
    expect(await propose(month, 'everything', { requestId: request })).toEqual(made);
    expect(await refusal(propose(month, 'everything', { requestId: request, extra: true }))).toBe('REQUEST_ID_REUSED');
    expect(await refusal(sign(made, 'everything'))).toBe('APPROVER_IS_MAKER');
    expect(await refusal(sign(made, 'dora'))).toBe('APPROVER_OWN_DEPARTMENT');
    expect(await refusal(sign(made, 'finn', { contentSha256: Buffer.alloc(32) }))).toBe('CONTENT_NOT_NEWEST');
    await sign(made, 'hanna');
    expect(await refusal(sign(made, 'hanna'))).toBe('APPROVER_TWICE');
    expect(await refusal(post(made))).toBe('APPROVALS_MISSING');
    await sign(made, 'finn');
    expect(await refusal(post(made, 'everything'))).toBe('POSTER_IS_MAKER');
    expect(await refusal(sign({ ...made, name: `periods/${month}/adjustments/9` }, 'finn'))).toBe('ADJUSTMENT_UNKNOWN');
    expect(await takeBack(made, 'hanna')).toMatchObject({ withdrawnBy: 'hanna' });
    expect(await refusal(post(made))).toBe('ADJUSTMENT_STATE_WRONG');
    expect(counted).toContain('post POSTER_IS_MAKER');
  });

  it('makes an older proposal stale, which is proposed again', async () => {
    await closedWithLateMisses(month);
    const older = await propose(month);
    await sign(older, 'hanna');
    await next('support', month, 30, 0, clock.at);
    await corrected(month);
    expect((await get(older.name)).state).toBe(ADJUSTMENT_STATE_STALE);
    expect(await refusal(sign(older, 'finn'))).toBe('ADJUSTMENT_STALE');
    expect(await refusal(post(older))).toBe('ADJUSTMENT_STALE');
    expect((await waitingAdjustments(served)).adjustments).toBe(1);
    expect((await takeBack(older)).state).toBe(AdjustmentState.ADJUSTMENT_STATE_WITHDRAWN);
    expect((await waitingAdjustments(served)).oldest).toBeUndefined();
    expect(await refusal(propose(month))).toBe('NOTHING_CHANGES');
  });

  it('is corrected again and again, and the entries always add up to the newest version', async () => {
    await closed(month);
    const departments = ['delivery', 'support', 'ordering', 'delivery', 'warehouse', 'delivery'] as const;
    for (const [place, department] of departments.entries()) {
      await next(department, month, place % 2 === 0 ? 0 : 60, place % 2 === 0 ? 25 : 0, clock.at);
      if (place === 3) await takeBack(await propose(month));
      else await corrected(month);
      const stated = await ledger(month);
      expect(sums(stated)).toEqual(await indexesOf());
    }
    const { adjustments, entries } = await ledger(month);
    expect(adjustments.map(({ supersedes }) => supersedes.at(-1))).toEqual(['7', '6', '6', '5', '4', '3']);
    const kinds = entries.filter(({ department }) => department === 'departments/delivery').map(({ kind }) => kind);
    expect(kinds).toEqual([1, 2, 3, 2, 3, 2, 3]);
  });

  it('waits for the next run, unless three people approve an extra one', async () => {
    await closedWithLateMisses(month);
    for (const who of ['hanna', 'finn']) await voided(monthAfter(month), who);
    const made = await propose(month);
    await sign(made, 'hanna');
    expect((await sign(made, 'finn')).run).toBe('');
    expect(await refusal(post(made))).toBe('RUN_NOT_OPEN');
    const extra = await propose(month, 'mia', { extra: true });
    expect(extra).toMatchObject({ approvalsNeeded: 3, run: 'EXTRA' });
    await sign(extra, 'hanna');
    await sign(extra, 'finn');
    expect(await refusal(post(extra))).toBe('APPROVALS_MISSING');
    await sign(extra, 'hugo');
    expect((await post(extra)).postingPeriod).toBe(`periods/${monthAfter(monthAfter(month))}`);
  });

  it('changes nothing after the long stop, and what was proposed lapses', async () => {
    await closedWithLateMisses(month);
    const made = await propose(month);
    await sign(made, 'hanna');
    await sign(made, 'finn');
    clock.at = LONG_AFTER;
    expect(await refusal(post(made))).toBe('PERIOD_FINAL');
    expect(await refusal(propose(month))).toBe('PERIOD_FINAL');
    expect((await get(made.name)).state).toBe(AdjustmentState.ADJUSTMENT_STATE_LAPSED);
    await next('delivery', month, 0, 10, clock.at);
    const { arrivals } = await life(month);
    expect(arrivals.find(({ department }) => department === 'departments/delivery')?.l5).toBeGreaterThan(0n);
  });
});

describe('an adjustment', () => {
  it('is of a closed month only, and of figures that change', async () => {
    await fill(month);
    expect(await refusal(propose(month))).toBe('PERIOD_NOT_CLOSED');
    await countNothing();
    await closed(month);
    expect(await refusal(propose(month))).toBe('NOTHING_CHANGES');
    expect(await refusal(propose(month, 'mia', { reason: 99 as AdjustmentReason }))).toBe('REASON_INVALID');
  });

  it('is refused when this engine makes other figures from the closed counts, except as an engine defect', async () => {
    await closedWithLateMisses(month);
    await countNothing();
    clock.at = AFTER_CLOSE;
    await fill(month);
    await next('delivery', month, 0, 40, AFTER_CLOSE);
    expect(await refusal(propose(month))).toBe('ENGINE_DIFFERS');
    const defect = AdjustmentReason.ADJUSTMENT_REASON_ENGINE_DEFECT;
    expect(await propose(month, 'mia', { reason: defect })).toMatchObject({ reason: defect });
  });

  it('is posted with its seal or not at all, and only with the counts that were approved', async () => {
    await closedWithLateMisses(month);
    const made = await propose(month);
    await sign(made, 'hanna');
    await sign(made, 'finn');
    restating.seal = async () => {
      throw new CxError('STORE_FULL', 'no space for the seal');
    };
    expect(await refusal(post(made))).toBe('STORE_FULL');
    const versions = await listSnapshots(database, month, 99, 99);
    expect([versions.length, (await get(made.name)).state]).toEqual([3, ADJUSTMENT_STATE_APPROVED]);
    restating.seal = async () => {};
    await emptyCounts();
    expect(await refusal(post(made))).toBe('COUNTS_DIFFER');
  });
});

const monthAfter = (name: string) =>
  new Date(Date.UTC(Number(name.slice(0, 4)), Number(name.slice(5)), 1)).toISOString().slice(0, 7);
const voided = async (name: string, who: string) =>
  call(periodsAs(who), 'voidPeriod', VoidPeriodRequest.fromPartial({ ...(await naming(name)), reason: 'closed shop' }));
