import { existsSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Real data stands beside the checkout and not in it: the licence of some of it does not let it be copied, and the rest is large. Its
 * README says where it comes from. A checkout without it runs none of the tests that read it.
 */
const FOLDER = ['../shared/data', '../../shared/data']
  .map((path) => join(import.meta.dirname, '../..', path))
  .find((path) => existsSync(path));

/** The path of a file of real data, "helpdesk-event-log/helpdesk.csv.gz"; undefined where it is not there, and then it prints that. */
export function realFile(name: string): string | undefined {
  const path = FOLDER && join(FOLDER, name);
  if (path !== undefined && existsSync(path)) return path;
  console.log(`${name} is not beside this checkout: the tests of real data that read it did not run`);
  return undefined;
}
