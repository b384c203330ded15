import type { Field, Panel } from '#deploy/grafana/panel.js';
import type { AskedPanel, Series, Span } from './ask-panels.js';
import { type Box, COLOURS, colourOf, INK, path, rect, text, widthOf } from './svg.js';
import { shown } from './units.js';

interface Mark {
  readonly at: number;
  readonly colour: string;
}

interface Axis {
  readonly least: number;
  readonly most: number;
  readonly unit: string;
  readonly series: readonly Series[];
}

const LEGEND_LINES = 3;

/** Lines over time, with one or two axes, the limits that mean something, and a legend. */
export function drawLines({ panel, series }: AskedPanel, box: Box, span: Span, marks: readonly Mark[]): string {
  const { defaults } = panel.fieldConfig;
  const isRight = ({ refId }: Series) => styleOf(panel, refId)['custom.axisPlacement'] === 'right';
  const legend = drawLegend(panel, series, box);
  const left = axisOf(
    series.filter((one) => !isRight(one)),
    defaults,
    defaults.unit,
  );
  const onRight = series.filter(isRight);
  const unit = String(styleOf(panel, onRight[0]?.refId ?? '')['unit'] ?? defaults.unit);
  const right = onRight.length === 0 ? undefined : axisOf(onRight, {}, unit);
  const area = {
    x: box.x + 52,
    y: box.y + 4,
    w: box.w - (right === undefined ? 60 : 104),
    h: box.h - legend.height - 22,
  };
  const atX = (at: number) => area.x + ((at - span.from) / (span.to - span.from)) * area.w;
  const atY = (axis: Axis) => (value: number) =>
    area.y +
    area.h -
    (area.h * (Math.min(Math.max(value, axis.least), axis.most) - axis.least)) / (axis.most - axis.least);
  const drawn = (axis: Axis) => axis.series.map((one) => lineOf(panel, series, one, atX, atY(axis), span.step));
  return [
    ...ticksOf(left).map((value) => gridLine(area, atY(left)(value), shown(value, left.unit))),
    ...(right === undefined
      ? []
      : ticksOf(right).map((value) => rightTick(area, atY(right)(value), shown(value, right.unit)))),
    ...timesOf(span).map((at) =>
      text(atX(at), area.y + area.h + 13, clockOf(at), { size: 9, anchor: 'middle', fill: INK.faint }),
    ),
    ...marks.map(({ at, colour }) => markOf(atX(at), area, colour)),
    ...limitsOf(defaults, left).map(({ value, colour }) => limit(area, atY(left)(value), colour)),
    ...drawn(left),
    ...(right === undefined ? [] : drawn(right)),
    legend.svg,
  ].join('');
}

/** What the overrides of a panel say about a query. */
function styleOf({ fieldConfig }: Panel, refId: string): Readonly<Record<string, unknown>> {
  const own = fieldConfig.overrides.filter(({ matcher }) => matcher.id === 'byFrameRefID' && matcher.options === refId);
  return Object.fromEntries(own.flatMap(({ properties }) => properties.map(({ id, value }) => [id, value])));
}

function isHidden(panel: Panel, { refId }: Series): boolean {
  return (styleOf(panel, refId)['custom.hideFrom'] as { legend?: boolean } | undefined)?.legend === true;
}

function axisOf(series: readonly Series[], { min, max }: Partial<Field>, unit: string): Axis {
  const values = series.flatMap(({ points }) => points.map(([, value]) => value)).filter(Number.isFinite);
  const [lowest, highest] = [Math.min(...values), Math.max(...values)];
  const room = values.length === 0 ? 1 : (highest - lowest) * 0.08 || Math.abs(highest) * 0.1 || 1;
  const least = min ?? (values.length === 0 ? 0 : lowest - room);
  const most = max ?? (values.length === 0 ? 1 : highest + room);
  return { least, most: most > least ? most : least + 1, unit, series };
}

/** Steps of time and of bytes that people count in. */
const STEPS: Readonly<Record<string, readonly number[]>> = {
  s: [
    ...[60, 120, 300, 600, 1_800, 3_600, 7_200, 21_600, 43_200, 86_400, 259_200],
    ...[1, 2, 4, 13, 26, 52].map((weeks) => weeks * 604_800),
  ],
  bytes: Array.from({ length: 30 }, (_, place) => 1_024 * 2 ** place),
};

function stepOf({ least, most, unit }: Axis): number {
  const rough = (most - least) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const plain = ([1, 2, 5, 10].find((one) => one * power >= rough) ?? 10) * power;
  const [smallest = Number.POSITIVE_INFINITY] = STEPS[unit] ?? [];
  return rough < smallest ? plain : (STEPS[unit]?.find((one) => one >= rough) ?? plain);
}

