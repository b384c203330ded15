import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { caseRef } from '#libs/cases/facts/case-ref.js';
import type { ReceivedMilestone } from '#libs/cases/milestones/store-milestones.js';
import { DeliveryFact } from '#libs/contracts/cx/delivery/v1/delivery.js';
import { FactResult } from '#libs/contracts/cx/facts/v1/facts.js';
import { call } from '#libs/grpc/client.js';
import { startDelivery } from './cases/delivery.js';
import { CASE_KEY } from './cases/source.js';

const ORDER = '#2001';
const UNIT = 'carrier/acme/depot-7';
const date = (text: string) => new Date(`2018-03-${text}:00Z`);

/** Every kind of fact that is no arrival, of one parcel: an attempt fails, the second one succeeds, and much is reported afterwards. */
const FACTS = (
  [
    ['dispatched', '05T06:00', { unit: UNIT, contractDueAt: date('05T18:00') }],
    ['windowTold', '05T07:00', { from: date('05T14:00'), to: date('05T16:00') }],
    ['scanned', '05T08:00', { point: 3 }],
    ['instructionGiven', '05T09:00', { place: 4 }],
    ['attempted', '05T15:00', { outcome: 2, reason: 5 }],
    ['feeCharged', '05T16:00', { cause: 1 }],
    ['attempted', '06T10:00', { outcome: 1 }],
    ['delivered', '06T10:00', {}],
    ['proofTaken', '06T10:00', { kind: 1, place: 8 }],
    ['instructionChecked', '06T12:00', { result: 2 }],
    ['damageFound', '06T13:00', {}],
    ['foundIncomplete', '06T13:00', {}],
    ['feedbackGiven', '06T14:00', { sentiment: 2 }],
    ['escalated', '06T15:00', { ruling: 1 }],
    ['notReceived', '06T16:00', {}],
    ['lost', '07T10:00', {}],
    ['collectionInVain', '07T11:00', { problem: 1 }],
    ['returnedToSender', '20T10:00', {}],
  ] as const
).map(([kind, at, value]) =>
  DeliveryFact.fromPartial({
    ...{ factId: `${kind}/${at}`, orderId: ORDER, happenedAt: date(at) },
    what: { $case: kind, value } as unknown as NonNullable<DeliveryFact['what']>,
  }),
);

const milestone = (more: object): Omit<ReceivedMilestone, 'arrivedIn'> =>
  ({
    ...{ ref: caseRef(CASE_KEY, 'order', ORDER), revision: 1, withdrawn: false, origin: 'REPORTED' as const },
    ...{ unit: 'unattributed', happenedAt: date('01T10:00').getTime() },
    ...more,
  }) as Omit<ReceivedMilestone, 'arrivedIn'>;

let delivery: Awaited<ReturnType<typeof startDelivery>>;
beforeAll(async () => {
  delivery = await startDelivery();
  const promise = { promisedDay: '2018-03-09', zone: 'Europe/Berlin', destinationUnit: 'area/be' };
  await delivery.take('ordering', [
    milestone({ name: 'promised', ...promise }),
    milestone({ name: 'released', dueAt: date('03T12:00').getTime() }),
  ]);
});
afterAll(() => delivery?.stop());

/** "2018-03-05 carrier/acme/depot-7 miss" of the order, for a metric. */
async function verdict(metric: string): Promise<string | undefined> {
  const { observations } = await call(delivery.facts, 'listObservations', {
    ...{ metric, firstDay: '2018-03-01', lastDay: '2018-04-30', definition: 0, unit: '', outcome: 0 },
    ...{ responsible: '', pageSize: 50, pageToken: '' },
  });
  return observations.map(({ day, unit, hit }) => `${day} ${unit} ${hit ? 'hit' : 'miss'}`)[0];
}

describe('what carriers and customers report about a parcel', () => {
  it('is taken in one call, whatever its kind', async () => {
    const { outcomes } = await delivery.send(...FACTS);
    expect(outcomes.map(({ result }) => result)).toEqual(FACTS.map(() => FactResult.FACT_RESULT_RECORDED));
    await call(delivery.facts, 'declareComplete', { completeThrough: new Date('2018-05-30T00:00:00Z') });
    await delivery.sweep();
  });

  it.each([
    ['delivered_at_first_attempt', `2018-03-05 ${UNIT} miss`],
    ['delivered_in_told_window', `2018-03-05 ${UNIT} miss`],
    ['window_told', `2018-03-06 ${UNIT} hit`],
    ['contract_transit_kept', `2018-03-05 ${UNIT} miss`],
    ['promise_kept_by_carrier', `2018-03-09 ${UNIT} hit`],
    ['delivered_and_received', `2018-03-06 ${UNIT} miss`],
    ['undamaged_in_transit', `2018-03-06 ${UNIT} miss`],
    ['instruction_followed', `2018-03-06 ${UNIT} miss`],
    ['no_negative_feedback', `2018-03-06 ${UNIT} miss`],
    ['no_upheld_escalation', `2018-03-06 ${UNIT} miss`],
    ['not_charged_for_failure', `2018-03-05 ${UNIT} miss`],
    ['scans_complete', `2018-03-06 ${UNIT} miss`],
    ['delivery_proven', `2018-03-06 ${UNIT} hit`],
    ['not_lost', `2018-03-05 ${UNIT} hit`],
    ['on_time_in_full', '2018-03-09 area/be miss'],
  ])('%s is judged by it, in the unit that answers', async (metric, expected) => {
    expect(await verdict(metric)).toBe(expected);
  });

  it('changes its verdict when the feed withdraws it', async () => {
    const withdrawn = FACTS.find(({ what }) => what?.$case === 'notReceived')?.factId ?? '';
    const withdrawal = DeliveryFact.fromPartial({
      ...{ factId: 'found', orderId: ORDER, happenedAt: date('08T10:00') },
      what: { $case: 'withdrawal', value: { factId: withdrawn } },
    });
    const { outcomes } = await delivery.send(withdrawal);
    expect(outcomes[0]?.result).toBe(FactResult.FACT_RESULT_RECORDED);
    await delivery.sweep();
    expect(await verdict('delivered_and_received')).toBe(`2018-03-06 ${UNIT} hit`);
  });
});
