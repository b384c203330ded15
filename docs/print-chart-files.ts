import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { stringify } from 'yaml';
import { BOARDS, printed } from '#deploy/grafana/boards.js';
import { sloGroups } from '#deploy/prometheus/slo/slo-rules.js';

const CHART_FILES = 'deploy/helm/cx-index/files';
const WRITTEN = new URL('../deploy/prometheus/rules/cx.yaml', import.meta.url);

/** The alerts and boards again inside the chart: Helm reads no file outside it, and an archive may not keep symbolic links. */
export function chartFiles(): Readonly<Record<string, string>> {
  const boards = Object.entries(BOARDS).map(([path, board]) => [
    `${CHART_FILES}/dashboards/${basename(path)}`,
    printed(board),
  ]);
  return {
    [`${CHART_FILES}/alerts.yaml`]: readFileSync(WRITTEN, 'utf8'),
    // The template adds these groups to those above.
    [`${CHART_FILES}/service-levels.yaml`]: stringify(sloGroups(), { lineWidth: 0 }),
    ...Object.fromEntries(boards),
  };
}
