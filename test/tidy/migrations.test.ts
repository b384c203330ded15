import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

/**
 * What takes away from a table, a view or a function something that the version before may use. Constraints may be loosened, and whole
 * numbers made wider.
 */
const TAKES_AWAY =
  /\bdrop\s+(table|column|view|function|schema|type)\b|\brename\b|\bset\s+not\s+null\b|\balter\s+(column\s+)?\w+\s+(set\s+data\s+)?type\b(?!\s+(integer|bigint)\b)|\badd\s+column\b(?![^;]*\bdefault\b)[^;]*\bnot\s+null\b/i;

const all = ['libs', 'services'].flatMap((top) =>
  readdirSync(top, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\/migrations\/[^/]+\.sql$/.test(path))
    .map((path) => `${top}/${path}`),
);

it('a migration keeps the version before it working, or says in its name that it does not', () => {
  const unmarked = all.filter((path) => !/\/\d{4}_breaking_/.test(path) && takesAway(readFileSync(path, 'utf8')));
  expect(all.length).toBeGreaterThan(20);
  expect(unmarked).toEqual([]);
});

it.each([
  ['alter table fact drop column feed;', true],
  ['alter table fact rename column feed to source;', true],
  ['alter table fact alter column feed set not null;', true],
  ['alter table fact alter column feed type bytea;', true],
  ['alter table fact alter column hits type bigint;', false],
  ['alter table fact add column feed text not null;', true],
  ["alter table fact add column feed text not null default '';", false],
  ['alter table fact add column feed text;', false],
  ['alter table quarantine drop constraint reason_is_known; -- drop table fact', false],
])('%s: %s', (sql, expected) => {
  expect(takesAway(sql)).toBe(expected);
});

function takesAway(sql: string): boolean {
  return TAKES_AWAY.test(sql.replace(/--.*$/gm, ''));
}
