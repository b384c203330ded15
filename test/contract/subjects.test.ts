import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readIntakeCounts } from '#libs/cases/evidence/intake.js';
import { caseRef } from '#libs/cases/facts/case-ref.js';
import { DeliveryFact } from '#libs/contracts/cx/delivery/v1/delivery.js';
import { FactResult, FactsServiceClient } from '#libs/contracts/cx/facts/v1/facts.js';
import { call } from '#libs/grpc/client.js';
import { tablesThatHold } from '#test/stack/everything-stored.js';
import { startDelivery } from './cases/delivery.js';
import { CASE_KEY, NOW } from './cases/source.js';

const AUDIT = 'AUDIT-4711';
const AT = new Date('2018-03-05T12:00:00Z');
const AUDITED = { unit: 'carrier/acme/team-3', zone: 'Europe/Berlin', checksMade: 5, checksMet: 4 };

let delivery: Awaited<ReturnType<typeof startDelivery>>;
beforeAll(async () => {
  delivery = await startDelivery();
  await call(delivery.facts, 'declareComplete', { completeThrough: new Date('2018-05-01T00:00:00Z') });
});
afterAll(() => delivery?.stop());

const fact = (factId: string, what: object, change: object = {}) =>
  DeliveryFact.fromPartial({ factId, subjectId: AUDIT, happenedAt: AT, ...change, what: what as never });
const audited = (value: object = {}) => ({ $case: 'courtesyAudited', value: { ...AUDITED, ...value } });
const driven = {
  $case: 'routeDriven',
  value: { unit: 'route/17', zone: 'UTC', plannedMetres: 100, drivenMetres: 101 },
};

async function send(...facts: DeliveryFact[]) {
  const { outcomes } = await delivery.send(...facts);
  return outcomes.map(({ result, reason }) => (result === FactResult.FACT_RESULT_RECORDED ? 'recorded' : reason));
}
async function listed(metric: string) {
  const { observations } = await call(delivery.facts, 'listObservations', {
    ...{ metric, firstDay: '2018-03-01', lastDay: '2018-03-31', definition: 0, unit: '', outcome: 0 },
    ...{ responsible: '', pageSize: 50, pageToken: '' },
  });
  return observations;
}
async function intake() {
  const { facts, cases, casesWithoutPromise, erasedCases } = await delivery.database.transaction((tx) =>
    readIntakeCounts(tx, NOW, 'ordering/promised'),
  );
  return { facts, cases, casesWithoutPromise, erasedCases };
}

describe('a fact about a subject', () => {
  it('is judged and shown beside orders, by the name and the kind of the subject', async () => {
    expect(await send(fact('a', audited()))).toEqual(['recorded']);
    expect(await listed('courtesy_standards_met')).toMatchObject([
      { caseId: AUDIT, caseKind: 'courtesy_audit', unit: AUDITED.unit, day: '2018-03-05', hit: false },
    ]);
  });

  it('is of another case than what another kind of subject, or an order, has the same name for', async () => {
    expect(
      await send(fact('r', driven), fact('o', { $case: 'lost', value: {} }, { subjectId: '', orderId: AUDIT })),
    ).toEqual(['recorded', 'recorded']);
    const refs = (['courtesy_audit', 'route', 'order'] as const).map((kind) => caseRef(CASE_KEY, kind, AUDIT));
    const stored = await delivery.database.query<{ case_ref: Buffer }>('select case_ref from case_file');
    expect(stored.map(({ case_ref }) => case_ref.toString('hex')).toSorted()).toEqual(
      refs.map((ref) => ref.toString('hex')).toSorted(),
    );
  });

  it('waits for no promise, unlike an order', async () => {
    expect(await intake()).toEqual({ facts: 3n, cases: 3n, casesWithoutPromise: 1n, erasedCases: 0n });
  });

  it('is withdrawn by the kind of its subject, and reported anew', async () => {
    const withdrawal = (subjectKind?: string) => ({ $case: 'withdrawal', value: { factId: 'a', subjectKind } });
    expect(await send(fact('w1', withdrawal()))).toEqual(['ORDER_ID_INVALID']); // of an order, then
    expect(await send(fact('w2', withdrawal('route')))).toEqual(['WITHDRAWN_UNKNOWN']);
    expect(await send(fact('w3', withdrawal('courtesy_audit')))).toEqual(['recorded']);
    expect(await listed('courtesy_standards_met')).toEqual([]);
    expect(await send(fact('b', audited({ checksMet: 5 })))).toEqual(['recorded']);
    expect(await listed('courtesy_standards_met')).toMatchObject([{ hit: true }]);
  });
});

describe('a subject that is erased', () => {
  it('is found by its name and kind only', async () => {
    const person = delivery.as(FactsServiceClient, 'console');
    const erase = (subjectKind?: string) =>
      call(person, 'eraseCase', {
        ...{ caseId: AUDIT, caseRef: Buffer.alloc(0), reason: 'request 1', chargeWhatWaits: false },
        ...(subjectKind && { subjectKind }),
      });
    const { cases } = await erase('courtesy_audit');
    expect(cases.map(({ caseRef: ref }) => ref)).toEqual([caseRef(CASE_KEY, 'courtesy_audit', AUDIT)]);
    expect(await send(fact('c', audited()))).toEqual(['CASE_ERASED']);
    expect(await listed('route_near_plan')).toMatchObject([{ caseId: AUDIT, caseKind: 'route' }]);
    await erase('route');
    expect(await tablesThatHold(delivery.database, AUDIT)).toEqual(['fact']); // the order of the same name
  });

  it('keeps its verdict, and is counted as erased', async () => {
    expect(await listed('courtesy_standards_met')).toMatchObject([{ caseId: '', hit: true }]);
    expect(await intake()).toEqual({ facts: 1n, cases: 1n, casesWithoutPromise: 1n, erasedCases: 2n });
  });
});
