import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { departmentSettings } from '#libs/cases/process/settings.js';
import { settings as customSettings } from '#services/custom/config.js';
import { settings as payoutSettings } from '#services/payout/config.js';
import { settings as scoringSettings } from '#services/scoring/config.js';
import { settings as signerSettings } from '#services/signer/config.js';
import { settingsPage } from '../../docs/print-settings.js';
import { SETTING_COSTS } from '../../docs/setting-costs.js';
import { sources } from './source.js';

/** A name with _FILE stands for the setting without it. */
const named = (text: string) =>
  [...text.matchAll(/\b(?:CX|KAFKA)_[A-Z_]+\b/g)].map(([name]) => name.replace(/_FILE$/, ''));

const jsonOf = (schema: z.ZodType) =>
  (z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }).properties ?? {}) as Record<
    string,
    { type?: string }
  >;

describe('the page of settings', () => {
  it('states what each setting costs, and the unit of each number', () => {
    const schemas = [departmentSettings(0), scoringSettings, customSettings, signerSettings, payoutSettings];
    const properties = schemas.flatMap((schema) => Object.entries(jsonOf(schema)));
    const stated = Object.keys(SETTING_COSTS).toSorted();
    expect(stated).toEqual([...new Set(properties.map(([name]) => name))].toSorted());
    const numbers = properties.filter(([, { type }]) => type === 'integer' || type === 'number');
    expect(numbers.filter(([name]) => SETTING_COSTS[name]?.unit === undefined)).toEqual([]);
  });

  it('lists every setting that the code names, and no other', () => {
    const code = sources().filter(({ path, isTest }) => !isTest && /^(cli|deploy|libs|services)\//.test(path));
    const listed = new Set(
      [...settingsPage().matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name?.replace(/_FILE$/, '')),
    );
    expect([...listed].toSorted()).toEqual([...new Set(code.flatMap(({ code: text }) => named(text)))].toSorted());
  });
});
