import type { SealRestated } from '#services/scoring/adjustments/post-adjustment.js';
import type { Seal } from '#services/scoring/periods/life/close-period.js';

/** What a close and a posting store beside their versions, for a provocation to set; otherwise nothing. */
export const sealing: { seal: Seal; sealRestated: SealRestated } = {
  seal: async () => undefined,
  sealRestated: async () => undefined,
};

/** Of each close from now on. What it returns ends that. */
export function sealedBy(seal: Seal): () => Promise<void> {
  const before = sealing.seal;
  sealing.seal = seal;
  return async () => {
    sealing.seal = before;
  };
}

/** Of each posting from now on. What it returns ends that. */
export function restatedBy(seal: SealRestated): () => Promise<void> {
  const before = sealing.sealRestated;
  sealing.sealRestated = seal;
  return async () => {
    sealing.sealRestated = before;
  };
}
