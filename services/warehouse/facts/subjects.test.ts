import { describe, expect, it } from 'vitest';
import { ParcelFact } from '#libs/contracts/cx/warehouse/v1/warehouse.js';
import { warehouseFacts } from '../grpc/facts.js';

const AT = new Date('2018-03-01T12:00:00Z');
const checked = (what: object, change: object = {}) =>
  warehouseFacts.check(Buffer.alloc(32))(
    ParcelFact.fromPartial({ factId: 'f', subjectId: 'R-7', happenedAt: AT, ...change, what: what as never }),
    'REPORTED',
    AT.getTime(),
  );
const site = { unit: 'site/north', zone: 'Europe/Berlin' };
const shown = (what: object) => {
  const one = checked(what);
  if (one.is !== 'in order') throw new Error(JSON.stringify(one));
  return warehouseFacts.describe([{ ...one.fact, feed: 'wms', recordedAt: 0 }]).details[0];
};
const fact = ($case: string, value: object = {}) => ({ $case, value });
const audit = (checksMade: number, checksMet: number) => fact('packagingAudited', { ...site, checksMade, checksMet });

describe('a fact of the warehouse about a subject', () => {
  it.each([
    [fact('goodsReceived', site), 'at site/north'],
    [fact('goodsAvailable'), ''],
    [fact('returnReceived', site), 'at site/north'],
    [fact('returnInspected'), ''],
    [fact('returnAnnounced', { ...site, unit: 'channel/app' }), 'by channel/app'],
    [fact('returnPosted'), ''],
    [fact('returnRefunded'), ''],
    [fact('locationCounted', { ...site, recordRight: true }), 'the record of site/north was right'],
    [fact('locationCounted', { ...site, recordRight: false }), 'the record of site/north was wrong'],
    [audit(1, 0), '0 of 1 checks met by site/north'],
    [audit(1_000, 1_000), '1000 of 1000 checks met by site/north'],
  ])('is taken and shown: %o', (what, detail) => {
    expect(shown(what)).toBe(detail);
  });

  it.each([
    ['no site', fact('goodsReceived', { ...site, unit: '' }), {}, 'UNIT_INVALID', 'goods_received.unit'],
    [
      'no place of a label',
      fact('returnAnnounced', { ...site, unit: '' }),
      {},
      'UNIT_INVALID',
      'return_announced.unit',
    ],
    ['no zone', fact('returnReceived', { ...site, zone: '' }), {}, 'ZONE_UNKNOWN', 'return_received.zone'],
    [
      'no site of a count',
      fact('locationCounted', { ...site, unit: 'North' }),
      {},
      'UNIT_INVALID',
      'location_counted.unit',
    ],
    ['no check', audit(0, 0), {}, 'CHECKS_INVALID', 'packaging_audited.checks_made'],
    ['too many checks', audit(1_001, 0), {}, 'CHECKS_INVALID', 'packaging_audited.checks_made'],
    ['more checks met than made', audit(3, 4), {}, 'CHECKS_INVALID', 'packaging_audited.checks_made'],
    ['fewer checks met than none', audit(3, -1), {}, 'CHECKS_INVALID', 'packaging_audited.checks_made'],
    ['no subject', fact('goodsAvailable'), { subjectId: '' }, 'SUBJECT_ID_INVALID', 'subject_id'],
    ['an order', fact('goodsAvailable'), { orderId: '#1' }, 'CASE_ID_UNEXPECTED', 'order_id'],
    ['a parcel', fact('goodsAvailable'), { parcelId: 'A' }, 'PARCEL_ID_UNEXPECTED', 'parcel_id'],
    ['a subject of an order', fact('handedOver'), { orderId: '#1' }, 'SUBJECT_ID_UNEXPECTED', 'subject_id'],
    ['no order of an order', fact('handedOver'), {}, 'ORDER_ID_INVALID', 'order_id'],
    [
      'a withdrawal of another kind',
      fact('withdrawal', { factId: 'g', subjectKind: 'invoice' }),
      {},
      'SUBJECT_KIND_UNKNOWN',
      'withdrawal.subject_kind',
    ],
    [
      'a withdrawal without a kind',
      fact('withdrawal', { factId: 'g' }),
      { orderId: '#1' },
      'SUBJECT_ID_UNEXPECTED',
      'subject_id',
    ],
  ])('is refused with %s', (_, what, change, reason, field) => {
    expect(checked(what, change)).toMatchObject({ is: 'refused', refusal: { reason, field } });
  });

  it('needs no zone where the feed has declared one', () => {
    const of = ParcelFact.fromPartial({
      ...{ factId: 'f', subjectId: 'R-7', happenedAt: AT },
      what: fact('goodsReceived', { unit: 'site/north', zone: '' }) as never,
    });
    const one = warehouseFacts.check(Buffer.alloc(32))(of, 'REPORTED', AT.getTime(), {
      zone: 'Europe/Berlin',
    } as never);
    expect(one.is).toBe('in order');
  });
});
