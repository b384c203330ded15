import { cxApi } from './cx-api.js';
import { cxBeside } from './cx-beside.js';
import { cxDataQuality } from './cx-data-quality.js';
import { cxDepartment } from './cx-department.js';
import { cxOverview } from './cx-overview.js';
import { cxPeriods } from './cx-periods.js';
import { cxPipeline } from './cx-pipeline.js';
import { cxPlatform } from './cx-platform.js';
import { cxServiceLevels } from './cx-service-levels.js';
import type { Dashboard } from './panel.js';

/** Every board, from the general to the special. */
const ALL: readonly Dashboard[] = [
  cxOverview,
  cxDepartment,
  cxBeside,
  cxPeriods,
  cxPipeline,
  cxDataQuality,
  cxApi,
  cxServiceLevels,
  cxPlatform,
];

/** Every board, by the file it is printed to. */
export const BOARDS: Readonly<Record<string, Dashboard>> = Object.fromEntries(
  ALL.map((board) => [`deploy/grafana/boards/${board.uid}.json`, board]),
);

/** The one spelling of a board's file. */
export function printed(board: Dashboard): string {
  return `${JSON.stringify(board, null, 2)}\n`;
}
