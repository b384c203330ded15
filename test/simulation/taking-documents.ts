import type { RawBatch } from '#libs/batches/format/raw-batch.js';
import { DOCUMENT_SHARD } from '#libs/batches/format/topics.js';
import { Receiver } from '#libs/batches/reader/receive.js';
import type { BatchSource } from '#libs/batches/transport/batch-source.js';
import { isHeadOf, Repair } from '#libs/batches/transport/repair.js';
import { takeDocuments } from '#libs/cases/documents/take-documents.js';
import { bothEffects } from '#libs/cases/rulings/both-effects.js';
import { takeRulings } from '#libs/cases/rulings/take-rulings.js';
import { MemoryDocuments } from '#test/doubles/memory-documents.js';
import { ReceiverInSource } from '#test/doubles/memory-receiver-in-source.js';
import { type Kept, MemoryReceiverStore } from '#test/doubles/memory-receiver-store.js';
import type { MemoryRejudging } from '#test/doubles/memory-rejudging.js';
import { MemoryRulings } from '#test/doubles/memory-rulings.js';
import type { MemorySource, SourceDraft } from '#test/doubles/memory-source.js';
import type { Remembered } from './judging.js';
import { INSTALLATION } from './sealing.js';

type Tx = Kept<SourceDraft<Remembered>>;

export interface TakingOptions {
  readonly database: MemorySource<Remembered>;
  readonly company: BatchSource;
  readonly pass: MemoryRejudging<Remembered>;
  /** Judges facts again. */
  readonly judge: (tx: SourceDraft<Remembered>, ids: readonly number[]) => Promise<void>;
  /** Before every access: lets other tasks go on, and throws where the process dies. */
  readonly onIo: (what: string) => Promise<void>;
  readonly dieAt: (what: string) => void;
}

/** How one process of a department takes the documents of the company and the rulings on its cases: the real receiver, repair and effects. */
export class TakingDocuments {
  readonly receiver: Receiver<Tx>;
  readonly store: MemoryReceiverStore<SourceDraft<Remembered>>;
  /** The next Kafka position; undefined before the first reading. */
  position: bigint | undefined;
  readonly #repair: Repair;

  constructor({ database, company, pass, judge, onIo, dieAt }: TakingOptions) {
    this.store = new MemoryReceiverStore(new ReceiverInSource(database), dieAt);
    const documents = new MemoryDocuments<Tx>(
      {
        read: ({ own }) => own.kept.own.documents,
        write: ({ own }, all) => own.change((kept) => ({ ...kept, own: { ...kept.own, documents: all } })),
      },
      onIo,
    );
    const onChange = ({ own }: Tx) => pass.change(own);
    const takingDocuments = takeDocuments({
      ...{ store: documents, onChange, onTaken: () => {} },
      onChanged: ({ own }) => pass.begin(own),
    });
    const takingRulings = takeRulings<Tx>({
      ...{ source: 'delivery', store: rulingsIn(onIo), onChange, onRuled: () => {} },
      judge: ({ own }, touched) =>
        judge(
          own,
          touched.map(({ ref }) => ref.readUInt32BE()),
        ),
    });
    this.receiver = new Receiver({
      ...{ store: this.store, installation: INSTALLATION },
      effects: bothEffects(takingDocuments, takingRulings),
    });
    this.#repair = new Repair(this.receiver, company);
  }

  subscription() {
    return this.receiver.subscription(DOCUMENT_SHARD);
  }

  /** Where it reads on in Kafka. */
  async nextOffset(): Promise<bigint> {
    const stored = async () => (await this.receiver.progress(await this.subscription())).at(-1)?.nextOffset;
    return this.position ?? (await stored()) ?? 0n;
  }

  async take(raws: readonly RawBatch[]): Promise<void> {
    await this.receiver.take(await this.subscription(), raws);
  }

  /** Fetches missing batches from scoring and acknowledges. Returns how many were missing. */
  async fetch(): Promise<bigint> {
    const subscription = await this.subscription();
    const head = (await this.#repair.heads()).find((one) => isHeadOf(subscription, one));
    if (head === undefined) return 0n;
    const { missing } = await this.#repair.repair(subscription, head, 0n);
    await this.#repair.acknowledge(subscription);
    return missing;
  }

  async redrive(): Promise<void> {
    await this.receiver.redrive(await this.subscription(), true);
  }
}

function rulingsIn(onIo: (what: string) => Promise<void>): MemoryRulings<Tx> {
  return new MemoryRulings<Tx>(
    {
      read: ({ own }) => own.kept.own.rulings,
      write: ({ own }, all) => own.change((kept) => ({ ...kept, own: { ...kept.own, rulings: all } })),
      hasCase: ({ own }, ref) => own.kept.own.facts.has(ref.readUInt32BE()),
    },
    onIo,
  );
}