function ticksOf(axis: Axis): number[] {
  const { least, most } = axis;
  const step = stepOf(axis);
  const first = Math.ceil(least / step) * step;
  return Array.from({ length: Math.floor((most - first) / step + 1e-9) + 1 }, (_, place) => first + place * step);
}

function lineOf(
  panel: Panel,
  all: readonly Series[],
  one: Series,
  atX: (at: number) => number,
  atY: (value: number) => number,
  step: number,
): string {
  const style = styleOf(panel, one.refId);
  const { dash = [] } = (style['custom.lineStyle'] ?? {}) as { dash?: readonly number[] };
  const width = Number(style['custom.lineWidth'] ?? 2) * 0.9;
  const colour = isHidden(panel, one) ? INK.faint : colourOf(all.indexOf(one));
  const runs: (readonly [number, number])[][] = [];
  let before = Number.NEGATIVE_INFINITY;
  for (const [at, value] of one.points) {
    if (!Number.isFinite(value)) continue;
    if (at - before > step * 3) runs.push([]);
    runs.at(-1)?.push([atX(at), atY(value)]);
    before = at;
  }
  return runs
    .map((run) => {
      const [only] = run;
      if (run.length === 1 && only !== undefined)
        return rect({ x: only[0] - 1.5, y: only[1] - 1.5, w: 3, h: 3 }, colour);
      return path(run, { colour, width, dash });
    })
    .join('');
}

function gridLine({ x, w }: Box, y: number, words: string): string {
  return (
    path(
      [
        [x, y],
        [x + w, y],
      ],
      { colour: INK.grid },
    ) + text(x - 5, y + 3, words, { size: 9, anchor: 'end', fill: INK.faint })
  );
}

function rightTick({ x, w }: Box, y: number, words: string): string {
  return text(x + w + 5, y + 3, words, { size: 9, fill: INK.faint });
}

function limitsOf({ thresholds, custom }: Field, { least, most }: Axis) {
  if (custom?.['thresholdsStyle'] === undefined) return [];
  return (thresholds?.steps ?? []).flatMap(({ value, color }) =>
    value === null || value < least || value > most ? [] : [{ value, colour: COLOURS[color] ?? color }],
  );
}

function limit({ x, w }: Box, y: number, colour: string): string {
  return path(
    [
      [x, y],
      [x + w, y],
    ],
    { colour, dash: [6, 4] },
  );
}

function markOf(x: number, { y, h }: Box, colour: string): string {
  return path(
    [
      [x, y],
      [x, y + h],
    ],
    { colour: COLOURS[colour] ?? colour, dash: [2, 3] },
  );
}

function timesOf({ from, to }: Span): number[] {
  return [0.1, 0.3, 0.5, 0.7, 0.9].map((share) => from + (to - from) * share);
}

function clockOf(at: number): string {
  return new Date(at * 1_000).toISOString().slice(11, 16);
}

/** As many lines as fit, then how many more there are: Grafana lets readers scroll there. */
function drawLegend(
  panel: Panel,
  series: readonly Series[],
  box: Box,
): { readonly svg: string; readonly height: number } {
  const named = series.filter((one) => !isHidden(panel, one));
  let [x, line] = [box.x + 10, 0];
  const places = named.map((one) => {
    const width = Math.min(widthOf(one.name, 10) + 26, box.w - 20);
    if (x + width > box.x + box.w - 10 && x > box.x + 10) [x, line] = [box.x + 10, line + 1];
    const place = { one, x, line, width };
    x += width;
    return place;
  });
  const lines = Math.min((places.at(-1)?.line ?? 0) + 1, LEGEND_LINES);
  const height = lines * 14 + 4;
  const fitting = places.filter(({ line: own }) => own < lines);
  const left = places.length - fitting.length;
  const at = (own: number) => box.y + box.h - height + own * 14 + 10;
  const svg = fitting.map(({ one, x: from, line: own, width }) => {
    const swatch = rect({ x: from, y: at(own) - 5, w: 10, h: 3 }, colourOf(series.indexOf(one)));
    return swatch + text(from + 14, at(own), one.name === '' ? '(no name)' : one.name, { size: 10, width: width - 16 });
  });
  const more = left === 0 ? '' : text(box.x + box.w - 6, box.y + 10, `and ${left} more`, { size: 9, anchor: 'end' });
  return { svg: svg.join('') + more, height };
}
