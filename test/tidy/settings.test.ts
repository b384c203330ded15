import { describe, expect, it } from 'vitest';
import { settingsPage } from '../../docs/print-settings.js';
import { sources } from './source.js';

/** A name with _FILE stands for the setting without it. */
const named = (text: string) =>
  [...text.matchAll(/\b(?:CX|KAFKA)_[A-Z_]+\b/g)].map(([name]) => name.replace(/_FILE$/, ''));

describe('the page of settings', () => {
  it('lists every setting that the code names, and no other', () => {
    const code = sources().filter(({ path, isTest }) => !isTest && /^(cli|deploy|libs|services)\//.test(path));
    const listed = new Set([...settingsPage().matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name));
    expect([...listed].toSorted()).toEqual([...new Set(code.flatMap(({ code: text }) => named(text)))].toSorted());
  });
});
