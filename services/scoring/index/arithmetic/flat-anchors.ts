import type { Anchors } from './score-rate.js';

/** Anchors as messages and records have them: one field for each rate. The last three are left out where a rate cannot be too high. */
export interface FlatAnchors {
  readonly floorPpm: bigint;
  readonly targetPpm: bigint;
  readonly worldClassPpm: bigint;
  readonly tooHighWorldClassPpm?: bigint;
  readonly tooHighTargetPpm?: bigint;
  readonly tooHighFloorPpm?: bigint;
}

export function flatAnchors({ tooHigh, ...rising }: Anchors): FlatAnchors {
  if (tooHigh === undefined) return rising;
  return {
    ...rising,
    tooHighWorldClassPpm: tooHigh.worldClassPpm,
    tooHighTargetPpm: tooHigh.targetPpm,
    tooHighFloorPpm: tooHigh.floorPpm,
  };
}
