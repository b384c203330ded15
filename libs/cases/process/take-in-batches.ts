import { DOCUMENT_SHARD, type Sender, type ShardId, sourceOf } from '#libs/batches/format/topics.js';
import { PostgresReceiverStore } from '#libs/batches/reader/postgres-receiver-store.js';
import { type Effects, Receiver, type Subscription } from '#libs/batches/reader/receive.js';
import { supplyFromKafka } from '#libs/batches/transport/kafka-supply.js';
import { pollSource } from '#libs/batches/transport/poll-source.js';
import { readFromKafka } from '#libs/batches/transport/read-from-kafka.js';
import { isBuiltIn, type Source } from '#libs/domain/source.js';
import { every } from '#libs/runtime/every.js';
import type { Lifecycle } from '#libs/runtime/service.js';
import { postgresDocuments } from '../documents/store-documents.js';
import { takeDocuments } from '../documents/take-documents.js';
import { expectUpstreams } from '../facts/feeds.js';
import { judgeCases } from '../judging/record-facts.js';
import { beginRejudging } from '../judging/rejudge.js';
import { takeMilestones } from '../milestones/take-milestones.js';
import { changeRules } from '../rules/rules-in-force.js';
import { bothEffects } from '../rulings/both-effects.js';
import { postgresRulings } from '../rulings/store-rulings.js';
import { takeRulings } from '../rulings/take-rulings.js';
import type { DepartmentContext } from './context.js';
import { showIntake } from './show-intake.js';

/** How often a source is polled for batches that Kafka lost. */
const REPAIR_MS = 5_000;
/** How soon a department takes in the milestones of another one that a document names while the process runs. */
const NEW_SOURCES_MS = 1_000;

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

/** The departments whose milestones are needed: always the same ones, or those that documents name, asked again and again. */
export type Upstreams = readonly Source[] | (() => readonly Source[]);

/**
 * Takes in batches of others, from Kafka or directly from who sealed them, in any order and any number of times. The department works
 * without them: until documents arrive, and while their sender is away, it goes on by those that it has.
 *
 * @param upstreams  the departments whose milestones it needs; the documents of the company come to every department
 */
export async function takeInBatches(
  lifecycle: Lifecycle,
  context: DepartmentContext,
  upstreams: Upstreams,
): Promise<BatchIntake> {
  const { database, config } = context;
  const receiver = new Receiver({
    store: new PostgresReceiverStore(database),
    installation: config.CX_INSTALLATION,
    effects: effectsOf(context),
    events: showIntake(lifecycle, context.metrics),
  });
  const states: IntakeState[] = [];
  const intake = { receiver, states };
  const read = await milestonesFromKafka(lifecycle, context, receiver);
  const takeFrom = async (sources: readonly Source[]) => {
    const added = await subscribe(context, receiver, milestoneShards(sources, config.CX_SHARDS));
    await read([...states.filter(isOfMilestones), ...added].map(({ subscription }) => subscription));
    states.push(...added);
    for (const source of sources) await repairFrom(lifecycle, context, intake, source);
  };

  const isFixed = typeof upstreams !== 'function';
  await takeFrom(isFixed ? upstreams : upstreams());
  if (!isFixed) await takeNew(lifecycle, { takeFrom, upstreams, states });
  await takeInDocuments(lifecycle, context, intake);
  return intake;
}

/** Takes in the milestones of departments that documents name later, without a restart. */
async function takeNew(
  lifecycle: Lifecycle,
  {
    takeFrom,
    upstreams,
    states,
  }: {
    readonly takeFrom: (sources: readonly Source[]) => Promise<void>;
    readonly upstreams: () => readonly Source[];
    readonly states: readonly IntakeState[];
  },
): Promise<void> {
  const look = async () => {
    const fresh = upstreams().filter((source) => !states.some(({ subscription }) => subscription.source === source));
    if (fresh.length > 0) await takeFrom(fresh);
  };
  const onError = (error: unknown) =>
    lifecycle.log.warn({ error }, 'taking in the milestones of another department failed; it is retried');
  await lifecycle.add(
    'new upstreams',
    () => every(NEW_SOURCES_MS, look, { onError, firstAfterMs: NEW_SOURCES_MS }),
    (it) => it.stop(),
  );
}

function milestoneShards(sources: readonly Source[], shards: number): ShardId[] {
  const numbers = Array.from({ length: shards }, (_, index) => index + 1);
  return sources.flatMap((source) => numbers.map((shard) => ({ source, shard, carries: 'milestones' as const })));
}

