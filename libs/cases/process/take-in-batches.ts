import { type Carries, DOCUMENT_SHARD, type Sender, type ShardId } from '#libs/batches/format/topics.js';
import { PostgresReceiverStore } from '#libs/batches/reader/postgres-receiver-store.js';
import { type Effects, Receiver, type Subscription } from '#libs/batches/reader/receive.js';
import { supplyFromKafka } from '#libs/batches/transport/kafka-supply.js';
import { pollSource } from '#libs/batches/transport/poll-source.js';
import type { Source } from '#libs/domain/observation.js';
import type { Lifecycle } from '#libs/runtime/service.js';
import { takeDocuments } from '../documents/take-documents.js';
import { expectUpstreams } from '../facts/feeds.js';
import { judgeCases } from '../judging/record-facts.js';
import { beginRejudging } from '../judging/rejudge.js';
import { takeMilestones } from '../milestones/take-milestones.js';
import { changeRules } from '../rules/rules-in-force.js';
import type { DepartmentContext } from './context.js';
import { showIntake } from './show-intake.js';

/** How often a source is polled for batches that Kafka lost. */
const REPAIR_MS = 5_000;

/** How far a shard of others is taken in, for people. */
export interface IntakeState {
  readonly subscription: Subscription;
  /** Batches that were known to exist and not taken in at the last poll. */
  missing: bigint;
}

/** What takes in batches of others: milestones of the departments upstream, and the documents of the company from scoring. */
export interface BatchIntake {
  readonly receiver: Receiver;
  readonly states: readonly IntakeState[];
}

/**
 * Takes in batches of others, from Kafka or directly from who sealed them, in any order and any number of times. The department works
 * without them: until documents arrive, and while their sender is away, it goes on by those that it has.
 *
 * @param sources  the departments whose milestones it needs; the documents of the company come to every department
 */
export async function takeInBatches(
  lifecycle: Lifecycle,
  context: DepartmentContext,
  sources: readonly Source[],
): Promise<BatchIntake> {
  const { database, config } = context;
  const receiver = new Receiver({
    store: new PostgresReceiverStore(database),
    installation: config.CX_INSTALLATION,
    effects: effectsOf(context),
    events: showIntake(lifecycle, context.metrics),
  });
  const numbers = Array.from({ length: config.CX_SHARDS }, (_, index) => index + 1);
  const milestones = sources.flatMap((source) => numbers.map((shard) => ({ source, shard })));
  await expectUpstreams(database, milestones);
  const shards: ShardId[] = [...milestones.map((one) => ({ ...one, carries: 'milestones' as const })), DOCUMENT_SHARD];
  const subscriptions = await Promise.all(shards.map((shard) => receiver.subscription(shard)));
  const states = subscriptions.map((subscription): IntakeState => ({ subscription, missing: 0n }));
  for (const subscription of subscriptions) await receiver.redrive(subscription, config.CX_REDRIVE === 'all'); // this version may decode what an older one could not

  await consumeFromKafka(lifecycle, context, receiver, subscriptions);
  for (const sender of [...sources, DOCUMENT_SHARD.source])
    await repairFrom(lifecycle, context, { receiver, states }, sender);
  return { receiver, states };
}

/** Each content has its own effects; one receiver isolates crashes for all of them. */
function effectsOf(context: DepartmentContext): Effects {
  const { department, config, clock } = context;
  const milestones = takeMilestones({
    shards: config.CX_SHARDS,
    clock,
    judgeCases: (tx, touched, now) => judgeCases(tx, department, touched, now),
    onTaken: () => context.wakeSweep(),
  });
  const documents = takeDocuments({
    onChange: changeRules,
    onChanged: (tx) => beginRejudging(tx, clock.now()),
    onTaken: () => context.wakeSweep(),
  });
  const of = ({ carries }: Subscription) => (carries === 'documents' ? documents : milestones);
  return {
    apply: (applying, batches) => of(applying.subscription).apply(applying, batches),
    endEpochs: async (applying, ended) => of(applying.subscription).endEpochs?.(applying, ended),
    committed: (subscription, batches) => of(subscription).committed?.(subscription, batches),
  };
}

/** Documents are read apart from milestones, so that a topic that is missing holds up neither of them. */
async function consumeFromKafka(
  lifecycle: Lifecycle,
  { kafka, faults }: DepartmentContext,
  receiver: Receiver,
  subscriptions: readonly Subscription[],
): Promise<void> {
  if (kafka === undefined) return;
  for (const carries of ['milestones', 'documents'] as const satisfies readonly Carries[]) {
    const own = subscriptions.filter((subscription) => subscription.carries === carries);
    if (own.length === 0) continue;
    await lifecycle.add(
      `${carries} from Kafka`,
      () => supplyFromKafka(kafka, receiver, own, (fault) => faults.report(`consume_${carries}`, fault)),
      (it) => it.close(),
    );
  }
}

async function repairFrom(
  lifecycle: Lifecycle,
  { department, config, kafka, metrics }: DepartmentContext,
  { receiver, states }: BatchIntake,
  source: Sender,
): Promise<void> {
  const address = config.CX_UPSTREAMS[source];
  if (address === undefined) return;
  const own = states.filter(({ subscription }) => subscription.source === source);
  await pollSource(lifecycle, receiver, {
    ...{ source, address, caller: department.source, hasKafka: kafka !== undefined, repairMs: REPAIR_MS },
    subscriptions: own.map(({ subscription }) => subscription),
    onMissing: (subscription, { gaps, tail }, ofSource) => {
      for (const state of own) if (state.subscription === subscription) state.missing = gaps + tail;
      if (source === 'scoring') metrics.documentBatchesMissing.set({}, Number(ofSource));
      else metrics.milestoneBatchesMissing.set({ department: source }, Number(ofSource));
    },
    onRepair: (result) => metrics.batchRepairsTotal.inc({ department: source, result }),
  });
}
