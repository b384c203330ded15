import type { Answers } from './answers.js';
import { feedOf, firstFacts, titleOf } from './departments.js';

/** README.md of a new company: what the files are, and what to report first. */
export function readmeOf({ name, departments }: Answers): string {
  const rows = departments.map(
    (department) => `| ${titleOf(department)} | \`${feedOf(department)}\` | ${firstFacts(department)} |`,
  );
  return `# ${name}: documents for cx-index

| file | what it says |
| --- | --- |
| company.yaml | name, zone, currency, calendars of working time |
| departments.yaml | who is measured |
| metrics.yaml | what is asked, and by which limits |
| ruleset.yaml | how counts become an index |
| feeds.yaml | who may report what |
| access.yaml | who may do what |
| env | secrets of this installation; not for version control |
| schemas/ | schemas by which editors check the documents |

Check the documents after every change:

    npx cx company lint .

Start the product on this machine by these documents, without the real orders of its demonstration. In the checkout of cx-index:

    npm start -- --company THIS_FOLDER

What each field means, with an example: docs/company-documents.md of cx-index.

## What to report first

A department has an index when its feed has reported 100 cases of a month and has declared that it is complete beyond that month.

| department | feed | facts |
| --- | --- | --- |
${rows.join('\n')}

Start with one month. \`npx cx import csv\` reads exports of a shop, a carrier and a help desk; docs/facts.md lists every kind of fact, and
docs/api.md shows the calls of a system that reports by itself.
`;
}
