import { readdirSync, readFileSync } from 'node:fs';
import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { run } from '#cli/run.js';
import type { DepartmentEntry, DepartmentsDocument } from '#libs/documents/departments/departments-document.js';
import { builtInMilestoneFields } from '#libs/documents/departments/heard-milestones.js';
import { MILESTONE_KINDS } from '#libs/domain/milestone.js';
import { FACT_CONTRACTS } from '#libs/maps/contract/fact-contract.js';
import { ownContracts } from '#libs/maps/contract/own-contract.js';
import { readMap } from '#libs/maps/read-map.js';
import { examplesOf } from '#test/foreign/examples.js';

const PAGE = 'docs/own-departments.md';
const FOLDER = 'docs/own-departments';
const page = readFileSync(PAGE, 'utf8');
const document = parse(readFileSync(`${FOLDER}/departments.yaml`, 'utf8')) as DepartmentsDocument;
const contracts = { ...FACT_CONTRACTS, ...ownContracts(document) };

/** Tables for the words of the page: the columns of both maps of the folder, and the status of a row. */
function withTables(facts: object): string {
  const [prices, checkout] = ['prices', 'checkout'].map(
    (name) =>
      parse(readFileSync(`${FOLDER}/maps/${name}.yaml`, 'utf8')) as { tables: Record<string, { columns: object }> },
  );
  const { shop, finished, failed } = (checkout?.tables['days']?.columns ?? {}) as Record<string, object>;
  const columns = { ...prices?.tables['prices']?.columns, shop, finished, failed, status: 'Status' };
  return stringify({ map: 'page', zone: 'Europe/Berlin', tables: { rows: { columns } }, ...facts });
}

const namesIn = (text: string) => [...text.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);

const findingsOf = (text: string) => {
  const read = readMap(text, { contracts });
  return read.kind === 'map' ? [] : read.findings;
};

describe('docs/own-departments.md', () => {
  const blocks = [...page.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(([, text = '']) => parse(text) as object);

  it('shows facts of a map as the departments of its folder take them', () => {
    const maps = blocks.filter((block) => 'facts' in block && Array.isArray(block.facts));
    expect(maps).toHaveLength(1);
    for (const block of maps) expect(findingsOf(withTables(block))).toEqual([]);
  });

  it('shows milestones that the departments of its folder may hear', () => {
    const heard = blocks.filter((block) => 'hears' in block) as Pick<DepartmentEntry, 'hears' | 'case'>[];
    expect(heard).toHaveLength(1);
    const names = heard.flatMap(({ hears = {} }) => Object.values(hears).map(({ milestone }) => milestone));
    expect(names.map((name) => builtInMilestoneFields(name) !== undefined)).toEqual([true, true]);
  });

  it('names every milestone with all of its fields', () => {
    const rows = [...page.matchAll(/^\| (`(?:ordering|warehouse|delivery)\/.*?) \| (.*?) ?\|$/gm)];
    const shown = rows.flatMap(([, names = '', fields = '']) =>
      namesIn(names).map((name) => [name, namesIn(fields).sort()]),
    );
    const existing = Object.entries(MILESTONE_KINDS).map(([name, { publishedBy }]) => {
      const { unit: _, part: __, ...own } = builtInMilestoneFields(`${publishedBy}/${name}`) ?? {};
      return [`${publishedBy}/${name}`, Object.keys(own).sort()];
    });
    expect(shown.sort()).toEqual(existing.sort());
  });

  it.each(readdirSync(`${FOLDER}/maps`).filter((file) => file.endsWith('.yaml')))(
    'has the map %s without mistakes',
    (file) => {
      expect(findingsOf(readFileSync(`${FOLDER}/maps/${file}`, 'utf8'))).toEqual([]);
    },
  );

  it('prints what its dry run prints', async () => {
    const dryRun = examplesOf(PAGE, page).find(({ code }) => code.includes('--dry-run'));
    let printed = '';
    const stdout = new Writable({
      write: (piece, _, done) => {
        printed += piece;
        done();
      },
    });
    const stderr = new Writable({ write: (_, __, done) => done() });
    const words = (dryRun?.code ?? '').replaceAll('\\\n', ' ').split(/\s+/);
    const code = await run(words.slice(2), { stdout, stderr });
    expect([code, printed.trim()]).toEqual([dryRun?.exitCode, dryRun?.prints?.trim()]);
  });
});
