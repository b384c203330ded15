import type { Dashboard } from './panel.js';

/** One query of a board, ready for Prometheus. */
export interface PanelQuery {
  readonly panel: string;
  readonly legend: string;
  readonly expr: string;
}

/**
 * All queries of a board with the variables filled in that Grafana fills in itself: for asking a real Prometheus whether
 * every panel shows something.
 *
 * @param rateInterval  "1m", at least four scrapes
 * @param range         what the board shows, "1h"
 */
export function queriesOf(
  board: Dashboard,
  { rateInterval, range }: { rateInterval: string; range: string },
): PanelQuery[] {
  return board.panels.flatMap((panel) =>
    panel.type === 'row'
      ? []
      : panel.targets.map(({ legendFormat, expr }) => ({
          panel: panel.title,
          legend: legendFormat,
          expr: expr.replaceAll('$__rate_interval', rateInterval).replaceAll('$__range', range),
        })),
  );
}
