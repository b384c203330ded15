import { z } from 'zod';
import { serviceSettings } from '#libs/runtime/settings.js';

/** What scoring is told by its environment. It never has the case key: it counts cases it cannot name. */
export const settings = z.object({
  ...serviceSettings(7100),
  CX_SHARDS: z.coerce.number().int().min(1).max(256).default(1).describe('observation shards of each source'),
});

export type Config = z.infer<typeof settings>;
