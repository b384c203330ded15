import { ACCESS_GUARDS } from './access-guards.js';
import { AUDIT_GUARDS } from './audit-guards.js';
import { BOUNDS_GUARDS } from './bounds-guards.js';
import { CUSTOM_GUARDS } from './custom-guards.js';
import { DELIVERY_GUARDS } from './delivery-guards.js';
import { DOCUMENT_GUARDS } from './document-guards.js';
import { EDGE_GUARDS } from './edge-guards.js';
import { contract, type Guard, simulate, unit } from './guard.js';
import { IDENTITY_GUARDS } from './identity-guards.js';
import { IMPORT_GUARDS } from './import-guards.js';
import { KAFKA_GUARDS } from './kafka-guards.js';
import { METRIC_GUARDS } from './metric-guards.js';
import { ORDERING_GUARDS } from './ordering-guards.js';
import { PARCEL_GUARDS } from './parcel-guards.js';
import { POSTGRES_GUARDS } from './postgres-guards.js';
import { PUBLISHING_GUARDS } from './publishing-guards.js';
import { SECURITY_GUARDS } from './security-guards.js';
import { SOURCE_GUARDS } from './source-guards.js';
import { START_GUARDS } from './start-guards.js';
import { SUPPORT_GUARDS } from './support-guards.js';
import { WAITING_GUARDS } from './waiting-guards.js';

