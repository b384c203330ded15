import { documentsToProto } from '#libs/batches/format/ruling-proto.js';
import { sha256 } from '#libs/batches/format/sealed-batch.js';
import { DOCUMENT_SHARD, partitionOf, topicOf } from '#libs/batches/format/topics.js';
import { Documents } from '#libs/contracts/cx/batches/v1/batches.js';
import type { PublishedDocument } from '#libs/documents/published-document.js';
import type { Ruling } from '#libs/domain/ruling.js';
import type { Day } from '#libs/domain/time.js';
import type { IncomingRecord } from '#libs/kafka/kafka-client.js';
import { MemoryKafka } from '#test/doubles/memory-kafka.js';
import { MemorySource } from '#test/doubles/memory-source.js';
import { addToMemoryOutbox } from '#test/doubles/memory-source-store.js';
import { type ProcessOptions, SealingProcess, START } from './sealing.js';
import { METRIC, refOf, textOf } from './verdict.js';

/** An idle shard of documents seals a batch once in an hour. */
const IDLE_MS = 3_600_000;

/** What scoring has decided. */
export interface Published {
  readonly documents: readonly PublishedDocument[];
  readonly rulings: readonly Ruling[];
}

/** What outlives the processes of scoring: the documents that the company published, the rulings, and Kafka. */
export class SimCompany {
  readonly database: MemorySource<Published>;
  readonly kafka = new MemoryKafka();
  #published = 0;

  constructor(now: () => number) {
    this.database = new MemorySource<Published>({ documents: [], rulings: [] }, () => START + now());
  }

  get documents(): readonly PublishedDocument[] {
    return this.database.kept.own.documents;
  }

  get rulings(): readonly Ruling[] {
    return this.database.kept.own.rulings;
  }

  /** The records of the shard in Kafka; changing them damages the topic. */
  topic(): IncomingRecord[] {
    return this.kafka.partition(topicOf(DOCUMENT_SHARD), partitionOf(DOCUMENT_SHARD));
  }

  /** A number that no publication had before, whatever was restored since. */
  takeNumber(): number {
    this.#published += 1;
    return this.#published;
  }
}

/** @param number  makes it unlike every other document */
export function documentOf(position: number, limit: number, firstDay: Day, number: number): PublishedDocument {
  const text = textOf(limit, number);
  return {
    ...{ position, kind: 'metrics', version: position, firstDay, boundAfterStart: false, text },
    ...{ sha256: sha256(Buffer.from(text)), publishedAt: START },
  };
}

/** One process of scoring, as far as it publishes documents. */
export class PublishingProcess extends SealingProcess<Published> {
  constructor(
    private readonly company: SimCompany,
    options: ProcessOptions,
  ) {
    const none = async () => [];
    super(
      {
        ...{ database: company.database, kafka: company.kafka, source: 'scoring', shards: [DOCUMENT_SHARD] },
        ...{ subscriber: 'delivery', readFeeds: none, countWaiting: none, idleMs: IDLE_MS },
      },
      options,
    );
  }

  /** Publishes a limit that holds from a day on: the document and its outbox row in one transaction, as `publishDocument` does. */
  publish(limit: number, firstDay: Day): Promise<void> {
    return this.store.transaction(async (tx) => {
      await this.onIo('lockDocuments');
      await tx.lock('documents');
      const position = tx.kept.own.documents.length + 1;
      const document = documentOf(position, limit, firstDay, this.company.takeNumber());
      await this.onIo('addVersion');
      const { documents } = tx.kept.own;
      tx.change((kept) => ({ ...kept, own: { ...kept.own, documents: [...documents, document] } }));
      addToMemoryOutbox(tx, DOCUMENT_SHARD, contentOf([document], []));
    });
  }

  /** Rules on a case: the ruling and its outbox row in one transaction, as `decideContest` does. */
  rule(id: number, { party, outcome, chargedTo }: Pick<Ruling, 'party' | 'outcome' | 'chargedTo'>): Promise<void> {
    return this.store.transaction(async (tx) => {
      await this.onIo('lockContests');
      await tx.lock('contests');
      const { rulings } = tx.kept.own;
      // Each party contests a case once.
      const contest = 2 * id + (party === 'delivery' ? 1 : 2);
      const of = {
        number: rulings.length + 1,
        contest,
        judgedBy: 'delivery',
        metric: METRIC,
        caseRef: refOf(id),
      } as const;
      const ruling: Ruling = { ...of, party, outcome, chargedTo, ruledAt: START };
      await this.onIo('addRuling');
      tx.change((kept) => ({ ...kept, own: { ...kept.own, rulings: [...rulings, ruling] } }));
      addToMemoryOutbox(tx, DOCUMENT_SHARD, contentOf([], [ruling]));
    });
  }
}

function contentOf(documents: readonly PublishedDocument[], rulings: readonly Ruling[]): Buffer {
  return Buffer.from(Documents.encode(documentsToProto(documents, rulings)).finish());
}
