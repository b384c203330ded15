import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  HoldDepartmentRequest,
  NextStep,
  PeriodState,
  ReleaseDepartmentRequest,
  VoidPeriodRequest,
  WithdrawApprovalRequest,
} from '#libs/contracts/cx/bonus/v1/period.js';
import { CxError } from '#libs/domain/error.js';
import { call } from '#libs/grpc/client.js';
import { findSnapshot, listSnapshots } from '#services/scoring/periods/store.js';
import {
  AFTER_REVIEW,
  approve,
  clock,
  close,
  countNothing,
  fill,
  inReview,
  life,
  naming,
  next,
  periodsAs,
  refusal,
  sealAll,
  sealing,
  serveClosing,
  signing,
  snapshot,
} from './periods/closing-bench.js';
import { database, emptyCounts, setScoringUpAsServed } from './scoring-bench.js';

setScoringUpAsServed();
serveClosing();

const ACCEPT = { accepts: ['RULES_BOUND_AFTER_START'], reason: 'The works council agreed to it.' };
const MONTHS = ['2017-03', '2017-04', '2017-05', '2017-06', '2017-07', '2017-08', '2017-09', '2017-10', '2017-11'];
let month = '';
beforeEach(async () => {
  // What happened to a period stays, so every test has a month of its own.
  month = MONTHS.shift() ?? '';
  await countNothing();
});

