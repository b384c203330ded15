import type { Grid } from '#deploy/grafana/panel.js';
import type { AskedBoard, AskedPanel } from './ask-panels.js';
import { drawLines } from './draw-lines.js';
import { drawBars, drawTable, drawTiles } from './draw-values.js';
import { type Box, INK, rect, text } from './svg.js';

const WIDTH = 1_080;
const HEAD = 34;
const COLUMN = WIDTH / 24;
const LINE = 22;

/** A board as one picture: its headings and panels where Grafana puts them, on one page. */
export function drawBoard(asked: AskedBoard): string {
  const { board, panels } = asked;
  const height = HEAD + Math.max(...board.panels.map(({ gridPos }) => gridPos.y + gridPos.h)) * LINE + 4;
  const headings = board.panels.flatMap((row) =>
    row.type === 'row' ? [text(boxOf(row.gridPos).x + 4, boxOf(row.gridPos).y + 15, row.title, HEADING)] : [],
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" font-family="DejaVu Sans, sans-serif">`,
    rect({ x: 0, y: 0, w: WIDTH, h: height }, '#f1f2f4'),
    text(8, 22, board.title, { size: 16, isBold: true, fill: INK.title }),
    ...headings,
    ...panels.map((panel) => drawPanel(panel, asked)),
    '</svg>',
  ].join('\n');
}

const HEADING = { size: 12, isBold: true, fill: INK.text } as const;

function boxOf({ x, y, w, h }: Grid): Box {
  return { x: x * COLUMN, y: HEAD + y * LINE, w: w * COLUMN, h: h * LINE };
}

function drawPanel(asked: AskedPanel, { span, marks }: AskedBoard): string {
  const { panel, series } = asked;
  const outer = boxOf(panel.gridPos);
  const frame = { x: outer.x + 3, y: outer.y + 2, w: outer.w - 6, h: outer.h - 5 };
  const inner = { x: frame.x + 6, y: frame.y + 24, w: frame.w - 12, h: frame.h - 32 };
  const title = text(frame.x + 8, frame.y + 15, panel.title, {
    size: 11,
    isBold: true,
    fill: INK.title,
    width: frame.w - 16,
  });
  return rect(frame, '#ffffff', '#d8dbe0') + title + contentOf();

  function contentOf(): string {
    const numbers = series.filter(({ points }) => points.some(([, value]) => Number.isFinite(value)));
    if (numbers.length === 0)
      return text(inner.x + inner.w / 2, inner.y + inner.h / 2, panel.fieldConfig.defaults.noValue, {
        anchor: 'middle',
      });
    const shown = { panel, series: numbers };
    if (panel.type === 'timeseries') return drawLines(shown, inner, span, marks);
    if (panel.type === 'stat') return drawTiles(shown, inner);
    return panel.type === 'table' ? drawTable(shown, inner) : drawBars(shown, inner);
  }
}
