import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { call } from '#libs/grpc/client.js';
import { PublishedNames } from '#services/scoring/documents/published-names.js';
import { type DocumentServer, serveDocuments } from './document-server.js';
import { database, setScoringUp } from './scoring-bench.js';

setScoringUp();

let server: DocumentServer;
const textOf = (kind: string) => readFileSync(`data/olist/company/${kind}.yaml`, 'utf8');

async function publish(kind: string, text: string, expectedLatestVersion: number): Promise<void> {
  const rest = { reason: 'names', publishedBy: 'test', allowAfterFirstDay: true, validateOnly: false, beside: [] };
  await call(server.documents, 'publishDocument', {
    parent: `documents/${kind}`,
    text,
    expectedLatestVersion,
    ...rest,
  });
}

beforeAll(async () => {
  server = await serveDocuments('2018-09-10T12:00:00Z');
});
afterAll(() => server?.close());

it('a process of scoring reads the display names that the company publishes, whichever process took them', async () => {
  const names = new PublishedNames(database, server.clock);
  await names.refresh();
  expect(names.now('delivery', 'area/sp')).toBe('');

  await publish('company', textOf('company'), 0);
  await publish('departments', textOf('departments'), 0);
  await names.refresh();
  expect([names.now('delivery'), names.now('delivery', 'area/sp')]).toEqual(['Delivery', 'São Paulo']);

  const tomorrow = textOf('departments').replace('2016-09-01', '2018-09-11').replace('São Paulo', 'SP');
  await publish('departments', tomorrow, 1);
  await names.refresh();
  expect(names.now('delivery', 'area/sp')).toBe('São Paulo');
});
