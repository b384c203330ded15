import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { VoidPeriodRequest } from '#libs/contracts/cx/bonus/v1/period.js';
import { CxError } from '#libs/domain/error.js';
import { MESSAGE_TYPES, PING } from '#libs/domain/webhook-message.js';
import { call } from '#libs/grpc/client.js';
import { rule } from '#services/scoring/contests/decide-contest.js';
import { addDecision, type DecisionToAdd } from '#services/scoring/contests/decisions.js';
import { addContest, type ContestToAdd } from '#services/scoring/contests/store.js';
import { addClaims } from '#services/scoring/exports/store.js';
import { REVIEWED } from '#services/scoring/fixtures/real-orders.js';
import { seeStates } from '#services/scoring/webhooks/see-states.js';
import {
  closed,
  closedWithLateMisses,
  corrected,
  propose,
  serveAdjusting,
  takeBack,
} from './periods/adjusting-bench.js';
import {
  approve,
  clock,
  close,
  countNothing,
  inReview,
  naming,
  periodsAs,
  refusal,
  sealing,
  serveClosing,
} from './periods/closing-bench.js';
import { database, served, setScoringUpAsServed } from './scoring-bench.js';

setScoringUpAsServed();
serveClosing();
serveAdjusting();

interface Message {
  readonly number: bigint;
  readonly type: string;
  readonly subject: string;
  readonly data: Readonly<Record<string, string>>;
}

let last = 0n;
/** The messages since it was asked before, in order. */
async function left(): Promise<readonly Message[]> {
  const rows = await database.query<Message>(
    'select number, type, subject, data from webhook_message where number > $1 order by number',
    [last],
  );
  last = rows.at(-1)?.number ?? last;
  return rows;
}
const types = (messages: readonly Message[]) => messages.map(({ type }) => type);
const only = <T>(all: readonly T[]): T => {
  expect(all).toHaveLength(1);
  return all[0] as T;
};

beforeAll(countNothing);
beforeEach(async () => {
  await left();
});

describe('what happens to a period', () => {
  const month = '2017-03';

  it('leaves a message for each version and each approval, with the version and its hash', async () => {
    await inReview(month);
    await approve(month, 'hanna');
    const messages = await left();
    expect(types(messages)).toEqual(['cx.version.made', 'cx.version.made', 'cx.version.approved']);
    const [, made, approved] = messages;
    const version = `periods/${month}/snapshots/2`;
    const named = { period: `periods/${month}`, version, content_sha256: expect.stringMatching(/^[0-9a-f]{64}$/) };
    expect(made).toMatchObject({ subject: version, data: named });
    expect(approved).toEqual({ ...approved, subject: version, data: { ...made?.data } });
  });

  it('leaves messages of holds with the department, and of no person', async () => {
    const held = { department: 'departments/support', reason: 'An inquiry runs.' };
    await call(periodsAs('hanna'), 'holdDepartment', { ...(await naming(month)), ...held });
    await call(periodsAs('hanna'), 'releaseDepartment', { ...(await naming(month)), ...held });
    await call(periodsAs('hanna'), 'withdrawApproval', { ...(await naming(month)), reason: 'I look again.' });
    const messages = await left();
    expect(types(messages)).toEqual(['cx.period.held', 'cx.period.released', 'cx.version.approval_withdrawn']);
    expect(messages[0]).toMatchObject({
      ...{ subject: `periods/${month}`, data: { period: `periods/${month}`, department: 'departments/support' } },
    });
    expect(JSON.stringify(messages, (_, value) => (typeof value === 'bigint' ? 0 : value))).not.toMatch(
      /hanna|inquiry/,
    );
  });

  it('leaves none when a close fails at its end', async () => {
    await approve(month, 'hanna');
    await approve(month, 'finn');
    await left();
    sealing.seal = () => Promise.reject(new CxError('SIGNER_UNAVAILABLE', 'the signer does not answer'));
    expect(await refusal(close(month, 'max'))).toBe('SIGNER_UNAVAILABLE');
    expect(await left()).toEqual([]);
  });

  it('leaves one of the close, with the closed version', async () => {
    sealing.seal = async () => {};
    await close(month, 'max');
    const closing = only(await left());
    expect([closing.type, closing.subject]).toEqual(['cx.period.closed', `periods/${month}/snapshots/3`]);
  });

  it('leaves none when a command is refused, or asked again', async () => {
    expect(await refusal(approve(month, 'hugo'))).toBe('PERIOD_CLOSED');
    expect(await left()).toEqual([]);
  });

  it('leaves one of each person who voids', async () => {
    const voiding = async (who: string) =>
      call(
        periodsAs(who),
        'voidPeriod',
        VoidPeriodRequest.fromPartial({ ...(await naming('2017-05')), reason: 'Made twice.' }),
      );
    await voiding('hanna');
    await voiding('finn');
    expect(types(await left())).toEqual(['cx.period.void_asked', 'cx.period.voided']);
  });
});

