import { describe, expect, it } from 'vitest';
import { matchPath, overlap, pathTemplate } from './path-template.js';

const index = pathTemplate('/v1/{name=departments/*/indexes/*}');
const explain = pathTemplate('/v1/{name=departments/*/indexes/*}:explain');
const stated = (template: string, path: string) => {
  const found = matchPath(pathTemplate(template), path);
  return found === undefined ? undefined : Object.fromEntries(found);
};

describe('a path', () => {
  it.each([
    [
      'states the name of its template',
      '/v1/departments/delivery/indexes/2018-08',
      'departments/delivery/indexes/2018-08',
    ],
    ['may hold coded characters', '/v1/departments/caf%C3%A9/indexes/2018%2D08', 'departments/café/indexes/2018-08'],
    ['with a wildcard for all departments', '/v1/departments/-/indexes/2018-Q3', 'departments/-/indexes/2018-Q3'],
  ])('%s', (_, path, name) => {
    expect(Object.fromEntries(matchPath(index, path) ?? [])).toEqual({ name });
  });

  it.each([
    ['an empty part', '/v1/departments//indexes/2018-08'],
    ['a part too many', '/v1/departments/delivery/indexes/2018-08/x'],
    ['a part too few', '/v1/departments/delivery/indexes'],
    ['a slash at the end', '/v1/departments/delivery/indexes/2018-08/'],
    ['another word', '/v1/departments/delivery/index/2018-08'],
    ['a coded slash, which would be two parts', '/v1/departments/a%2Fb/indexes/2018-08'],
    ['a broken code', '/v1/departments/%zz/indexes/2018-08'],
    ['a word behind a colon that the template lacks', '/v1/departments/delivery/indexes/2018-08:explain'],
    ['no slash in front', 'v1/departments/delivery/indexes/2018-08'],
  ])('is another one with %s', (_, path) => {
    expect(matchPath(index, path)).toBeUndefined();
  });

  it('has the word behind its colon apart', () => {
    expect(matchPath(explain, '/v1/departments/delivery/indexes/2018-08:explain')?.get('name')).toBe(
      'departments/delivery/indexes/2018-08',
    );
    expect(matchPath(explain, '/v1/departments/delivery/indexes/2018-08')).toBeUndefined();
    // A coded colon is a character of the name.
    expect(matchPath(index, '/v1/departments/delivery/indexes/a%3Aexplain')?.get('name')).toBe(
      'departments/delivery/indexes/a:explain',
    );
  });

  it('may state several fields, and a field of one part', () => {
    expect(stated('/v1/{parent=a/*}/b/{name}', '/v1/a/1/b/2')).toEqual({ parent: 'a/1', name: '2' });
    expect(stated('/v1/periods', '/v1/periods')).toEqual({});
  });
});

describe('two templates', () => {
  it.each([
    ['/v1/{name=a/*}', '/v1/{parent=a/*}', true],
    ['/v1/{name=a/*}', '/v1/a/b', true],
    ['/v1/{name=*/b}', '/v1/{name=a/*}', true],
    ['/v1/{name=a/*}', '/v1/{name=b/*}', false],
    ['/v1/{name=a/*}', '/v1/{name=a/*}:file', false],
    ['/v1/{name=a/*}', '/v1/{name=a/*}/c', false],
  ])('%s and %s can be one path: %s', (a, b, can) => {
    expect(overlap(pathTemplate(a), pathTemplate(b))).toBe(can);
    expect(overlap(pathTemplate(b), pathTemplate(a))).toBe(can);
  });

  it.each(['/v1/{name=**}', '/v1/{name.of=a/*}', 'v1/a', '/v1/{name=a/*', '/'])('%s is no template', (text) => {
    expect(() => pathTemplate(text)).toThrow();
  });
});
