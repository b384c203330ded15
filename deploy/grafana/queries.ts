import type { Dashboard, QueryVariable } from './panel.js';

/** One query of a board, ready for Prometheus. */
export interface BoardQuery {
  /** "cx-overview: Index now: {{department}}", or a variable or an annotation. */
  readonly where: string;
  readonly expr: string;
  /** What it is evaluated for: one instant, or the time shown. */
  readonly isRange: boolean;
}

/** What Grafana and the reader fill in. */
export interface FilledIn {
  /** "1m", at least four scrapes */
  readonly rateInterval: string;
  /** What the board shows, "1h" */
  readonly range: string;
  /** By name of the variable, as regular expressions; every other one is "all". */
  readonly chosen?: Readonly<Record<string, string>>;
}

/** All queries of the panels and annotations of a board, with the variables filled in: for asking a real Prometheus whether each shows something. */
export function queriesOf(board: Dashboard, filling: FilledIn): BoardQuery[] {
  const panels = board.panels.flatMap((panel) =>
    panel.type === 'row'
      ? []
      : panel.targets.map(({ legendFormat, expr, range }) => ({
          where: `${board.uid}: ${panel.title}: ${legendFormat}`,
          expr,
          isRange: range,
        })),
  );
  const annotations = board.annotations.list.map(({ name, target: { expr } }) => ({
    where: `${board.uid}: annotation ${name}`,
    expr,
    isRange: true,
  }));
  return [...panels, ...annotations].map((query) => ({ ...query, expr: filledIn(query.expr, board, filling) }));
}

/** What the list of a variable is filled with. */
export interface VariableQuery {
  readonly where: string;
  /** The series that are asked, with their matchers. */
  readonly match: string;
  readonly label: string;
}

/** The queries of the variables that the reader can choose. */
export function variablesOf(board: Dashboard, filling: FilledIn): VariableQuery[] {
  return variables(board).map(({ name, definition }) => {
    const [, match = '', label = ''] = /^label_values\((.+), (\w+)\)$/.exec(definition) ?? [];
    return { where: `${board.uid}: variable ${name}`, match: filledIn(match, board, filling), label };
  });
}

function variables({ templating }: Dashboard): readonly QueryVariable[] {
  return templating.list.filter((one): one is QueryVariable => one.type === 'query');
}

/** A query with everything filled in that Grafana and the reader fill in. */
export function filledIn(expr: string, board: Dashboard, { rateInterval, range, chosen = {} }: FilledIn): string {
  return variables(board).reduce(
    (text, { name, allValue }) => text.replaceAll(`$${name}`, chosen[name] ?? allValue),
    expr.replaceAll('$__rate_interval', rateInterval).replaceAll('$__range', range),
  );
}
