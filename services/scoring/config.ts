import { z } from 'zod';
import { databaseLost, serviceSettings } from '#libs/runtime/settings.js';

/** The settings of scoring. It never has the case key: it counts cases without knowing their order numbers. */
export const settings = z.object({
  ...serviceSettings(7100),
  CX_DATABASE_LOST: databaseLost(),
  CX_SIGNER: z
    .string()
    .default('')
    .describe('where the signer answers, signer:7100; empty: closed periods are not signed'),
  CX_REST_PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65_535)
    .default(0)
    .describe('the port of REST (docs/rest.md); 0: there is none'),
  CX_SHARDS: z.coerce.number().int().min(1).max(256).default(1).describe('observation shards of each source'),
});

export type Config = z.infer<typeof settings>;
