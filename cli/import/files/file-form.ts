import type { TableForm } from '#libs/maps/rows/table.js';
import { type Encoding, encodingName } from './encoding.js';
import { encodingOf, textOf } from './open-text.js';

/** How a file is written. */
export interface FileForm {
  readonly format: 'csv' | 'json_lines';
  readonly encoding: Encoding;
  /** Between the fields of a CSV file. */
  readonly separator: string;
  /** Lines before the header: the line "sep=;" of a spreadsheet. */
  readonly skipLines: number;
  /** How it was found, for people: "UTF-8, semicolon (detected)". */
  readonly words: string;
}

const SEPARATORS = { comma: ',', semicolon: ';', tab: '\t', pipe: '|' } as const;
type SeparatorName = keyof typeof SEPARATORS;

/** What the map says of a file, and for the rest what its name, its first bytes and its header show. */
export async function formOf(file: string, form: TableForm): Promise<FileForm> {
  const encoding = await encodingOf(file, form.encoding);
  const format = form.format ?? (/\.(jsonl|ndjson|json)(\.gz)?$/i.test(file) ? 'json_lines' : 'csv');
  if (format === 'json_lines')
    return { format, encoding, separator: '', skipLines: 0, words: `JSON lines, ${encodingName(encoding)}` };
  const [first = '', second = ''] = await firstLines(file, encoding);
  const hint = /^"?sep=(.)"?$/i.exec(first)?.[1];
  const name = form.separator ?? nameOf(hint) ?? detected(hint === undefined ? first : second);
  const how = form.separator !== undefined ? '' : ' (detected)';
  return {
    ...{ format, encoding, separator: SEPARATORS[name], skipLines: hint === undefined ? 0 : 1 },
    words: `CSV, ${encodingName(encoding)}, ${name}${how}`,
  };
}

function nameOf(separator: string | undefined): SeparatorName | undefined {
  return (Object.keys(SEPARATORS) as SeparatorName[]).find((name) => SEPARATORS[name] === separator);
}

/** The separator that the header has most of, outside of quotes. */
function detected(header: string): SeparatorName {
  const plain = header.replace(/"[^"]*"/g, '');
  const counted = (Object.keys(SEPARATORS) as SeparatorName[]).map((name) => ({
    name,
    count: plain.split(SEPARATORS[name]).length,
  }));
  return counted.sort((a, b) => b.count - a.count)[0]?.name ?? 'comma';
}

/** The first two lines. A header is never longer than a million characters. */
async function firstLines(file: string, encoding: Encoding): Promise<string[]> {
  let text = '';
  for await (const piece of textOf(file, encoding)) {
    text += piece;
    if (text.trimStart().split('\n').length > 2 || text.length > 1_000_000) break;
  }
  return text
    .trimStart()
    .split('\n', 2)
    .map((line) => line.trim());
}
