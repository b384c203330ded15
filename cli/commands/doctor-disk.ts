import { freeSpace, isLow } from '#libs/metrics/free-space.js';
import type { Finding } from './doctor-transport.js';

const GIB = 2 ** 30;

/** The disk of the data folder of an `npm start` on this machine; no line where there is no such folder. */
export async function diskFindings(folder: string): Promise<Finding[]> {
  const space = await freeSpace(folder);
  if (space === undefined) return [];
  const share = Math.floor((100 * space.freeBytes) / space.sizeBytes);
  const text = `disk of ${folder}: ${(space.freeBytes / GIB).toFixed(1)} GiB free (${share} %)`;
  if (!isLow(space)) return [{ sign: 'ok', text }];
  return [{ sign: 'NO', text: `${text}; free space before PostgreSQL stops, see docs/runbook.md#cxdiskfilling` }];
}
