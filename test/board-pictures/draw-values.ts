import type { Field } from '#deploy/grafana/panel.js';
import type { AskedPanel, Series } from './ask-panels.js';
import { type Box, COLOURS, colourOf, INK, rect, text, widthOf } from './svg.js';
import { shown } from './units.js';

const newest = ({ points }: Series): number => points.at(-1)?.[1] ?? Number.NaN;

/** A tile for each number, in the colour of its limit. */
export function drawTiles({ panel, series }: AskedPanel, box: Box): string {
  const { defaults } = panel.fieldConfig;
  const columns = Math.min(series.length, 3);
  const lines = Math.ceil(series.length / columns);
  const [w, h] = [box.w / columns, box.h / lines];
  return series
    .map((one, place) => {
      const tile = {
        x: box.x + (place % columns) * w + 2,
        y: box.y + Math.floor(place / columns) * h + 2,
        w: w - 4,
        h: h - 4,
      };
      const [middle, centre] = [tile.x + tile.w / 2, tile.y + tile.h / 2];
      const words = shown(newest(one), defaults.unit, defaults.decimals);
      return (
        rect(tile, colourAt(newest(one), defaults)) +
        text(middle, centre - 3, one.name, { size: 11, anchor: 'middle', fill: '#ffffff', width: tile.w - 6 }) +
        text(middle, centre + 16, words, { size: 17, anchor: 'middle', fill: '#ffffff', isBold: true, width: tile.w })
      );
    })
    .join('');
}

function colourAt(value: number, { thresholds }: Field): string {
  const reached = (thresholds?.steps ?? []).filter((step) => step.value === null || value >= step.value);
  return COLOURS[reached.at(-1)?.color ?? 'green'] ?? COLOURS['green'] ?? '';
}

const LEAST_BAR = 14;

/** A bar for each number, as many as fit. */
export function drawBars({ panel, series }: AskedPanel, box: Box): string {
  const { unit, decimals } = panel.fieldConfig.defaults;
  const min = Math.min(0, ...series.map(newest).filter(Number.isFinite));
  const fitting = series.slice(0, Math.floor(box.h / LEAST_BAR));
  const most = Math.max(...series.map(newest).filter(Number.isFinite), min + 1e-9);
  const h = Math.min(box.h / fitting.length, 26);
  const [names, values] = [box.w * 0.46, 56];
  const bars = fitting.map((one, place) => {
    const y = box.y + place * h;
    const w = (box.w - names - values) * Math.max(0, (newest(one) - min) / (most - min));
    return (
      text(box.x + names - 6, y + h / 2 + 4, one.name, { size: 10, anchor: 'end', width: names - 8 }) +
      rect({ x: box.x + names, y: y + 2, w: Math.max(w, 1), h: h - 4 }, colourOf(place)) +
      text(box.x + box.w - 4, y + h / 2 + 4, shown(newest(one), unit, decimals), { size: 10, anchor: 'end' })
    );
  });
  return bars.join('') + moreThan(series.length - fitting.length, box);
}

const LINE = 15;

/** A line for each set of labels, a column for each label and each query. */
export function drawTable({ panel, series }: AskedPanel, box: Box): string {
  const labels = [...new Set(series.flatMap(({ labels: own }) => Object.keys(own)))].filter(
    (one) => one !== '__name__',
  );
  const columns = panel.targets.map(({ refId, legendFormat }) => ({ refId, legendFormat }));
  const lines = [...new Set(series.map((one) => keyOf(one, labels)))];
  const fitting = lines.slice(0, Math.floor(box.h / LINE) - 1);
  const cells = fitting.map((key) => {
    const own = series.filter((one) => keyOf(one, labels) === key);
    return [
      ...labels.map((label) => own[0]?.labels[label] ?? ''),
      ...columns.map(({ refId, legendFormat }) => {
        const value = own.find((one) => one.refId === refId);
        return value === undefined ? '' : shown(newest(value), ...unitOf(panel, legendFormat));
      }),
    ];
  });
  const head = [...labels, ...columns.map(({ legendFormat }) => legendFormat)];
  return drawCells([head, ...cells], box) + moreThan(lines.length - fitting.length, box);
}

/** Columns are as wide as what they hold; if all do not fit, each gives the same part of it. */
function drawCells(lines: readonly (readonly string[])[], box: Box): string {
  const widths = (lines[0] ?? []).map((_, place) =>
    Math.max(...lines.map((line) => widthOf(line[place] ?? '', 10) + 14)),
  );
  const scale = box.w / widths.reduce((sum, one) => sum + one, 0);
  const from = (place: number) => box.x + 2 + widths.slice(0, place).reduce((sum, one) => sum + one, 0) * scale;
  return lines
    .flatMap((line, down) =>
      line.map((words, place) => {
        const width = (widths[place] ?? 0) * scale - 6;
        return text(from(place), box.y + 11 + down * LINE, words, { size: 10, isBold: down === 0, width });
      }),
    )
    .join('');
}

function keyOf({ labels }: Series, names: readonly string[]): string {
  return names.map((name) => labels[name] ?? '').join('\n');
}

function unitOf({ fieldConfig }: AskedPanel['panel'], column: string): [unit: string, decimals: number | undefined] {
  const own = fieldConfig.overrides
    .filter(({ matcher }) => matcher.id === 'byName' && matcher.options === column)
    .flatMap(({ properties }) => properties);
  const of = (id: string) => own.find((one) => one.id === id)?.value;
  return [String(of('unit') ?? fieldConfig.defaults.unit), of('decimals') as number | undefined];
}

function moreThan(left: number, { x, y, w, h }: Box): string {
  return left <= 0 ? '' : text(x + w - 4, y + h + 6, `and ${left} more`, { size: 9, anchor: 'end', fill: INK.faint });
}
