import type { Seal } from '#services/scoring/periods/life/close-period.js';

/** What a close stores beside its version, for a provocation to set; otherwise nothing. */
export const sealing: { seal: Seal } = { seal: async () => undefined };

/** Of each close from now on. What it returns ends that. */
export function sealedBy(seal: Seal): () => Promise<void> {
  const before = sealing.seal;
  sealing.seal = seal;
  return async () => {
    sealing.seal = before;
  };
}
