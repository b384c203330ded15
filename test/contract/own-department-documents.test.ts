import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ProposeDocumentRequest } from '#libs/contracts/cx/documents/v1/documents.js';
import { ScoringServiceClient } from '#libs/contracts/cx/scoring/v1/scoring.js';
import { call, refusalOf } from '#libs/grpc/client.js';
import type { RunningServer } from '#libs/grpc/server.js';
import { knownSources } from '#services/scoring/answers/known-sources.js';
import { LiveIndexes } from '#services/scoring/answers/live-index.js';
import { countsReader } from '#services/scoring/counts/read.js';
import { PublishedRulesets } from '#services/scoring/documents/published-rulesets.js';
import { documentService } from '#services/scoring/grpc/documents/documents-service.js';
import { scoringService } from '#services/scoring/grpc/scoring/scoring-service.js';
import { client } from '#test/stack/client.js';
import { publishOne, twoPeople } from '#test/stack/two-people.js';
import { start } from './reasons/servers.js';
import { database, setScoringUp } from './scoring-bench.js';

setScoringUp();

const clock = { now: () => Date.parse('2026-12-15T12:00:00Z') };
const example = (file: string) =>
  readFileSync(new URL(`../../docs/example-company/${file}.yaml`, import.meta.url), 'utf8');
/** The ruleset of the example, as far as it weighs the department of the company itself. */
const ruleset = example('ruleset')
  .replace(/^small_groups:\n(?: .*\n)+/m, '')
  .replace(/^ {2}ordering:[\s\S]*?(?=^ {2}product:)/m, '');
const departments = example('departments');

let server: RunningServer;
let people: ReturnType<typeof twoPeople>;
let scoring: ScoringServiceClient;
let rulesets: PublishedRulesets;

beforeAll(async () => {
  rulesets = await PublishedRulesets.open(database);
  const known = knownSources(rulesets, () => rulesets.ownDepartments);
  const counts = countsReader(database);
  const metrics = { documentsTotal: { inc: () => undefined } } as never;
  const indexes = new LiveIndexes({ counts, rulesets, known, clock });
  const noReceipts = () => Promise.reject(new Error('no receipt is asked for here'));
  server = await start([
    documentService({ database, clock, metrics, counts, rulesets, onPublished: () => rulesets.refresh() }),
    scoringService({ indexes, clock, counts, askSource: noReceipts, run: 'test' }),
  ]);
  people = twoPeople(`127.0.0.1:${server.port}`, ['all', 'rules-publisher']);
  scoring = client(ScoringServiceClient, `127.0.0.1:${server.port}`, 'all');
});
afterAll(async () => {
  people.close();
  scoring.close();
  await server.drain(100);
});

const publish = (kind: string, text: string, expectedLatestVersion = 0) =>
  publishOne(people, { parent: `documents/${kind}`, text, expectedLatestVersion });
const refused = async (...args: Parameters<typeof publish>) => publish(...args).catch(refusalOf);
const metricsOf = async (department: string) => {
  const question = { parent: `departments/${department}`, pageSize: 50, pageToken: '' };
  const { metrics } = await call(scoring, 'listMetrics', question);
  return metrics.map(({ name, owner, definition, weightBp }) => [name, owner, definition, weightBp]);
};

/** The tests are one story: what a company publishes about a department of its own, in this order. */
describe('a department of the company itself in documents', () => {
  it('is unknown before it is declared, and so are its metrics', async () => {
    await publish('company', example('company'));
    expect(await metricsOf('product').catch(refusalOf)).toMatchObject({ reason: 'DEPARTMENT_UNKNOWN' });
    expect(await refused('ruleset', ruleset)).toMatchObject({ reason: 'DOCUMENT_INVALID' });
  });

  it('may be weighed by a ruleset that is to be published after the document that declares it', async () => {
    const beside = [{ parent: 'documents/departments', text: departments }];
    const proposed = { parent: 'documents/ruleset', text: ruleset, reason: 'a test', beside, validateOnly: true };
    const request = ProposeDocumentRequest.create(proposed);
    expect(await call(people.author, 'proposeDocument', request)).toMatchObject({ version: 1 });
    expect(rulesets.all).toEqual([]);
  });

  it('is known from its publication on, with its metrics and their words', async () => {
    await publish('departments', departments);
    expect(await metricsOf('product')).toEqual([['metrics/price_competitive', 'product', 1, 0n]]);
    await publish('ruleset', ruleset);
    expect(await metricsOf('product')).toEqual([['metrics/price_competitive', 'product', 1, 10_000n]]);
    expect([...(rulesets.newest?.departments.keys() ?? [])]).toEqual(['product']);
  });

  it('has another definition when its rules change, and the ruleset goes on by the first', async () => {
    await publish('departments', departments.replace('* 105', '* 103').replace('2027-01-01', '2027-02-01'), 1);
    expect(rulesets.definitions.named('price_competitive').map(({ definition }) => definition)).toEqual([1, 2]);
    expect(await metricsOf('product')).toEqual([['metrics/price_competitive', 'product', 1, 10_000n]]);
  });

  it('keeps its metrics: another department cannot take one over', async () => {
    const moved = departments.replace(/^ {2}product:/m, '  pricing:').replace('2027-01-01', '2027-03-01');
    expect(await refused('departments', moved, 2)).toMatchObject({
      reason: 'DEFINITION_CHANGED',
      message: expect.stringContaining('metrics.price_competitive: it was published as a metric of product'),
    });
  });

  it('stays known, with its rulesets, when a later version drops it', async () => {
    const without = departments.replace(/^ {2}product:[\s\S]*/m, '').replace('2027-01-01', '2027-04-01');
    await publish('departments', without, 2);
    const restarted = await PublishedRulesets.open(database);
    expect(restarted.ownDepartments).toEqual(['product']);
    expect([...(restarted.newest?.departments.keys() ?? [])]).toEqual(['product']);
  });
});
