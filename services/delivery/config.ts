import { z } from 'zod';
import { intakeSettings } from '#libs/cases/settings.js';
import { caseKey, serviceSettings } from '#libs/runtime/settings.js';

/** What delivery is told by its environment. */
export const settings = z.object({ ...serviceSettings(7103), CX_CASE_KEY: caseKey(), ...intakeSettings() });
