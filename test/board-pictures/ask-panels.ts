import type { Dashboard, Panel, Target } from '#deploy/grafana/panel.js';
import { filledIn } from '#deploy/grafana/queries.js';
import type { AskPrometheus } from '#test/e2e/board-data.js';

/** The time that a picture shows, seconds since 1970. */
export interface Span {
  readonly from: number;
  readonly to: number;
  readonly step: number;
}

/** What one query answers for one set of labels. */
export interface Series {
  readonly refId: string;
  /** As the legend says it. */
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Seconds since 1970 and the value; one of an instant. */
  readonly points: readonly (readonly [at: number, value: number])[];
}

export interface AskedPanel {
  readonly panel: Panel;
  readonly series: readonly Series[];
}

export interface AskedBoard {
  readonly board: Dashboard;
  readonly span: Span;
  readonly panels: readonly AskedPanel[];
  /** Instants that the board marks, each with its colour. */
  readonly marks: readonly { readonly at: number; readonly colour: string }[];
}

/** @param chosen  what a reader chooses at the top of the board, as regular expressions */
export async function askBoard(
  ask: AskPrometheus,
  board: Dashboard,
  span: Span,
  chosen: Readonly<Record<string, string>> = {},
): Promise<AskedBoard> {
  const range = `${Math.round(span.to - span.from)}s`;
  const fill = (expr: string) => filledIn(expr, board, { rateInterval: '30s', range, chosen });
  const drawn = board.panels.filter((panel): panel is Panel => panel.type !== 'row');
  const panels = await Promise.all(
    drawn.map(async (panel) => {
      const answers = await Promise.all(panel.targets.map((target) => askTarget(ask, target, fill(target.expr), span)));
      return { panel, series: answers.flat() };
    }),
  );
  const marks = await Promise.all(
    board.annotations.list.map(async ({ target, iconColor }) => {
      const found = await askTarget(ask, MARK, fill(target.expr), span);
      const values = found.flatMap(({ points }) => points.map(([, value]) => value / 1_000));
      return [...new Set(values)].map((at) => ({ at, colour: iconColor }));
    }),
  );
  return { board, span, panels, marks: marks.flat().filter(({ at }) => at >= span.from && at <= span.to) };
}

const MARK: Pick<Target, 'refId' | 'legendFormat' | 'range'> = { refId: 'Anno', legendFormat: '', range: true };

interface Answer {
  readonly metric: Readonly<Record<string, string>>;
  readonly value?: readonly [number, string];
  readonly values?: readonly (readonly [number, string])[];
}

async function askTarget(
  ask: AskPrometheus,
  { refId, legendFormat, range }: Pick<Target, 'refId' | 'legendFormat' | 'range'>,
  expr: string,
  { from, to, step }: Span,
): Promise<Series[]> {
  const query = encodeURIComponent(expr);
  const asked = range
    ? `query_range?query=${query}&start=${from}&end=${to}&step=${step}`
    : `query?query=${query}&time=${to}`;
  const { result } = await ask<{ result: readonly Answer[] }>(asked);
  return result.map(({ metric, value, values }) => ({
    ...{ refId, labels: metric, name: legendOf(legendFormat, metric) },
    points: (values ?? (value === undefined ? [] : [value])).map(([at, text]) => [at, Number(text)] as const),
  }));
}

function legendOf(format: string, labels: Readonly<Record<string, string>>): string {
  return format.replace(/\{\{(\w+)\}\}/g, (_, label: string) => labels[label] ?? '');
}
