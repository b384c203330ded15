import type { FileForm } from './file-form.js';
import type { BadRow, BrokenFile } from './file-row.js';
import { textOf } from './open-text.js';

/** A line of a JSON lines file: one object. */
export interface JsonRow {
  readonly kind: 'json';
  readonly value: unknown;
  readonly line: number;
  readonly text: string;
}

/** The longest line, in characters: more is a file that is not JSON lines. */
const LONGEST_LINE = 16 * 1024 * 1024;
const CURE = 'write one JSON object a line: {"id": 1}';

/** The objects of a JSON lines file in portions. A line that is none is refused by itself; blank lines are left out. */
export async function* jsonRows(file: string, form: FileForm): AsyncGenerator<(JsonRow | BadRow | BrokenFile)[]> {
  let rest = '';
  let line = 0;
  for await (const piece of textOf(file, form.encoding)) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    const first = line;
    line += lines.length;
    yield lines.flatMap((text, place) => rowsOf(text, first + place + 1));
    if (rest.length <= LONGEST_LINE) continue;
    yield [{ kind: 'broken', line: line + 1, problem: 'the line is longer than 16 million characters', cure: CURE }];
    return;
  }
  yield rowsOf(rest, line + 1);
}

function rowsOf(text: string, line: number): (JsonRow | BadRow)[] {
  if (text.trim() === '') return [];
  const bad = (problem: string): BadRow[] => [{ kind: 'bad', line, problem, cure: CURE, record: [text] }];
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return [{ kind: 'json', value, line, text }];
    return bad(Array.isArray(value) ? 'the line is a JSON array' : 'the line is no JSON object');
  } catch {
    return bad('the line is not JSON');
  }
}
