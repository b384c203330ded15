import { z } from 'zod';
import { serviceSettings } from '#libs/runtime/settings.js';

/** The port of the payout process, before that of the signer. */
export const PAYOUT_PORT = 7108;

/** The settings of the payout process. It reads no Kafka, has no case key, and needs a signer. */
export const settings = z.object({
  ...serviceSettings(PAYOUT_PORT),
  CX_SIGNER: z
    .string()
    .min(1)
    .describe('where the signer answers, signer:7100; the payout process signs every manifest'),
});

export type Config = z.infer<typeof settings>;
