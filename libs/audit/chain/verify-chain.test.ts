import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Entry } from './entry.js';
import { type Head, type Line, lineHash, NO_LINE, nextLine, nextLines } from './line.js';
import { type BrokenChain, ChainCheck } from './verify-chain.js';

const entry: Entry = {
  event: 'BEGAN',
  who: { name: 'anna', kind: 'person', roles: ['HR_MAKER'] },
  what: { call: 'cx.bonus.v1.BonusInputService/CreateSnapshot', resource: { period: '2018-08' } },
  requestId: '0f9b3a52-6c1e-4d2a-9a58-1f9a6e2b7c11',
};
const place = { server: 'scoring', at: '2018-09-01T08:00:00.000000Z' };

const chain = (length: number) =>
  nextLines(
    NO_LINE,
    Array.from({ length }, (_, number) => ({ ...entry, count: BigInt(number) })),
    place,
  );

function check(lines: readonly Line[], remembered?: Head): BrokenChain | undefined {
  const found = new ChainCheck(remembered);
  for (const line of lines) found.add(line);
  return found.end();
}

/** A chain of 2 to 12 lines and one of its places, from 0. */
const chainAndPlace = fc
  .integer({ min: 2, max: 12 })
  .chain((length) => fc.tuple(fc.constant(length), fc.nat(length - 1)));

describe('a line', () => {
  it('is canonical JSON with its position, its time and its server', () => {
    expect(nextLine(NO_LINE, entry, place).text).toBe(
      '{"at":"2018-09-01T08:00:00.000000Z","event":"BEGAN","position":"1","request_id":"0f9b3a52-6c1e-4d2a-9a58-1f9a6e2b7c11",' +
        '"server":"scoring","what":{"call":"cx.bonus.v1.BonusInputService/CreateSnapshot","resource":{"period":"2018-08"}},' +
        '"who":{"kind":"person","name":"anna","roles":["HR_MAKER"]}}',
    );
  });

  it('has the hash that any program finds again from the hash before and the text', () => {
    const [first, second] = chain(2);
    expect(first?.hash.toString('hex')).toBe(lineHash(Buffer.alloc(32), first?.text ?? '').toString('hex'));
    expect(second?.previousHash).toEqual(first?.hash);
  });
});

describe('a chain', () => {
  it('that was only appended to holds, and an empty one too', () => {
    expect(check(chain(12))).toBeUndefined();
    expect(check([])).toBeUndefined();
  });

  it('breaks at the line in which one byte of text, hash or previous hash changed', () => {
    const part = fc.constantFrom('text', 'hash', 'previousHash');
    fc.assert(
      fc.property(
        chainAndPlace,
        part,
        fc.nat(31),
        fc.integer({ min: 1, max: 255 }),
        ([length, place], what, at, xor) => {
          const lines = chain(length);
          const line = lines[place] as Line;
          const bytes = Buffer.from(what === 'text' ? line.text : line[what]);
          bytes[at] = (bytes[at] ?? 0) ^ (what === 'text' ? xor & 0x0f || 1 : xor);
          const changed = { ...line, [what]: what === 'text' ? bytes.toString('latin1') : bytes };
          expect(check(lines.with(place, changed))?.position).toBe(line.position);
        },
      ),
    );
  });

  it('breaks where one line was removed before the end', () => {
    fc.assert(
      fc.property(chainAndPlace, ([length, place]) => {
        fc.pre(place < length - 1);
        expect(check(chain(length).toSpliced(place, 1))).toEqual({ fault: 'MISSING', position: BigInt(place) + 1n });
      }),
    );
  });

  it('breaks where the lines behind a removed one were numbered anew', () => {
    const [first, , ...rest] = chain(5) as [Line, Line, ...Line[]];
    const renumbered = rest.map((line) => ({ ...line, position: line.position - 1n }));
    expect(check([first, ...renumbered])).toEqual({ fault: 'UNLINKED', position: 2n });
  });

  it('breaks where two lines changed places', () => {
    fc.assert(
      fc.property(chainAndPlace, ([length, place]) => {
        fc.pre(place < length - 1);
        const lines = chain(length);
        const [one, other] = [lines[place] as Line, lines[place + 1] as Line];
        const swapped = lines
          .with(place, { ...other, position: one.position })
          .with(place + 1, { ...one, position: other.position });
        expect(check(swapped)?.position).toBe(one.position);
      }),
    );
  });

  it('breaks behind a line that was put in, even when that line has a hash of its own', () => {
    const lines = chain(4);
    const put = nextLine(lines[1] as Line, { ...entry, event: 'ENDED' }, place);
    const moved = lines.slice(2).map((line) => ({ ...line, position: line.position + 1n }));
    expect(check([...lines.slice(0, 2), put, ...moved])).toEqual({ fault: 'UNLINKED', position: 4n });
  });

  it('breaks at a line whose text was written for another position, even when its hash is right', () => {
    const [first] = chain(1) as [Line];
    const text = first.text.replace('"position":"1"', '"position":"7"');
    expect(check([{ ...first, text, hash: lineHash(first.previousHash, text) }])).toEqual({
      fault: 'MISPLACED',
      position: 1n,
    });
  });

  it('whose end was cut off is found against a remembered head and by nothing else', () => {
    fc.assert(
      fc.property(chainAndPlace, ([length, place]) => {
        const lines = chain(length);
        const cut = lines.slice(0, place);
        expect(check(cut)).toBeUndefined();
        expect(check(cut, lines.at(-1))).toEqual({ fault: 'CUT_OFF', position: BigInt(place) + 1n });
      }),
    );
  });

  it('that was written anew is found against a remembered head', () => {
    const [remembered] = chain(3).slice(-1);
    const anew = nextLines(NO_LINE, [entry, entry, entry, entry], place);
    expect(check(anew)).toBeUndefined();
    expect(check(anew, remembered)).toEqual({ fault: 'REWRITTEN', position: 3n });
  });

  it('that grew since its head was remembered holds', () => {
    const lines = chain(6);
    expect(check(lines, lines[2])).toBeUndefined();
  });
});
