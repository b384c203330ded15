import { describe, expect, it } from 'vitest';
import { sqlFolder } from './sql.js';

const sql = sqlFolder(import.meta.url, './sql/');

describe('a query of a folder', () => {
  it('is read once, with its comment', () => {
    expect(sql('list-migrations')).toBe(sql('list-migrations'));
    expect(sql('list-migrations').text).toMatch(/^-- Lists the migrations/);
  });

  it('is prepared under a name of at most 63 bytes that no other text has', () => {
    expect(sql('list-migrations').name).toMatch(/^list-migrations-[0-9a-f]{12}$/);
    expect(`${'x'.repeat(50)}-${'0'.repeat(12)}`).toHaveLength(63);
  });

  it('that is not there is found out where it is named', () => {
    expect(() => sql('no-such-query')).toThrow('no-such-query.sql');
  });
});
