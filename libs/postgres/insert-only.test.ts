import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { insertOnlyTables } from './insert-only.js';

describe('the tables to which a service only adds', () => {
  it('are those that may be inserted into, and neither updated nor deleted from', () => {
    const text = `
-- grant insert on remark to :"service";
grant select, insert on
  audit, batch, due to :"service";
grant select, insert on cell to :"service";
grant update (day, state) on due to :"service";
grant delete on cell to :"service";
grant execute on function void_milestones(integer) to :"service";
grant select on cell to :"readers";`;
    expect(insertOnlyTables([text])).toEqual(['audit', 'batch']);
  });

  it('are known of a department', () => {
    const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
    const texts = ['cases', 'audit/store', 'batches/source', 'batches/reader'].map((lib) =>
      read(`../${lib}/privileges.sql`),
    );
    expect(insertOnlyTables(texts)).toEqual([
      ...['audit', 'batch', 'case_key', 'fact', 'finding', 'judged_metric', 'judged_unit', 'received_batch', 'verdict'],
    ]);
  });
});
