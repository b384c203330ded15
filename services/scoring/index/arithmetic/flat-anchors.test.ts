import { expect, it } from 'vitest';
import { flatAnchors } from './flat-anchors.js';

const rising = { floorPpm: 1n, targetPpm: 2n, worldClassPpm: 3n };

it('anchors have three more fields where a rate can be too high, and else none of them', () => {
  expect(flatAnchors(rising)).toEqual(rising);
  expect(flatAnchors({ ...rising, tooHigh: { worldClassPpm: 4n, targetPpm: 5n, floorPpm: 6n } })).toEqual({
    ...rising,
    ...{ tooHighWorldClassPpm: 4n, tooHighTargetPpm: 5n, tooHighFloorPpm: 6n },
  });
});
