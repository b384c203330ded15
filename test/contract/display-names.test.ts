import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { DisplayNames } from '#services/scoring/answers/display-names.js';
import { PublishedRulesets } from '#services/scoring/documents/published-rulesets.js';
import { publishOne } from '#test/stack/two-people.js';
import { type DocumentServer, serveDocuments } from './document-server.js';
import { database, setScoringUp } from './scoring-bench.js';

setScoringUp();

let server: DocumentServer;
const textOf = (kind: string) => readFileSync(`data/olist/company/${kind}.yaml`, 'utf8');

async function publish(kind: string, text: string, expectedLatestVersion: number): Promise<void> {
  await publishOne(server.people, {
    ...{ parent: `documents/${kind}`, text, expectedLatestVersion, reason: 'names', allowAfterFirstDay: true },
  });
}

/** As a restored backup from before the first document. */
async function empty(): Promise<void> {
  await database.transaction(async (tx) => {
    await tx.execute('alter table document_version disable trigger all');
    await tx.execute('truncate document_version');
    await tx.execute('alter table document_version enable trigger all');
  });
}

beforeAll(async () => {
  server = await serveDocuments('2018-09-10T12:00:00Z');
});
beforeEach(empty);
afterAll(() => server?.close());

it('a process of scoring reads the display names that the company publishes, whichever process took them', async () => {
  const published = await PublishedRulesets.open(database);
  const names: DisplayNames = (...of) => published.statedUnitsAt(server.clock.now()).displayNames(...of);
  expect(names('delivery', 'area/sp')).toBe('');

  await publish('company', textOf('company'), 0);
  await publish('departments', textOf('departments'), 0);
  await published.refresh();
  expect([names('delivery'), names('delivery', 'area/sp')]).toEqual(['Delivery', 'São Paulo']);

  const tomorrow = textOf('departments').replace('2016-09-01', '2018-09-11').replace('São Paulo', 'SP');
  await publish('departments', tomorrow, 1);
  await published.refresh();
  expect(names('delivery', 'area/sp')).toBe('São Paulo');
});

it('a process of scoring reads other documents that have the same positions and versions after a restore', async () => {
  await publish('company', textOf('company'), 0);
  await publish('departments', textOf('departments'), 0);
  const published = await PublishedRulesets.open(database);
  const name = () => published.statedUnitsAt(server.clock.now()).displayNames('delivery', 'area/sp');
  const { revision } = published;

  await empty();
  await publish('company', textOf('company'), 0);
  await publish('departments', textOf('departments').replace('São Paulo', 'Sampa'), 0);
  expect([name(), await published.refresh(), name()]).toEqual(['São Paulo', true, 'Sampa']);
  expect(published.revision).not.toBe(revision);
});
