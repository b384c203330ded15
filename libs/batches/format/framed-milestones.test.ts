import { describe, expect, it } from 'vitest';
import { Milestone, Milestones } from '#libs/contracts/cx/batches/v1/batches.js';
import { endsOfMilestones, framedMilestones } from './framed-milestones.js';
import { milestoneToProto } from './milestone-proto.js';

const messageOf = (place: number, unit: string) =>
  milestoneToProto({
    ...{ name: 'released', revision: 1 + place, withdrawn: place % 2 === 1, unit, happenedAt: 1_520_000_000_000 },
    ...{ ref: Buffer.alloc(16, place), origin: 'IMPORTED' as const },
  });

describe('milestones that are encoded already', () => {
  it.each([
    ['none', []],
    ['some', ['area/sp', '', 'method/voucher']],
    ['one of 127 bytes and one of 128, where the length gets a second byte', ['u'.repeat(83), 'u'.repeat(84)]],
    ['a long one', ['u'.repeat(40_000)]],
  ])('are framed to the same bytes as if they were encoded together: %s', (_, units) => {
    const milestones = units.map((unit, place) => messageOf(place, unit));
    const encoded = milestones.map((one) => ({
      ref: one.caseRef,
      content: Milestone.encode({ ...one, caseRef: Buffer.alloc(0) }).finish(),
    }));
    const whole = Buffer.from(Milestones.encode({ milestones }).finish());
    expect(framedMilestones(encoded).equals(whole)).toBe(true);
    const ends = endsOfMilestones(whole);
    const each = ends.map((end, place) => Milestones.decode(whole.subarray(ends[place - 1] ?? 0, end)).milestones);
    expect(each).toEqual(milestones.map((one) => [one]));
  });

  it('are not taken apart where there is anything else, or less than they say', () => {
    const whole = Buffer.from(Milestones.encode({ milestones: [messageOf(1, 'area/sp')] }).finish());
    expect(() => endsOfMilestones(Buffer.concat([whole, Buffer.from([0x12, 0])]))).toThrow('field 2');
    expect(() => endsOfMilestones(whole.subarray(0, -1))).toThrow();
  });
});
