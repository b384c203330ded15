import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { BOARDS, printed } from '#deploy/grafana/boards.js';

const CHART_FILES = 'deploy/helm/cx-index/files';
const ALERTS = new URL('../deploy/prometheus/rules/cx.yaml', import.meta.url);

/** The alerts and boards again inside the chart: Helm reads no file outside it, and an archive may not keep symbolic links. */
export function chartFiles(): Readonly<Record<string, string>> {
  const boards = Object.entries(BOARDS).map(([path, board]) => [
    `${CHART_FILES}/dashboards/${basename(path)}`,
    printed(board),
  ]);
  return { [`${CHART_FILES}/alerts.yaml`]: readFileSync(ALERTS, 'utf8'), ...Object.fromEntries(boards) };
}
