import { describe } from 'vitest';
import { startExampleDepartments } from './example-departments.js';
import { describeMaps } from './own-maps.suite.js';
import { describePage } from './own-page.suite.js';

/** One installation for all of it: its page is typed first, then its maps report another month. */
describe('the example of departments of the company', () => {
  const example = startExampleDepartments();
  describePage(example);
  describeMaps(example);
});
