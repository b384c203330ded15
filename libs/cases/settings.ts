import { z } from 'zod';

const DAY_MS = 86_400_000;

/** What every department is told beside the settings of any service. */
export function intakeSettings() {
  return {
    /** How long a live feed may stay silent before what was due is charged to its department. */
    CX_SILENT_AFTER_DAYS: z.coerce
      .number()
      .int()
      .min(1)
      .max(366)
      .default(14)
      .transform((days) => days * DAY_MS)
      .describe('days a live feed may stay silent before its cases are charged'),
    CX_SHARDS: z.coerce.number().int().min(1).max(256).default(1).describe('shards that new cases are spread over'),
  };
}
