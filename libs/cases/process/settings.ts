import { z } from 'zod';
import { caseKey, serviceSettings } from '#libs/runtime/settings.js';

const DAY_MS = 86_400_000;

/**
 * The settings of a department: those of every service and its own.
 *
 * @param grpcPort  see `serviceSettings`
 */
export function departmentSettings(grpcPort: number) {
  return z.object({
    ...serviceSettings(grpcPort),
    CX_CASE_KEY: caseKey(),
    /** How long a live feed may stay silent before its due cases are charged to the department. */
    CX_SILENT_AFTER_DAYS: z.coerce
      .number()
      .int()
      .min(1)
      .max(366)
      .default(14)
      .transform((days) => days * DAY_MS)
      .describe('days a live feed may stay silent before its cases are charged'),
    /** It has an effect on an empty database only, so it may stay in the environment. */
    CX_DATABASE_LOST: z
      .enum(['no', 'yes'])
      .default('no')
      .transform((word) => word === 'yes')
      .describe(
        'yes: this empty database replaces one that was lost without a backup, and feeds report everything again',
      ),
    CX_SHARDS: z.coerce.number().int().min(1).max(256).default(1).describe('shards that new cases are spread over'),
  });
}

export type DepartmentConfig = z.infer<ReturnType<typeof departmentSettings>>;
