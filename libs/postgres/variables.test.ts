import { describe, expect, it } from 'vitest';
import { withVariables } from './variables.js';

describe('the variables of a statement', () => {
  it.each([
    ['grant select on fact to :"service"', 'grant select on fact to "cx_delivery"'],
    [`select :'service'`, `select 'cx_delivery'`],
    [`select 'a'::text, now()::"char"`, `select 'a'::text, now()::"char"`],
    [`-- psql -v service=cx_delivery`, `-- psql -v service=cx_delivery`],
  ])('of %s are replaced', (text, expected) => {
    expect(withVariables(text, { service: 'cx_delivery' })).toBe(expected);
  });

  it('are quoted, so that no name ends the statement', () => {
    expect(withVariables(`:"name" :'name'`, { name: `a"b'c; --` })).toBe(`"a""b'c; --" 'a"b''c; --'`);
  });

  it('without a value are refused', () => {
    expect(() => withVariables(':"readers"', { service: 'cx' })).toThrow('names readers, which has no value');
  });
});
