import { z } from 'zod';
import { isBuiltIn, isSource, SOURCE_FORM, type Source } from '#libs/domain/source.js';

/** The setting by which the process of a department of the company's own knows which one it is; it has those of departments too. */
export const settings = z.object({
  CX_DEPARTMENT: z
    .string()
    .refine((name) => isSource(name) && !isBuiltIn(name), `${SOURCE_FORM}; it is neither built in nor reserved`)
    .transform((name) => name as Source)
    .describe("the department of the company's own that this process is, as departments.yaml names it"),
});
