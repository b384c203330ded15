import { z } from 'zod';
import { caseKey, databaseLost, serviceSettings } from '#libs/runtime/settings.js';

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
    /** How long facts are kept; unset: as long as the database. */
    CX_FACTS_KEPT_MONTHS: z.coerce
      .number()
      .int()
      .min(3)
      .max(1_200)
      .optional()
      .describe('months after which the facts of a judged case are erased, from 3; unset: they are kept'),
    CX_DATABASE_LOST: databaseLost(),
    CX_SHARDS: z.coerce.number().int().min(1).max(256).default(1).describe('shards that new cases are spread over'),
  });
}

export type DepartmentConfig = z.infer<ReturnType<typeof departmentSettings>>;
