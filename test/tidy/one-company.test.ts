import { describe, expect, it } from 'vitest';
import { keptFiles, readText } from './source.js';

/** The company of data/olist is one among others. */
const COMPANY = /olist/i;

/** Files that name it, and why. A test fails for an entry that is not needed any more. */
const ALLOWED: Readonly<Record<string, string>> = {
  'libs/cases/migrations/0001_cases.sql': 'a migration that was applied is never edited',
};

const product = keptFiles().filter((path) => /^(libs|services)\//.test(path));
const naming = product.filter((path) => COMPANY.test(path) || COMPANY.test(readText(path)));

describe('the product', () => {
  it('names no company: nothing of Olist is left in libs or services, in comments and fixtures neither', () => {
    expect(naming.filter((path) => ALLOWED[path] === undefined)).toEqual([]);
  });

  it('has no exception that is not needed', () => {
    expect(Object.keys(ALLOWED).filter((path) => !naming.includes(path))).toEqual([]);
  });
});
