import { posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Source, sourceOf, sources } from './source.js';

describe('imports', () => {
  it('have no cycle', () => {
    expect(circles(sources())).toEqual([]);
  });

  it('a cycle is recognised', () => {
    const a = sourceOf('libs/x/a.ts', "import './b.js';");
    const b = sourceOf('libs/x/b.ts', "import './c.js';");
    const c = sourceOf('libs/x/c.ts', "import './a.js';");
    expect(circles([a, b])).toEqual([]);
    expect(circles([a, b, c])).toEqual(['libs/x/a.ts > libs/x/b.ts > libs/x/c.ts > libs/x/a.ts']);
  });
});

describe('rooms', () => {
  it('of one library or service never import each other in a circle', () => {
    expect(circles(rooms(sources()))).toEqual([]);
  });

  it('a cycle of rooms is recognised although no file is part of a cycle', () => {
    const seal = sourceOf('libs/x/source/seal.ts', "import '../format/batch.js';");
    const batch = sourceOf('libs/x/format/batch.ts', "import '../source/place.js';");
    const place = sourceOf('libs/x/source/place.ts', '');
    expect(circles([seal, batch, place])).toEqual([]);
    expect(circles(rooms([seal, batch, place]))).toEqual(['libs/x/source > libs/x/format > libs/x/source']);
  });
});

type Node = Pick<Source, 'path' | 'imports'>;

/**
 * The folders below libs/NAME and services/NAME as nodes of the same graph. Files at the top of a library or service may
 * use every room and be used by every room; a folder and a folder inside it count as one room.
 */
function rooms(files: readonly Source[]): Node[] {
  const imports = new Map<string, Set<string>>();
  for (const file of files.filter(({ isTest }) => !isTest)) {
    const room = posix.dirname(file.path);
    const others = file.imports.map((imported) => posix.dirname(imported)).filter((other) => isOtherRoom(room, other));
    imports.set(room, new Set([...(imports.get(room) ?? []), ...others]));
  }
  return [...imports].map(([path, others]) => ({ path, imports: [...others] }));
}

function isOtherRoom(room: string, other: string): boolean {
  const isRoom = (path: string) => /^(libs|services)\/[^/]+\//.test(path);
  return isRoom(room) && isRoom(other) && !`${room}/`.startsWith(`${other}/`) && !`${other}/`.startsWith(`${room}/`);
}

/** Walks every way once; a file met again on its own way closes a circle. */
function circles(files: readonly Node[]): string[] {
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
