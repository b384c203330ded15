import type { ServiceError } from '@grpc/grpc-js';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { BonusInputServiceClient } from '#libs/contracts/cx/bonus/v1/bonus.js';
import { DocumentServiceClient } from '#libs/contracts/cx/documents/v1/documents.js';
import { ScoringServiceClient } from '#libs/contracts/cx/scoring/v1/scoring.js';
import { call } from '#libs/grpc/client.js';
import { type Audited, auditOf, metadataOf, serveAudited } from './audit/bench.js';
import { bugs } from './reasons/servers.js';
import { database, setScoringUp } from './scoring-bench.js';

setScoringUp();

let server: Audited;
beforeAll(async () => {
  server = await serveAudited();
});
afterAll(() => server.close());

/** What must be found nowhere. The order number has the form of a name of a department. */
const PLANTED = {
  order: 'ord_4711_planted',
  email: 'planted.person@example.com',
  token: ['eyJhbGciOiJSUzI1NiJ9', 'eyJwbGFudGVkIjoxfQ', 'cGxhbnRlZA'].join('.'),
  key: 'c0ffee'.repeat(10).slice(0, 60).padEnd(64, '7'),
  password: 'planted-h0rse-battery',
} as const;

/** Sends one secret wherever a caller can write: requests, metadata, the name of the caller, paths of resources. */
async function sendEverywhere(secret: string): Promise<string[]> {
  const answers: string[] = [];
  const names = [secret, `departments/${secret}/indexes/2018-03`, `departments/delivery/indexes/${secret}`];
  const publication = {
    ...{ parent: `documents/${secret}`, text: secret, reason: secret, publishedBy: secret },
    ...{ expectedLatestVersion: 0, allowAfterFirstDay: false, validateOnly: false, beside: [] },
  };
  const snapshot = { period: secret, requestId: secret, reason: secret, requestedBy: secret, expectedLatestVersion: 0 };
  for (const caller of ['audrey', 'anna', 'arno', 'paula', 'powerless', secret]) {
    const scoring = server.as(ScoringServiceClient, caller);
    const calls = [
      ...names.map((name) => call(scoring, 'getIndex', { name, view: 0, atLeast: secret })),
      call(server.as(DocumentServiceClient, caller), 'proposeDocument', publication),
      call(server.as(DocumentServiceClient, caller), 'publishDocument', publication),
      call(server.as(DocumentServiceClient, caller), 'publishDocument', {
        ...publication,
        parent: 'documents/ruleset',
      }),
      call(server.as(BonusInputServiceClient, caller), 'createSnapshot', snapshot),
      call(server.as(BonusInputServiceClient, caller), 'createSnapshot', { ...snapshot, period: `periods/${secret}` }),
    ];
    await Promise.allSettled(calls);
    const metadata = metadataOf({ 'x-request-id': secret, authorization: `Bearer ${secret}`, 'cx-order': secret });
    await new Promise((resolve) => {
      const request = { name: 'departments/support/indexes/2018-03', view: 0, atLeast: '' };
      scoring.getIndex(request, metadata, (error) => resolve(answers.push(everythingIn(error))));
    });
  }
  return answers;
}

/** The message and every trailer of an answer, as the caller and each proxy on its way see it. */
function everythingIn(error: ServiceError | null): string {
  return `${error?.details} ${JSON.stringify(error?.metadata.getMap())} ${error?.metadata.get('grpc-status-details-bin')}`;
}

it.each(Object.entries(PLANTED))(
  'a planted %s is in no audit line, metric, status, log and answer to a call that brought it',
  async (_, secret) => {
    const answers = await sendEverywhere(secret);
    const question = { caller: '', call: '', from: undefined, until: undefined, pageSize: 500, pageToken: '' };
    await call(auditOf(server), 'listAudit', { ...question, caller: secret });

    const audited = await database.query<{ line: string }>('select line from audit');
    const places = {
      audit: audited.map(({ line }) => line).join('\n'),
      metrics: (await server.metrics.exposition()).text,
      status: JSON.stringify(await server.audit.status(), (_key, value) =>
        typeof value === 'bigint' ? `${value}` : value,
      ),
      log: server.logged.join('\n'),
      bugs: bugs.map(String).join('\n'),
      answers: answers.join('\n'),
    };
    expect(audited.length).toBeGreaterThan(10);
    expect(
      Object.entries(places)
        .filter(([, text]) => text.includes(secret))
        .map(([place]) => place),
    ).toEqual([]);
  },
);
