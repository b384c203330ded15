import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { Milestone as MilestoneMessage } from '#libs/contracts/cx/batches/v1/batches.js';
import type { Source } from '#libs/domain/source.js';
import { milestoneFromProto, milestoneToProto } from './milestone-proto.js';
import type { MilestoneOut } from './outgoing.js';

const promised: MilestoneOut = {
  ref: Buffer.alloc(16, 7),
  name: 'promised',
  revision: 1,
  withdrawn: false,
  origin: 'REPORTED',
  unit: 'method/boleto',
  happenedAt: Date.UTC(2018, 1, 20, 12),
  promisedDay: '2018-03-02',
  zone: 'America/Sao_Paulo',
  destinationUnit: 'area/rj',
};
const bytesOf = (milestone: MilestoneOut) => MilestoneMessage.encode(milestoneToProto(milestone)).finish();

describe('a milestone', () => {
  it.each<[string, MilestoneOut]>([
    ['of a whole case', promised],
    ['of a part', { ...promised, part: 'parcel 1/2' }],
    ['of a part that another part replaces', { ...promised, part: 'A', replacedBy: 'DE 4711/2' }],
    [
      'with a promised window',
      { ...promised, promisedFrom: Date.UTC(2018, 2, 2, 14), promisedTo: Date.UTC(2018, 2, 2, 16) },
    ],
    [
      'of an order to collect',
      { ...promised, readyForCollectionBy: Date.UTC(2018, 2, 2, 18), fulfilment: 'LOCKER', neededByDay: '2018-03-04' },
    ],
    ['with a carrier', { ...promised, part: 'A', carrier: 'DHL', serviceLevel: 'express' }],
  ])('%s is the same after it was sent', (_, milestone) => {
    expect(milestoneFromProto(MilestoneMessage.decode(bytesOf(milestone)), 'ordering')).toEqual(milestone);
  });

  it("of a department of the company's own has the name that its document states, a day and a text", () => {
    const own = { ...promised, name: 'came_back', day: '2027-01-31', text: 'Bestellung-Ä7' };
    const sent = MilestoneMessage.decode(bytesOf(own));
    expect(milestoneFromProto(sent, 'returns' as Source)).toEqual(own);
    expect(milestoneFromProto(sent, 'delivery')).toBeUndefined(); // a later version of delivery may publish it
    expect(milestoneFromProto({ ...sent, day: '2027-02-30' }, 'returns' as Source)).toBeUndefined();
    expect(milestoneFromProto({ ...sent, name: 'Came back' }, 'returns' as Source)).toBeUndefined();
  });

  it('with a fulfilment that this version does not know is not read', () => {
    expect(milestoneFromProto({ ...milestoneToProto(promised), fulfilment: 77 as never }, 'ordering')).toBeUndefined();
  });

  it('of a whole case has the bytes that it had before cases had parts', () => {
    const sha256 = createHash('sha256').update(bytesOf(promised)).digest('hex');
    expect(sha256).toBe('5fd52e5365e49632728961c971924d1f4b3151bee387d777065067618bb1ce76');
  });

  it.each([' ', 'x'.repeat(129), 'a\u0000b'])('of a part that is no id is not read: "%s"', (part) => {
    expect(milestoneFromProto(milestoneToProto({ ...promised, part }), 'ordering')).toBeUndefined();
    expect(milestoneFromProto(milestoneToProto({ ...promised, replacedBy: part }), 'ordering')).toBeUndefined();
  });
});
