import type { z } from 'zod';
import { departmentSettings } from '#libs/cases/process/settings.js';
import { identitySettings } from '#libs/runtime/identity-settings.js';
import { settings as customSettings } from '#services/custom/config.js';
import { settings as payoutSettings } from '#services/payout/config.js';
import { settings as scoringSettings } from '#services/scoring/config.js';
import { settings as signerSettings } from '#services/signer/config.js';

/** The settings that a process reads, by its program: "scoring", "delivery", "custom". */
export function settingsOf(program: string): z.ZodObject {
  if (program === 'scoring') return scoringSettings.extend(identitySettings());
  if (program === 'payout') return payoutSettings.extend(identitySettings());
  if (program === 'signer') return signerSettings.extend(identitySettings());
  const department = departmentSettings(7100).extend(identitySettings());
  return program === 'custom' ? department.extend(customSettings.shape) : department;
}

/** The setting that a variable of the environment gives, by itself or as a file; undefined when the process reads no such setting. */
export function settingOf(variable: string, { shape }: z.ZodObject): string | undefined {
  return [variable, variable.replace(/_FILE$/, '')].find((name) => name in shape);
}

/** An environment with a value in place of each file that holds one. Files that a process reads by their names stay. */
export function withoutFiles(
  env: Readonly<Record<string, string>>,
  schema: z.ZodObject,
): Readonly<Record<string, string>> {
  const values = Object.entries(env).map(([name, value]) => {
    const setting = settingOf(name, schema) ?? name;
    return setting === name ? [name, value] : [setting, IN_FILES[setting] ?? 'x'];
  });
  return Object.fromEntries(values);
}

const IN_FILES: Readonly<Record<string, string>> = {
  CX_CASE_KEY: '0'.repeat(64),
  CX_WEBHOOK_SECRETS: `hr whsec_${Buffer.alloc(32, 1).toString('base64')}`,
  CX_INSTALLATION: '0b2f6b43-6d2a-4c1e-9a50-7a3f2f6d1c11',
};