describe('a month is closed', () => {
  it('by a maker, two approvers and no one twice, and then nothing changes it', async () => {
    await fill(month);
    expect(await life(month)).toMatchObject({
      state: PeriodState.PERIOD_STATE_COLLECTING,
      nextStep: NextStep.NEXT_STEP_CREATE_SNAPSHOT,
    });
    await snapshot(month, 'mia', 'FIRST');
    expect(await life(month)).toMatchObject({
      state: PeriodState.PERIOD_STATE_PROVISIONAL,
      nextStep: NextStep.NEXT_STEP_WAIT,
    });
    expect(await refusal(approve(month, 'hanna'))).toBe('REVIEW_NOT_OVER');
    clock.at = AFTER_REVIEW;
    expect(await refusal(approve(month, 'hanna'))).toBe('CLOSING_VERSION_MISSING');
    expect(await refusal(snapshot(month))).toBe('CUT_NOT_REACHED');
    await sealAll(month, AFTER_REVIEW);
    const made = await snapshot(month);
    expect(made.cutOffAt?.toISOString()).toBe('2018-12-18T02:00:00.000Z');
    expect(await refusal(close(month, 'max'))).toBe('APPROVALS_MISSING');
    await approve(month, 'hanna');
    expect(await refusal(approve(month, 'hanna'))).toBe('APPROVER_TWICE');
    const approved = await approve(month, 'finn');
    expect(approved).toMatchObject({
      state: PeriodState.PERIOD_STATE_APPROVED,
      nextStep: NextStep.NEXT_STEP_CLOSE,
      whoMayNot: ['mia'],
    });
    expect(await refusal(close(month, 'mia'))).toBe('CLOSER_IS_MAKER');
    const closed = await close(month, 'max');
    expect(closed).toMatchObject({
      state: PeriodState.PERIOD_STATE_CLOSED,
      guards: [],
      closed: { version: 3, payable: false },
    });
    const kept = await findSnapshot(database, month, undefined);
    expect(kept?.content).toMatchObject({ state: 'CLOSED', supersedes: 2, approvedAs: ['HR', 'FINANCE'] });
    expect(kept?.content.notPayableReasons).toEqual(['RULES_BOUND_AFTER_START']);
    expect(kept?.content.approvedSha256).toBe(Buffer.from(made.contentSha256).toString('hex'));
    for (const again of [
      () => approve(month, 'fay'),
      () => close(month, 'max'),
      () => snapshot(month),
      () => hold('hanna', 'delivery'),
    ])
      expect(await refusal(again())).toBe('PERIOD_CLOSED');
    clock.at = AFTER_REVIEW + 14 * 86_400_000;
    expect((await life(month)).state).toBe(PeriodState.PERIOD_STATE_FINAL);
  });

  it('payable, when three people accept that its rules came late', async () => {
    await inReview(month);
    await approve(month, 'hanna', ACCEPT);
    await approve(month, 'finn', ACCEPT);
    expect(await refusal(close(month, 'max'))).toBe('APPROVALS_MISSING');
    await approve(month, 'fay', ACCEPT);
    const { closed } = await close(month, 'max');
    expect(closed).toMatchObject({ payable: true, notPayableReasons: [] });
    const kept = await findSnapshot(database, month, undefined);
    expect(kept?.content.accepted).toEqual(['RULES_BOUND_AFTER_START']);
  });

  it('without a department on hold, whose line is not payable', async () => {
    await inReview(month);
    expect(await refusal(hold('dora', 'delivery'))).toBe('HOLD_OWN_DEPARTMENT');
    expect(await refusal(hold('hanna', 'marketing'))).toBe('DEPARTMENT_UNKNOWN');
    expect((await hold('hanna', 'delivery')).holds).toMatchObject([
      { department: 'departments/delivery', heldBy: 'hanna' },
    ]);
    expect(await refusal(hold('finn', 'delivery'))).toBe('HOLD_UNCHANGED');
    await approve(month, 'hanna', ACCEPT);
    await approve(month, 'dora', ACCEPT);
    await approve(month, 'fay', ACCEPT);
    await close(month, 'max');
    const kept = await findSnapshot(database, month, undefined);
    const reasons = kept?.content.inputs.map(({ department, notPayableReasons }) => [department, notPayableReasons]);
    expect(reasons).toEqual([
      ['ordering', []],
      ['warehouse', []],
      ['delivery', ['HELD']],
      ['support', []],
    ]);
  });

  it('not while the line of an approver’s own department lacks another person', async () => {
    await inReview(month);
    await approve(month, 'hanna');
    expect((await approve(month, 'dora')).state).toBe(PeriodState.PERIOD_STATE_IN_REVIEW);
    expect(await refusal(approve(month, 'all-departments'))).toBe('APPROVER_OWN_DEPARTMENT');
    expect((await approve(month, 'finn')).state).toBe(PeriodState.PERIOD_STATE_APPROVED);
    const released = await call(
      periodsAs('hanna'),
      'releaseDepartment',
      ReleaseDepartmentRequest.fromPartial({
        ...(await naming(month)),
        department: 'departments/delivery',
        reason: 'r',
      }),
    ).catch((error: unknown) => error);
    expect(await refusal(Promise.reject(released))).toBe('HOLD_UNCHANGED');
  });

  it('by one request once, and by a caller who has read its newest step', async () => {
    await inReview(month);
    const request = await signing(month);
    const first = await approve(month, 'hanna', request);
    expect(await approve(month, 'hanna', request)).toEqual(first);
    expect(await refusal(approve(month, 'hanna', { ...request, ...ACCEPT }))).toBe('REQUEST_ID_REUSED');
    expect(await refusal(approve(month, 'finn', { ...request, requestId: randomUUID() }))).toBe('PERIOD_CHANGED');
    const both = await Promise.all(['finn', 'fay'].map((who) => refusal(approve(month, who, { expectedVersion: 1 }))));
    expect(both.filter((one) => one === undefined).length).toBe(1);
    expect(['PERIOD_RACE', 'PERIOD_CHANGED']).toContain(both.find((one) => one !== undefined));
  });

  it('not by an approval of another content, and an approval is void when a newer version is made', async () => {
    await inReview(month);
    expect(await refusal(approve(month, 'hanna', { contentSha256: Buffer.alloc(32, 1) }))).toBe('CONTENT_NOT_NEWEST');
    expect(await refusal(approve(month, 'everything', { contentSha256: Buffer.alloc(31) }))).toBe('CONTENT_NOT_NEWEST');
    await approve(month, 'hanna');
    await approve(month, 'finn');
    await snapshot(month, 'everything', 'ENGINE_DEFECT');
    const after = await life(month);
    expect(after.state).toBe(PeriodState.PERIOD_STATE_IN_REVIEW);
    expect(after.approvals.map(({ stale }) => stale)).toEqual([true, true]);
    expect(await refusal(approve(month, 'everything'))).toBe('APPROVER_IS_MAKER');
    const withdrawn = await withdraw('finn');
    expect(withdrawn.approvals.map(({ approvedBy }) => approvedBy)).toEqual(['hanna']);
    expect(await refusal(withdraw('fay'))).toBe('APPROVAL_UNKNOWN');
  });

  it('together with its seal, or not at all', async () => {
    await inReview(month);
    await approve(month, 'hanna');
    await approve(month, 'finn');
    const sealedVersions: number[] = [];
    sealing.seal = async (_, { stored }) => {
      sealedVersions.push(stored.content.version);
      throw new CxError('STORE_FULL', 'no space for the seal');
    };
    expect(await refusal(close(month, 'max'))).toBe('STORE_FULL');
    expect([sealedVersions, (await listSnapshots(database, month, 99, 99)).length]).toEqual([[3], 2]);
    expect((await life(month)).state).toBe(PeriodState.PERIOD_STATE_APPROVED);
  });

  it('only when the counts at its cut are those of the version', async () => {
    await inReview(month);
    await approve(month, 'hanna');
    await approve(month, 'finn');
    await next('delivery', month, 0, 500, AFTER_REVIEW);
    const { arrivals } = await life(month);
    expect(arrivals.find(({ department }) => department === 'departments/delivery')?.l3).toBeGreaterThan(0n);
    await emptyCounts();
    expect(await refusal(close(month, 'max'))).toBe('COUNTS_DIFFER');
    expect(await refusal(close(month, 'max', { contentSha256: Buffer.alloc(32) }))).toBe('CONTENT_NOT_NEWEST');
  });

  it('or voided by two people', async () => {
    await fill(month);
    expect((await voided('hanna')).voidAskedBy).toBe('hanna');
    expect(await refusal(voided('hanna'))).toBe('VOID_SAME_PERSON');
    expect((await voided('finn')).state).toBe(PeriodState.PERIOD_STATE_VOIDED);
    expect(await refusal(snapshot(month, 'mia', 'FIRST'))).toBe('PERIOD_CLOSED');
  });
});

const reason = 'An inquiry runs.';
const hold = async (who: string, department: string) =>
  call(
    periodsAs(who),
    'holdDepartment',
    HoldDepartmentRequest.fromPartial({ ...(await naming(month)), department: `departments/${department}`, reason }),
  );
const withdraw = async (who: string) =>
  call(periodsAs(who), 'withdrawApproval', WithdrawApprovalRequest.fromPartial({ ...(await naming(month)), reason }));
const voided = async (who: string) =>
  call(periodsAs(who), 'voidPeriod', VoidPeriodRequest.fromPartial({ ...(await naming(month)), reason }));
