import { remoteSigner } from '#libs/clients/remote-signer.js';
import type { SealRestated } from '#services/scoring/adjustments/post-adjustment.js';
import type { Seal } from '#services/scoring/periods/life/close-period.js';
import { named } from '#test/doubles/named-callers.js';

/** What a close and a posting store beside their versions, for a provocation to set; otherwise nothing. */
export const sealing: { seal: Seal; sealRestated: SealRestated } = {
  seal: async () => undefined,
  sealRestated: async () => undefined,
};

/** The installation names a signer at an address where nothing answers. */
export async function withoutSigner(): Promise<void> {
  const signer = remoteSigner('127.0.0.1:1', () => named('scoring'));
  await signer.signRoot('periods/2017-10/snapshots/3', '00'.repeat(32)).finally(() => signer.close());
}

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
