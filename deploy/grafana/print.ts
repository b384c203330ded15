import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BOARDS, printed } from './boards.js';

/** `npm run dashboards`: prints the boards again. */
for (const [path, board] of Object.entries(BOARDS)) {
  writeFileSync(join(import.meta.dirname, '../..', path), printed(board));
  console.log(path);
}
