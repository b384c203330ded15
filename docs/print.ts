import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { printedPages } from './pages.js';

/** `npm run docs`: prints the reference pages again. */
for (const [path, text] of Object.entries(printedPages())) {
  writeFileSync(join(import.meta.dirname, '..', path), text);
  console.log(path);
}
