import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { board } from '#deploy/grafana/board.js';
import { bars, limitAt, lines, rows, states, table } from '#deploy/grafana/panels.js';
import { type AskedPanel, askBoard, type Span } from './ask-panels.js';
import { drawBoard } from './draw-board.js';
import { palettePng } from './palette-png.js';
import { pixelsOf } from './pixels.mjs';
import { shown } from './units.js';

const asked = (title: string, query: string) => ({
  ...{ title, description: 'What it is.', cure: 'What to do.', unitOf: 's' as const },
  queries: [['{{department}}', query]] as const,
});
const BOARD = board({
  ...{ uid: 'cx-test', title: 'Test', description: 'A board.' },
  panels: rows([
    ['Over time', lines(asked('Late <lines>', 'late'), limitAt(60, 'above')), lines(asked('Nothing', 'nothing'))],
    [
      'Now',
      states(asked('Tiles', 'late'), { red: 100 }),
      bars(asked('Bars', 'late')),
      table(asked('Table', 'late'), []),
    ],
  ]),
});
const SPAN: Span = { from: 1_000, to: 1_600, step: 60 };

/** Two departments, the second above every limit; nothing else has data. */
const ask = async <T>(path: string): Promise<T> => {
  const of = (department: string, value: number) => ({
    metric: { department },
    ...(path.startsWith('query_range')
      ? { values: [1_000, 1_060, 1_600].map((at) => [at, String(value)]) }
      : { value: [1_600, String(value)] }),
  });
  const result = path.includes('query=late') ? [of('warehouse', 30), of('delivery', 120)] : [];
  return { result } as T;
};

describe('a picture of a board', () => {
  it('has every heading and title, the names of the series, and says where there is no data', async () => {
    const svg = drawBoard(await askBoard(ask, BOARD, SPAN));
    for (const words of ['CX / Test', 'Over time', 'Now', 'Late &lt;lines&gt;', 'Tiles', 'Bars', 'Table'])
      expect(svg).toContain(`>${words}</text>`);
    expect(svg.match(/>delivery</g)).toHaveLength(4);
    expect(svg.match(/>no data yet</g)).toHaveLength(1);
    expect(svg.match(/>2 min</g)?.length).toBeGreaterThanOrEqual(3);
  });

  it('breaks a line where samples are missing, and draws the limit that the line reaches', async () => {
    const svg = drawBoard(await askBoard(ask, BOARD, SPAN));
    expect(svg).toMatch(/<path d="M[\d.]+ [\d.]+L[\d.]+ [\d.]+" fill="none" stroke="#56a64b"/);
    expect(svg).toContain('stroke="#d1293d" stroke-width="1" stroke-dasharray="6 4"');
  });

  it('colours a tile beyond its limit red, and the others green', async () => {
    const { panels } = await askBoard(ask, BOARD, SPAN);
    const tiles = panels.filter(({ panel }: AskedPanel) => panel.type === 'stat');
    const svg = drawBoard({ ...(await askBoard(ask, BOARD, SPAN)), panels: tiles });
    expect([svg.includes('fill="#3f8f3a"'), svg.includes('fill="#d1293d"')]).toEqual([true, true]);
  });

  it('becomes a PNG', async () => {
    const drawn = pixelsOf(drawBoard(await askBoard(ask, BOARD, SPAN)));
    const png = palettePng(drawn);
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([drawn.width, drawn.height]);
  });

  it('keeps the colours that are frequent, and takes the nearest for the others', () => {
    const many = Array.from({ length: 300 }, (_, place) => [place % 250, place > 249 ? 250 : 0, 0, 255]);
    const white = Array.from({ length: 20 }, () => [255, 255, 255, 255]);
    const png = palettePng({ width: 320, height: 1, rgba: Uint8Array.from([...many, ...white].flat()) });
    const palette = png.subarray(png.indexOf('PLTE') + 4, png.indexOf('IDAT') - 8);
    expect([...palette.subarray(0, 3)]).toEqual([255, 255, 255]);
    expect(palette.length / 3).toBeLessThanOrEqual(256);
    const rows = inflateSync(png.subarray(png.indexOf('IDAT') + 4, png.indexOf('IEND') - 8));
    expect([...rows.subarray(301)]).toEqual(Array.from({ length: 20 }, () => 0));
  });

  it.each([
    ['seconds', 's', 7_200, '2 h'],
    ['parts of a second', 's', 0.0042, '4.2 ms'],
    ['a share', 'percentunit', 0.1234, '12.3 %'],
    ['bytes', 'bytes', 3 * 2 ** 20, '3 MiB'],
    ['a rate', 'cps', 12.5, '12.5 /s'],
    ['a large number', 'short', 45_600, '45.6 k'],
    ['a number', 'none', 80.25, '80.3'],
    ['a time', 'dateTimeAsIso', 1_800_000_000, '2027-01-15 08:00'],
    ['what is no number', 's', Number.NaN, '-'],
  ])('shows %s in its unit', (_, unit, value, words) => {
    expect(shown(value, unit)).toBe(words);
  });
});
