import { cxOverview } from './cx-overview.js';
import type { Dashboard } from './panel.js';

/** Every board, by the file it is printed to. */
export const BOARDS: Readonly<Record<string, Dashboard>> = { 'deploy/grafana/cx-overview.json': cxOverview };

/** The one spelling of a board's file. */
export function printed(board: Dashboard): string {
  return `${JSON.stringify(board, null, 2)}\n`;
}
