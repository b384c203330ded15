import type { Document, DocumentServiceClient } from '#libs/contracts/cx/documents/v1/documents.js';
import type { PublishedDocument, TravellingKind } from '#libs/documents/published-document.js';
import type { Instant } from '#libs/domain/time.js';
import { call } from '#libs/grpc/client.js';
import type { Metrics } from '#libs/metrics/metrics.js';
import { type AccessAt, accessOf } from '#libs/rules/access-in-force.js';
import { every } from '#libs/runtime/every.js';
import type { Lifecycle } from '#libs/runtime/service.js';

/** A role that ended, ends here within this time. */
const POLL_MS = 5_000;
/** What decides who may call: the documents access, and the zone in which their days begin. */
const KINDS = ['company', 'access'] as const satisfies readonly TravellingKind[];

/**
 * Follows the documents that say who may call. They are asked of scoring, which has them all; the process starts when it has read them once, and
 * keeps what it read last while scoring is away.
 */
export async function followAccess(
  lifecycle: Lifecycle,
  documents: DocumentServiceClient,
  { payoutUpstreamAnswers }: Pick<Metrics, 'payoutUpstreamAnswers'>,
): Promise<AccessAt> {
  const read = new Map<string, PublishedDocument>();
  let accessAt: AccessAt = () => undefined;
  let said = '';
  const look = async () => {
    try {
      if (await refresh(documents, read)) accessAt = accessOf([...read.values()]);
      payoutUpstreamAnswers.set({ upstream: 'scoring' }, 1);
      if (said !== '') lifecycle.log.info({}, 'scoring answers');
      said = '';
      return true;
    } catch (error) {
      payoutUpstreamAnswers.set({ upstream: 'scoring' }, 0);
      const why = error instanceof Error ? error.message : String(error);
      if (why !== said) lifecycle.log.warn({ error }, 'scoring does not answer: nothing can be paid out');
      said = why;
      return false;
    }
  };
  while (!lifecycle.stopping.aborted && !(await look())) await new Promise((resume) => setTimeout(resume, 500));
  const onError = (error: unknown) => lifecycle.log.error({ error }, 'a bug: the documents were not read');
  await lifecycle.add(
    'access',
    () => every(POLL_MS, look, { onError, firstAfterMs: POLL_MS }),
    (it) => it.stop(),
  );
  return (now: Instant) => accessAt(now);
}

/** Reads the versions that are not known yet. @returns whether there was one */
async function refresh(documents: DocumentServiceClient, read: Map<string, PublishedDocument>): Promise<boolean> {
  let isNew = false;
  for (const kind of KINDS) {
    for (const name of await unread(documents, kind, read)) {
      read.set(name, published(kind, await call(documents, 'getDocument', { name })));
      isNew = true;
    }
  }
  return isNew;
}

/** Newest first; a page whose last version is known has no unknown one behind it. */
async function unread(
  documents: DocumentServiceClient,
  kind: TravellingKind,
  read: ReadonlyMap<string, PublishedDocument>,
): Promise<readonly string[]> {
  const names: string[] = [];
  let pageToken = '';
  do {
    const page = await call(documents, 'listDocuments', { parent: `documents/${kind}`, pageSize: 0, pageToken });
    const unknown = page.documents.map(({ name }) => name).filter((name) => !read.has(name));
    names.push(...unknown);
    pageToken = unknown.length < page.documents.length ? '' : page.nextPageToken;
  } while (pageToken !== '');
  return names;
}

function published(kind: TravellingKind, document: Document): PublishedDocument {
  const { position, version, firstDay, boundAfterStart, text, sha256, publishedAt } = document;
  return {
    ...{ kind, position, version, firstDay, boundAfterStart, text },
    ...{ sha256: Buffer.from(sha256), publishedAt: publishedAt?.getTime() ?? 0 },
  };
}
