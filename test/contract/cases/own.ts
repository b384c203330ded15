import { createHash } from 'node:crypto';
import { parse } from 'yaml';
import { storeDocuments } from '#libs/cases/documents/store-documents.js';
import { judgeCases } from '#libs/cases/judging/record-facts.js';
import { beginRejudging, postgresRejudging, type RejudgeOptions, rejudge } from '#libs/cases/judging/rejudge.js';
import { CustomServiceClient } from '#libs/contracts/cx/custom/v1/custom.js';
import { FactsServiceClient } from '#libs/contracts/cx/facts/v1/facts.js';
import type { Source } from '#libs/domain/source.js';
import { call } from '#libs/grpc/client.js';
import { CurrentRules } from '#services/custom/current-rules.js';
import { customService } from '#services/custom/grpc/custom-service.js';
import { ownFacts } from '#services/custom/grpc/facts.js';
import { ownDepartment } from './custom.js';
import { startSource } from './source.js';

/** The feed that reports to it. */
export const FEED = 'own-feed';

/** A department of the company's own that hears others, on a port and a database of its own. One feed reports. */
export async function startOwn(name: string, upstreams: readonly Source[], clock: { now: () => number }) {
  const source = name as Source;
  const current = new CurrentRules(source);
  const department = ownDepartment(source, current);
  const running = await startSource(
    { department, facts: ownFacts(source, current), service: customService },
    { clock, upstreams },
  );
  const feed = running.as(CustomServiceClient, FEED);
  const facts = running.as(FactsServiceClient, FEED);
  let position = 0;
  const { database } = running;
  return {
    ...running,
    facts,
    /** The departments that its documents name. */
    heard: () => current.upstreams,
    /** Brings a version of the document departments, as a batch of scoring would, and judges all cases by it. */
    publishDocument: async (text: string) => {
      position += 1;
      const firstDay = (parse(text) as { valid_from: string }).valid_from;
      const document = {
        ...{ position, kind: 'departments' as const, version: position, firstDay, boundAfterStart: false, text },
        ...{ sha256: createHash('sha256').update(text).digest(), publishedAt: Date.parse('2018-01-01') },
        arrivedIn: { epoch: 1, number: BigInt(position) },
      };
      await database.transaction(async (tx) => {
        await storeDocuments(tx, [document]);
        await beginRejudging(tx, clock.now());
      });
      await current.refresh(database);
      const judge: RejudgeOptions['judge'] = (tx, refs, now) =>
        judgeCases(
          tx,
          department,
          refs.map((ref) => ({ ref, cause: `documents/${position}` })),
          now,
        );
      await rejudge(
        { store: postgresRejudging, transaction: (work) => database.transaction(work), judge },
        clock.now(),
      );
    },
    send: (...items: Parameters<typeof reporting>[1]) => reporting(feed, items),
    /** "4711 2018-03-05 hit", one for each verdict of a metric. */
    verdicts: async (metric: string) => {
      const range = { firstDay: '2018-01-01', lastDay: '2018-12-31', pageSize: 1_000, pageToken: '' };
      const request = { metric, ...range, definition: 0, unit: '', outcome: 0, responsible: '' };
      const { observations } = await call(facts, 'listObservations', request);
      return observations.map(({ caseId, day, hit }) => `${caseId} ${day} ${hit ? 'hit' : 'miss'}`.trim()).sort();
    },
  };
}

function reporting(feed: CustomServiceClient, facts: Parameters<CustomServiceClient['recordCustomFacts']>[0]['facts']) {
  return call(feed, 'recordCustomFacts', { facts, origin: 1 });
}
