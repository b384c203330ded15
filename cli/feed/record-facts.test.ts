import { status } from '@grpc/grpc-js';
import { describe, expect, it } from 'vitest';
import { type FactOutcome, FactResult } from '#libs/contracts/cx/facts/v1/facts.js';
import { CxError } from '#libs/domain/error.js';
import { statusOf } from '#libs/grpc/refusal.js';
import type { DepartmentCalls } from './department-calls.js';
import { recordFacts } from './record-facts.js';

interface Fact {
  readonly id: string;
}
const facts = (count: number): Fact[] => Array.from({ length: count }, (_, place) => ({ id: `f-${place}` }));
const recorded = ({ id }: Fact): FactOutcome => ({
  ...{ factId: id, result: FactResult.FACT_RESULT_RECORDED, reason: '', field: '', detail: '', suspicions: [] },
});
const refused = (fact: Fact, reason: string): FactOutcome => {
  return { ...recorded(fact), result: FactResult.FACT_RESULT_REFUSED, reason };
};
const failure = (code: status) => Object.assign(new Error(status[code]), { code });

/** A department that answers each call by the next of these; by the last one again and again. */
function department(...answers: ((facts: readonly Fact[]) => FactOutcome[])[]) {
  const sizes: number[] = [];
  const to: DepartmentCalls = {
    record: async (sent) => {
      sizes.push(sent.length);
      const answer = answers.length > 1 ? answers.shift() : answers[0];
      return answer?.(sent as readonly Fact[]) ?? [];
    },
    close: () => {},
  };
  return { to, sizes };
}
const takes = (sent: readonly Fact[]) => sent.map(recorded);
const failing = (code: status) => (): never => {
  throw failure(code);
};
const record = (to: DepartmentCalls, count: number, signal = new AbortController().signal) => {
  const waits: number[] = [];
  const onRetry = (_: unknown, ms: number) => void waits.push(ms);
  return recordFacts(facts(count), { to, signal, onRetry, firstWaitMs: 1 }).then((outcomes) => ({ outcomes, waits }));
};

describe('facts of a feed', () => {
  it('are recorded in their order, at most 500 a call', async () => {
    const { to, sizes } = department(takes);
    const { outcomes } = await record(to, 1_100);
    expect(outcomes.map(({ factId }) => factId)).toEqual(facts(1_100).map(({ id }) => id));
    expect(sizes).toEqual([500, 500, 100]);
  });

  it.each([status.UNAVAILABLE, status.DEADLINE_EXCEEDED, status.INTERNAL, status.FAILED_PRECONDITION, status.ABORTED])(
    'are sent again, with growing pauses, when a call ends with status %s',
    async (code) => {
      const { outcomes, waits } = await record(department(failing(code), failing(code), failing(code), takes).to, 2);
      expect([outcomes.length, waits]).toEqual([2, [1, 2, 4]]);
    },
  );

  it('are not sent again to an address where another service answers: no wait cures that', async () => {
    const why = 'another service answers: support was meant, and the certificate is that of survey';
    const elsewhere = (): never => {
      const message = `14 UNAVAILABLE: No connection established. Last error: Error: ${why}. Resolution note: `;
      throw Object.assign(new Error(message), { code: status.UNAVAILABLE });
    };
    const { to, sizes } = department(elsewhere, takes);
    await expect(record(to, 3)).rejects.toThrow(why);
    expect(sizes).toEqual([3]);
  });

  it('are sent again whole, after the time that the department states, when the feed calls too often', async () => {
    const refusal = statusOf(new CxError('TOO_MANY_CALLS', 'too often', { retryAfterMs: 7 }));
    const busy = (): never => {
      throw Object.assign(new Error('too often'), refusal);
    };
    const { to, sizes } = department(busy, busy, takes);
    const { outcomes, waits } = await record(to, 3);
    expect([outcomes.length, waits, sizes]).toEqual([3, [7, 7], [3, 3, 3]]);
  });

  it('are sent again when one of them was refused for a passing reason', async () => {
    const away = (sent: readonly Fact[]) => sent.map((fact) => refused(fact, 'STORE_UNAVAILABLE'));
    const { outcomes, waits } = await record(department(away, takes).to, 3);
    expect([outcomes.every(({ reason }) => reason === ''), waits]).toEqual([true, [1]]);
  });

  it('keep the answer of a department that refuses them for good', async () => {
    const unknown = (sent: readonly Fact[]) => sent.map((fact) => refused(fact, 'ORDER_UNKNOWN'));
    const { outcomes, waits } = await record(department(unknown).to, 1);
    expect([outcomes[0]?.reason, waits]).toEqual(['ORDER_UNKNOWN', []]);
  });

  it('go in halves when a call is too large, and a single fact that is too large is refused by itself', async () => {
    const small = (sent: readonly Fact[]) => {
      if (sent.some(({ id }) => id === 'f-2')) throw failure(status.RESOURCE_EXHAUSTED);
      return takes(sent);
    };
    const { outcomes } = await record(department(small).to, 5);
    expect(outcomes.map(({ reason }) => reason)).toEqual(['', '', 'MESSAGE_TOO_LARGE', '', '']);
  });

  it.each([status.UNAUTHENTICATED, status.PERMISSION_DENIED, status.INVALID_ARGUMENT])(
    'end the feed with status %s, which no waiting cures',
    async (code) => {
      await expect(record(department(failing(code)).to, 1)).rejects.toThrow(status[code]);
    },
  );

  it('wait no longer when the feed stops', async () => {
    const stopping = new AbortController();
    const waiting = record(department(failing(status.UNAVAILABLE)).to, 1, stopping.signal);
    stopping.abort();
    await expect(waiting).rejects.toThrow('aborted');
  });
});