/** In the order of the way of the data. */
export const GUARDS: readonly Guard[] = [
  {
    guard: 'a fact_id that was used with other content is refused',
    file: 'libs/cases/facts/store-facts.ts',
    find: 'if (earlierSha256.equals(contentSha256(fact)))',
    replace: '',
    test: contract('cases.test.ts'),
  },
  {
    guard: 'an id that could be spelt in two ways is refused, so one order is one case',
    file: 'libs/domain/id.ts',
    find: "id !== id.normalize('NFC')",
    replace: 'id === undefined',
    test: unit('libs/domain/id.test.ts'),
  },
  {
    guard: 'a part of a case does not overwrite another part',
    file: 'libs/cases/judging/by-question.ts',
    find: ' && a.part === b.part',
    replace: '',
    test: contract('cases-parts.test.ts'),
  },
  {
    guard: 'two facts of one kind that say different things are flagged',
    file: 'libs/cases/facts/repeated-facts.ts',
    find: 'if (isContradiction) ',
    replace: 'if (isContradiction && mayRepeat) ',
    test: unit('libs/cases/facts/repeated-facts.test.ts'),
  },
  {
    guard: 'only one transaction at a time judges a case',
    file: 'libs/cases/judging/sql/lock-cases.sql',
    find: 'for update',
    replace: '',
    test: contract('cases.test.ts'),
  },
  {
    guard: 'only one transaction at a time seals a shard',
    file: 'libs/batches/source/sql/lock-shard.sql',
    find: 'for update;',
    replace: ';',
    test: contract('source-store.test.ts'),
  },
  {
    guard: 'a restart of the database server begins a new epoch',
    file: 'libs/batches/source/seal.ts',
    find: 'if (row !== undefined && !row.isNewIncarnation) return row;',
    replace: 'if (row !== undefined) return row;',
    test: contract('batches.test.ts'),
  },
  {
    guard: 'a batch is marked as published only after Kafka acknowledged it',
    file: 'libs/batches/source/publish.ts',
    find: 'await this.kafka.append(',
    replace: 'void this.kafka.append(',
    test: contract('batches.test.ts'),
  },
  ...KAFKA_GUARDS,
  {
    guard: 'a batch that no broker accepts does not block later batches',
    file: 'libs/batches/source/publish.ts',
    find: 'bytes.length <= MAX_RECORD_BYTES',
    replace: 'bytes.length >= 0',
    test: contract('batches.test.ts'),
  },
  {
    guard: 'a chunk that failed is retried before a later one is accepted',
    file: 'libs/batches/transport/kafka-supply.ts',
    find: 'if (this.#chunk !== undefined) this.#store(this.#chunk);',
    replace: 'if (this.#chunk !== undefined) return;',
    test: contract('batches.test.ts'),
  },
  {
    guard: 'batches of another installation are not counted',
    file: 'libs/batches/reader/receive.ts',
    find: 'if (opened.installation !== this.options.installation)',
    replace: "if (opened.installation === '')",
    test: contract('batches-receiver.test.ts'),
  },
  {
    guard: 'a reader that was paused while another one moved on stores nothing (the fence)',
    file: 'libs/batches/reader/sql/move-fence.sql',
    find: '  and shard.version = $2',
    replace: '  and shard.version >= 0 * $2',
    test: contract('batches-receiver.test.ts'),
  },
  {
    guard: 'the fence, in the memory store',
    file: 'test/doubles/memory-receiver-store.ts',
    find: 'if (before.version !== version) return undefined;',
    replace: '',
    test: simulate,
  },
  {
    guard: 'an applied number is not applied again',
    file: 'libs/batches/reader/plan.ts',
    find: 'if (isKnown(epoch.chain, raw.number)) return this.#takeKnown(arrival, epoch);',
    replace: '',
    test: simulate,
  },
  {
    guard: 'two contents under one number are a fork and stop the shard',
    file: 'libs/batches/reader/plan.ts',
    find: 'if (before === undefined || before === hex(sha256)) this.#repeats += 1;',
    replace: 'if (before === undefined || before !== undefined) this.#repeats += 1;',
    test: contract('batches-receiver.test.ts'),
  },
  {
    guard: 'a batch must name the hash of its predecessor',
    file: 'libs/batches/reader/chain.ts',
    find: "if (before.sha256 !== link.previousSha256) return { kind: 'broken' };",
    replace: '',
    test: unit('libs/batches/reader/chain.test.ts'),
  },
  {
    guard: 'a damaged batch from Kafka is fetched from its source before it is quarantined',
    file: 'libs/batches/reader/plan.ts',
    find: 'if (!raw.fromSource) return;',
    replace: '',
    test: simulate,
  },
  {
    guard: 'no batch is applied before the lineage of the newest epoch is known',
    file: 'libs/batches/reader/plan.ts',
    find: 'if (!isLineKnown(this.#epochs)) return;',
    replace: '',
    test: contract('batches-epochs.test.ts'),
  },
  {
    guard: 'an orphaned batch beyond the end of its epoch is not applied',
    file: 'libs/batches/reader/plan.ts',
    find: 'if (isOrphaned(epoch, raw.number)) return this.#takeOrphaned(arrival, opened);',
    replace: '',
    test: simulate,
  },
  {
    guard: 'counts of orphaned batches are subtracted again',
    file: 'services/scoring/counts/apply.ts',
    find: 'await this.#count(applying, voided, -1);',
    replace: '',
    test: contract('counts.test.ts'),
  },
  {
    guard: 'milestones of orphaned batches are voided',
    file: 'libs/cases/milestones/take-milestones.ts',
    find: 'await endUpstreamEpochs(tx, subscription.shardId, ended)',
    replace: '[]',
    test: contract('milestones-epochs.test.ts'),
  },
  {
    guard: 'a batch that the database rejects is quarantined alone',
    file: 'libs/batches/reader/receive.ts',
    find: 'if (!failedOnData(error)) throw error;',
    replace: 'if (error !== undefined) throw error;',
    test: simulate,
  },
  {
    guard: 'a poison batch is isolated and quarantined',
    file: 'libs/batches/reader/crash-isolation.ts',
    find: 'await this.store.putCrashMarker({ shardId, size: batches, deaths: suspicion.deaths });',
    replace: '',
    test: contract('batches-epochs.test.ts'),
  },
  {
    guard: 'a column that is not a whole number of case refs is not counted',
    file: 'libs/batches/format/fast/read-cells.ts',
    find: 'if (length % REF_BYTES !== 0)',
    replace: 'if (length < 0)',
    test: unit('libs/batches/format/fast/read-cells.test.ts'),
  },
  {
    guard: 'a cell id is cached only after it was committed',
    file: 'services/scoring/counts/cells.ts',
    find: 'if (before?.tx === tx) return before;',
    replace: 'if (before !== undefined) return before;',
    test: contract('counts.test.ts'),
  },
  {
    guard: 'cached cell ids are dropped when the database server was restarted',
    file: 'services/scoring/counts/apply.ts',
    find: 'if (this.#incarnation !== incarnation) this.#cells.forget();',
    replace: '',
    test: contract('counts.test.ts'),
  },
  {
    guard: 'feed progress beyond a gap is trusted once the gap is filled',
    file: 'libs/batches/reader/newly-trusted.ts',
    find: 'appliedThrough - from + 1n === BigInt(trusted.length)',
    replace: 'from > 0n',
    test: contract('counts.test.ts'),
  },
  {
    guard: 'a COMMIT counts only if the server answers COMMIT',
    file: 'libs/postgres/database.ts',
    find: "if (command === 'COMMIT') return;",
    replace: 'if (command !== undefined) return;',
    test: contract('postgres.test.ts'),
  },
  {
    guard: 'a source deletes only batches that every reader acknowledged',
    file: 'libs/batches/source/migrations/0003_retention.sql',
    find: '\n    and (batch.epoch, batch.number) <= (noted.epoch, noted.number)',
    replace: '',
    test: contract('source-store.test.ts'),
  },
  {
    guard: 'a source keeps acknowledged batches for the retention time',
    file: 'test/doubles/memory-source-store.ts',
    find: 'notedAt < now - keptMs',
    replace: 'notedAt <= now',
    test: simulate,
  },
  {
    guard: 'a shard that may have existed before begins with an epoch from the clock',
    file: 'test/doubles/memory-source-store.ts',
    find: '![...kept.shards.values()].some(({ sealedAt }) => sealedAt.getTime() > 0)',
    replace: 'true',
    test: simulate,
  },
  {
    guard: 'a database that the operator declares as the replacement of a lost one begins with an epoch from the clock',
    file: 'libs/batches/source/sql/create-shard.sql',
    find: 'case when $3 or exists',
    replace: 'case when exists',
    test: contract('source-store.test.ts'),
  },
  {
    guard: 'the same declaration, in the memory store',
    file: 'test/doubles/memory-source-store.ts',
    find: 'isFirst && !wasLost ? 1',
    replace: 'isFirst ? 1',
    test: simulate,
  },
  {
    guard: 'feed progress is read before the outbox',
    file: 'libs/batches/source/seal.ts',
    find: `      const current = await this.#currentState(tx, carries, shard, row, await this.options.readFeeds(tx));
      const rows = await store.takeOutbox(tx, { carries, shard }, PASS_ROWS);
`,
    replace: `      const rows = await store.takeOutbox(tx, { carries, shard }, PASS_ROWS);
      const current = await this.#currentState(tx, carries, shard, row, await this.options.readFeeds(tx));
`,
    test: simulate,
  },
  {
    guard: 'completeness that a department declared beyond a gap is not trusted',
    file: 'libs/cases/milestones/take-milestones.ts',
    find: ' && number <= head.appliedThrough',
    replace: '',
    test: simulate,
  },
  {
    guard: 'feed progress of an ended epoch is not trusted any more',
    file: 'libs/cases/milestones/take-milestones.ts',
    find: 'await storeUpstream(tx, subscription, NEVER);',
    replace: '',
    test: contract('milestones-epochs.test.ts'),
  },
  {
    guard: 'a milestone that two shards published stands while one of them survives',
    file: 'libs/cases/milestones/store-milestones.ts',
    find: "touched.push(...(await tx.query<CaseRow>(sql('use-spare-milestones'))));",
    replace: '',
    test: contract('milestones-epochs.test.ts'),
  },
  {
    guard: 'an acknowledgement with another hash is refused',
    file: 'libs/batches/source/serve.ts',
    find: 'if (!sha256.equals(through.sha256)) {',
    replace: 'if (sha256.length === 0) {',
    test: contract('keeping.test.ts'),
  },
  {
    guard: 'a foreign client is given every file that a contract imports',
    file: 'libs/grpc/descriptor-files.ts',
    find: 'wanted.add(imported);',
    replace: 'imported;',
    test: unit('libs/grpc/descriptor-files.test.ts'),
  },
  {
    guard: 'a foreign client that watches health hears of changes only',
    file: 'libs/grpc/health.ts',
    find: 'if (before === serving) return;',
    replace: '',
    test: contract('grpc-server.test.ts'),
  },
  {
    guard: 'a foreign scraper gets the version of OpenMetrics that it asks for',
    file: 'libs/metrics/negotiate.ts',
    find: "parameters.get('version') === version",
    replace: 'true',
    test: unit('libs/metrics/negotiate.test.ts'),
  },
  {
    guard: 'a class or origin that this version does not know is never counted as a payable one',
    file: 'services/scoring/counts/cells.ts',
    find: 'words.wordOf(number);',
    replace: '',
    test: unit('services/scoring/counts/cells.test.ts'),
  },
  {
    guard: 'a number without a word is an error and gets no default',
    file: 'libs/domain/enum-words.ts',
    find: 'if (word === undefined) throw new UnknownNumberError(name, number);',
    replace: 'if (word === undefined) return words[0] as never;',
    test: unit('services/scoring/counts/cells.test.ts'),
  },
  ...IDENTITY_GUARDS,
  ...ACCESS_GUARDS,
  ...AUDIT_GUARDS,
  ...BOUNDS_GUARDS,
  ...DOCUMENT_GUARDS,
  ...PUBLISHING_GUARDS,
  ...CUSTOM_GUARDS,
  ...METRIC_GUARDS,
  ...ORDERING_GUARDS,
  ...DELIVERY_GUARDS,
  ...SUPPORT_GUARDS,
  ...EDGE_GUARDS,
  ...PARCEL_GUARDS,
  ...POSTGRES_GUARDS,
  ...IMPORT_GUARDS,
  ...SOURCE_GUARDS,
  ...START_GUARDS,
  ...WAITING_GUARDS,
  ...SECURITY_GUARDS,
];