describe('what is corrected after a close', () => {
  it('leaves messages of each step, the last one with the restated version', async () => {
    const month = '2017-06';
    await countNothing();
    await closedWithLateMisses(month);
    await left();
    await takeBack(await propose(month));
    await corrected(month);
    const messages = await left();
    expect(types(messages)).toEqual([
      ...['cx.adjustment.proposed', 'cx.adjustment.withdrawn', 'cx.adjustment.proposed'],
      ...['cx.adjustment.approved', 'cx.adjustment.approved', 'cx.adjustment.posted'],
    ]);
    expect(messages.at(-1)).toMatchObject({
      subject: `periods/${month}/adjustments/2`,
      data: { version: `periods/${month}/snapshots/4`, posting_period: 'periods/2017-07' },
    });
  });
});

describe('what is contested and claimed', () => {
  it('leaves messages of a contest and its ruling, without the case', async () => {
    const at = clock.now();
    const contest: ContestToAdd = {
      ...{ department: 'delivery', judgedBy: 'delivery', metric: 'm', caseRef: Buffer.alloc(16, 7), day: '2017-08-10' },
      ...{ ground: 'WRONG_FACT' as const, evidence: 'file 7', responsible: '', openedBy: 'anna', openedAt: at },
      ...{ dueAt: undefined, requestId: randomUUID(), requestSha256: Buffer.alloc(32) },
    };
    const ruling = await served.transaction(async (tx) => {
      const opened = await addContest(tx, contest);
      const decision: DecisionToAdd = {
        ...{
          contest: opened.number,
          requestId: randomUUID(),
          requestSha256: Buffer.alloc(32),
          outcome: 'TAKEN_OUT' as const,
        },
        ...{ chargedTo: '', reason: 'r', evidence: 'e', needsSecond: false, cites: ['observations/1'], decidedAt: at },
        dueAt: undefined,
      };
      const number = await addDecision(tx, decision, { name: 'rita', departments: [] });
      await rule(tx, opened, { ...decision, number }, at);
      return opened.number;
    });
    const name = `departments/delivery/contests/${ruling}`;
    expect(await left()).toEqual([
      expect.objectContaining({ type: 'cx.contest.opened', subject: name, data: { contest: name } }),
      expect.objectContaining({ type: 'cx.contest.ruled', subject: name, data: { contest: name } }),
    ]);
  });

  it('leaves one message of a claim, whatever the number of departments', async () => {
    const month = '2017-09';
    await countNothing();
    await closed(month);
    await left();
    // Payable or not is asked by the service and by another trigger (exports.test.ts).
    await database.execute('alter table export_claim disable trigger claim_is_allowed');
    await served.transaction((tx) =>
      addClaims(tx, {
        ...{
          period: month,
          version: 3,
          departments: ['ordering', 'delivery'],
          purpose: 'PAY',
          pool: 'pool',
          by: 'hanna',
        },
        ...{ profile: 'p', profilesSha256: Buffer.alloc(32), fileSha256: Buffer.alloc(32) },
        ...{ requestId: randomUUID(), requestSha256: Buffer.alloc(32) },
      }),
    );
    await database.execute('alter table export_claim enable trigger claim_is_allowed');
    const name = `periods/${month}/snapshots/3`;
    expect(only(await left())).toMatchObject({
      ...{ type: 'cx.export.claimed', subject: name },
      data: { period: `periods/${month}`, version: name, purpose: 'PAY' },
    });
  });
});

describe('the state of a period', () => {
  const see = (now: number) => seeStates(served, REVIEWED, now);
  const statesLeft = async () =>
    (await left()).map(({ subject, data }) => [subject, data['previous_state'], data['state']]);

  it('leaves a message when the clock changes it, once, also when two processes look', async () => {
    const [inJuly, inAugust] = [Date.parse('2018-07-15T12:00:00Z'), Date.parse('2018-08-15T12:00:00Z')];
    await see(inJuly);
    expect(await statesLeft()).toContainEqual(['periods/2018-07', '', 'OPEN']);
    await Promise.all([see(inAugust), see(inAugust)]);
    expect(await statesLeft()).toEqual(
      expect.arrayContaining([
        ['periods/2018-07', 'OPEN', 'COLLECTING'],
        ['periods/2018-08', 'ANNOUNCED', 'OPEN'],
      ]),
    );
    expect(await see(inAugust)).toBe(0);
    expect(await left()).toEqual([]);
  });

  it('leaves none for a period that had ended when it was first seen', async () => {
    const rows = await database.query<{ subject: string }>(
      `select subject from webhook_message where type = 'cx.period.state_changed' and data ->> 'previous_state' = ''`,
    );
    expect(rows.map(({ subject }) => subject).toSorted()).toEqual(['periods/2018-07', 'periods/2018-08']);
  });
});

describe('the table of messages', () => {
  it('knows the types that documents name, and no other', async () => {
    const [row] = await database.query<{ words: string }>(
      `select pg_get_constraintdef(oid) as words from pg_constraint where conname = 'message_type_is_known'`,
    );
    const known = [...(row?.words.matchAll(/'(cx\.[a-z_.]+)'/g) ?? [])].map(([, type]) => type);
    expect(known.filter((type) => type !== PING).toSorted()).toEqual(Object.keys(MESSAGE_TYPES).toSorted());
  });

  it('is not changed by the service', async () => {
    await expect(served.execute(`update webhook_message set subject = 'x'`)).rejects.toThrow(
      'the user may not do this',
    );
  });
});