/** From now on no case is judged that needs one of these shards of milestones, until the shard is complete. */
async function subscribe(
  { database, config, metrics }: DepartmentContext,
  receiver: Receiver,
  shards: readonly ShardId[],
): Promise<IntakeState[]> {
  const milestones = shards.filter(({ carries }) => carries === 'milestones');
  await expectUpstreams(
    database,
    milestones.map((shard) => ({ source: sourceOf(shard), shard: shard.shard })),
  );
  for (const { source } of milestones) if (source !== 'scoring' && !isBuiltIn(source)) metrics.declare(source);
  const subscriptions = await Promise.all(shards.map((shard) => receiver.subscription(shard)));
  for (const subscription of subscriptions) await receiver.redrive(subscription, config.CX_REDRIVE === 'all'); // this version may decode what an older one could not
  return subscriptions.map((subscription): IntakeState => ({ subscription, missing: 0n }));
}

async function takeInDocuments(
  lifecycle: Lifecycle,
  context: DepartmentContext,
  intake: { readonly receiver: Receiver; readonly states: IntakeState[] },
): Promise<void> {
  const { kafka, faults } = context;
  const added = await subscribe(context, intake.receiver, [DOCUMENT_SHARD]);
  intake.states.push(...added);
  const subscriptions = added.map(({ subscription }) => subscription);
  if (kafka !== undefined)
    await lifecycle.add(
      'documents from Kafka',
      () =>
        supplyFromKafka(kafka, intake.receiver, subscriptions, (fault) => faults.report('consume_documents', fault)),
      (it) => it.close(),
    );
  await repairFrom(lifecycle, context, intake, DOCUMENT_SHARD.source);
}

/** Each content has its own effects; one receiver isolates crashes for all of them. */
function effectsOf(context: DepartmentContext): Effects {
  const { department, clock } = context;
  const milestones = takeMilestones({
    shardsInUse: () => department.shards,
    clock,
    known: department.known,
    judgeCases: (tx, touched, now) => judgeCases(tx, department, touched, now),
    onTaken: () => {
      context.wakeSweep();
      context.stirSealing();
    },
  });
  const documents = takeDocuments({
    store: postgresDocuments,
    onChange: changeRules,
    onChanged: (tx) => beginRejudging(tx, clock.now()),
    onTaken: () => {
      context.wakeRejudging();
      context.wakeSweep();
    },
  });
  const rulings = takeRulings({
    ...{ source: department.source, store: postgresRulings, onChange: changeRules },
    judge: (tx, touched) => judgeCases(tx, department, touched, clock.now()),
    onRuled: () => {
      context.wakeSweep();
      context.stirSealing();
    },
  });
  const of = ({ carries }: Subscription) => (carries === 'documents' ? bothEffects(documents, rulings) : milestones);
  return {
    apply: (applying, batches) => of(applying.subscription).apply(applying, batches),
    endEpochs: async (applying, ended) => of(applying.subscription).endEpochs?.(applying, ended),
    committed: (subscription, batches) => of(subscription).committed?.(subscription, batches),
  };
}

/** Milestones are read apart from documents, so that a topic that is missing holds up neither of them. */
async function milestonesFromKafka(
  lifecycle: Lifecycle,
  { kafka, faults }: DepartmentContext,
  receiver: Receiver,
): Promise<(subscriptions: readonly Subscription[]) => Promise<void>> {
  if (kafka === undefined) return async () => {};
  const reading = await lifecycle.add(
    'milestones from Kafka',
    () => readFromKafka(kafka, receiver, (fault) => faults.report('consume_milestones', fault)),
    (it) => it.close(),
  );
  return async (subscriptions) => {
    if (subscriptions.length > 0) await reading.read(subscriptions);
  };
}

const isOfMilestones = ({ subscription }: IntakeState) => subscription.carries === 'milestones';

async function repairFrom(
  lifecycle: Lifecycle,
  { config, kafka, metrics, connectionTo, sourceFaults }: DepartmentContext,
  { receiver, states }: BatchIntake,
  source: Sender,
): Promise<void> {
  const address = config.CX_UPSTREAMS[source];
  if (address === undefined) return;
  const own = states.filter(({ subscription }) => subscription.source === source);
  await pollSource(lifecycle, receiver, {
    ...{ source, address, connectionTo, faults: sourceFaults, hasKafka: kafka !== undefined, repairMs: REPAIR_MS },
    subscriptions: own.map(({ subscription }) => subscription),
    onMissing: (subscription, { gaps, tail }, ofSource) => {
      for (const state of own) if (state.subscription === subscription) state.missing = gaps + tail;
      if (source === 'scoring') metrics.documentBatchesMissing.set({}, Number(ofSource));
      else metrics.milestoneBatchesMissing.set({ department: source }, Number(ofSource));
    },
    onRepair: (result) => metrics.batchRepairsTotal.inc({ department: source, result }),
  });
}
