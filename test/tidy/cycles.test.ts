import { describe, expect, it } from 'vitest';
import { type Source, sourceOf, sources } from './source.js';

describe('imports', () => {
  it('never run in a circle', () => {
    expect(circles(sources())).toEqual([]);
  });

  it('a circle would be found', () => {
    const a = sourceOf('libs/x/a.ts', "import './b.js';");
    const b = sourceOf('libs/x/b.ts', "import './c.js';");
    const c = sourceOf('libs/x/c.ts', "import './a.js';");
    expect(circles([a, b])).toEqual([]);
    expect(circles([a, b, c])).toEqual(['libs/x/a.ts > libs/x/b.ts > libs/x/c.ts > libs/x/a.ts']);
  });
});

/** Walks every way once; a file met again on its own way closes a circle. */
function circles(files: readonly Source[]): string[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const done = new Set<string>();
  const found: string[] = [];
  const walk = (path: string, way: readonly string[]): void => {
    if (way.includes(path)) {
      found.push([...way.slice(way.indexOf(path)), path].join(' > '));
      return;
    }
    if (done.has(path)) return;
    for (const imported of byPath.get(path)?.imports ?? []) walk(imported, [...way, path]);
    done.add(path);
  };
  for (const file of files) walk(file.path, []);
  return found;
}
