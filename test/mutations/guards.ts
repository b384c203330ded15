/** A guard of the pipeline, how it is removed, and the quickest test that must fail then. */
export interface Guard {
  /** What it keeps from happening. */
  readonly guard: string;
  readonly file: string;
  /** Occurs exactly once in the file. */
  readonly find: string;
  readonly replace: string;
  readonly test: readonly string[];
}

const simulate = ['tsx', 'test/simulation/main.ts', '--seeds', '4000'];
const unit = (file: string) => ['vitest', 'run', '--project', 'unit', file];
const contract = (file: string) => ['vitest', 'run', '--project', 'contract', `test/contract/${file}`];

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
    guard: 'a case is judged by one at a time',
    file: 'libs/cases/judging/sql/lock-cases.sql',
    find: 'for update',
    replace: '',
    test: contract('cases.test.ts'),
  },
  {
    guard: 'a shard is sealed by one at a time',
    file: 'libs/batches/source/sql/lock-shard.sql',
    find: 'for update;',
    replace: ';',
    test: contract('source-store.test.ts'),
  },
  {
    guard: 'a database that was started anew begins a new epoch',
    file: 'libs/batches/source/seal.ts',
    find: 'if (row !== undefined && !row.isNewIncarnation) return row;',
    replace: 'if (row !== undefined) return row;',
    test: contract('batches.test.ts'),
  },
  {
    guard: 'only what Kafka has acknowledged is marked as published',
    file: 'libs/batches/source/publish.ts',
    find: 'await this.log.append(',
    replace: 'void this.log.append(',
    test: contract('batches.test.ts'),
  },
  {
    guard: 'no request to Kafka is larger than a broker takes',
    file: 'libs/kafka/kafkajs-log.ts',
    find: 'bytes + size > MAX_RECORD_BYTES && portion.length > 0',
    replace: 'false',
    test: contract('log.test.ts'),
  },
  {
    guard: 'a batch that no broker takes does not stop those after it',
    file: 'libs/batches/source/publish.ts',
    find: 'bytes.length <= MAX_RECORD_BYTES',
    replace: 'bytes.length >= 0',
    test: contract('batches.test.ts'),
  },
  {
    guard: 'a chunk that could not be stored is taken again before later ones',
    file: 'libs/batches/transport/supply.ts',
    find: 'if (this.#chunk !== undefined) this.#store(this.#chunk);',
    replace: 'if (this.#chunk !== undefined) return;',
    test: contract('batches.test.ts'),
  },
  {
    guard: 'batches of another company are not counted',
    file: 'libs/batches/reader/receive.ts',
    find: 'if (!isForeign)',
    replace: 'if (subscription !== undefined)',
    test: contract('batches-door.test.ts'),
  },
  {
    guard: 'a reader that slept while another moved on stores nothing (the fence)',
    file: 'libs/batches/reader/sql/fence.sql',
    find: '  and shard.version = $2',
    replace: '  and shard.version >= 0 * $2',
    test: contract('batches-door.test.ts'),
  },
  {
    guard: 'the fence, in the twin in memory',
    file: 'test/doubles/memory-receiver-store.ts',
    find: 'if (before.version !== version) return undefined;',
    replace: '',
    test: simulate,
  },
  {
    guard: 'a number that is applied is not applied again',
    file: 'libs/batches/reader/plan.ts',
    find: 'if (isKnown(epoch.chain, raw.number)) return this.#takeKnown(arrival, epoch);',
    replace: '',
    test: simulate,
  },
  {
    guard: 'one number with two contents is a fork, and stops the shard',
    file: 'libs/batches/reader/plan.ts',
    find: 'if (before === undefined || before === hex(sha256)) this.#repeats += 1;',
    replace: 'if (before === undefined || before !== undefined) this.#repeats += 1;',
    test: contract('batches-door.test.ts'),
  },
  {
    guard: 'a batch names the hash of the one before it',
    file: 'libs/batches/reader/chain.ts',
    find: "if (before.sha256 !== link.previousSha256) return { kind: 'broken' };",
    replace: '',
    test: unit('libs/batches/reader/chain.test.ts'),
  },
  {
    guard: 'what Kafka brings damaged is asked of its source before it is put aside',
    file: 'libs/batches/reader/plan.ts',
    find: 'if (!raw.fromSource) return;',
    replace: '',
    test: simulate,
  },
  {
    guard: 'nothing is applied before it is known what the newest epoch comes from',
    file: 'libs/batches/reader/plan.ts',
    find: 'if (!isLineKnown(this.#epochs)) return;',
    replace: '',
    test: contract('batches-lives.test.ts'),
  },
  {
    guard: 'what an epoch had beyond its end is not applied',
    file: 'libs/batches/reader/plan.ts',
    find: 'if (isOrphaned(epoch, raw.number)) return this.#takeOrphaned(arrival, opened);',
    replace: '',
    test: simulate,
  },
  {
    guard: 'what was counted beyond the end of an epoch is taken off again',
    file: 'services/scoring/counts/apply.ts',
    find: 'await this.#count(applying, voided, -1);',
    replace: '',
    test: contract('counts.test.ts'),
  },
  {
    guard: 'what a department was told beyond the end of an epoch never happened',
    file: 'libs/cases/milestones/take-milestones.ts',
    find: 'await endUpstreamEpochs(tx, subscription.shardId, ended)',
    replace: '[]',
    test: contract('milestones-lives.test.ts'),
  },
  {
    guard: 'a batch that the store cannot hold is put aside alone',
    file: 'libs/batches/reader/receive.ts',
    find: 'if (!failedOnData(error)) throw error;',
    replace: 'if (error !== undefined) throw error;',
    test: simulate,
  },
  {
    guard: 'a batch that ends the process is found and put aside',
    file: 'libs/batches/reader/crash-isolation.ts',
    find: 'await this.store.putCrashMarker({ shardId, size: batches, deaths: suspicion.deaths });',
    replace: '',
    test: contract('batches-lives.test.ts'),
  },
  {
    guard: 'a tally or a column that is no whole number of cases is not counted',
    file: 'libs/batches/format/fast/read-cells.ts',
    find: 'if (length % REF_BYTES !== 0)',
    replace: 'if (length < 0)',
    test: unit('libs/batches/format/fast/read-cells.test.ts'),
  },
  {
    guard: 'an id of a cell is only remembered once it was committed',
    file: 'services/scoring/counts/cells.ts',
    find: 'if (before?.tx === tx) return before;',
    replace: 'if (before !== undefined) return before;',
    test: contract('counts.test.ts'),
  },
  {
    guard: 'ids of cells are forgotten when the database may be another',
    file: 'services/scoring/counts/apply.ts',
    find: 'if (this.#home !== home) this.#cells.forget();',
    replace: '',
    test: contract('counts.test.ts'),
  },
  {
    guard: 'what feeds said beyond a hole is validatedKey once the hole is filled',
    file: 'services/scoring/counts/source-state.ts',
    find: 'appliedThrough - lowest + 1n === BigInt(validatedKey.length)',
    replace: 'lowest > 0n',
    test: contract('counts.test.ts'),
  },
  {
    guard: 'COMMIT is only validatedKey when it says COMMIT',
    file: 'libs/postgres/database.ts',
    find: "if (command === 'COMMIT') return;",
    replace: 'if (command !== undefined) return;',
    test: contract('postgres.test.ts'),
  },
  {
    guard: 'a source deletes only what every reader has acknowledged',
    file: 'libs/batches/source/sql/retain.sql',
    find: '  and (batch.epoch, batch.number) <= (noted.epoch, noted.number)',
    replace: '',
    test: contract('source-store.test.ts'),
  },
  {
    guard: 'a source keeps what every reader has for as long as one may be restored',
    file: 'test/doubles/memory-source-store.ts',
    find: 'notedAt < now - keptMs',
    replace: 'notedAt <= now',
    test: simulate,
  },
  {
    guard: 'a shard that may have been here before begins an epoch of its own',
    file: 'test/doubles/memory-source-store.ts',
    find: '![...kept.shards.values()].some(({ sealedAt }) => sealedAt.getTime() > 0)',
    replace: 'true',
    test: simulate,
  },
  {
    guard: 'a database that replaces a lost one begins an epoch of its own, where somebody says so',
    file: 'libs/batches/source/sql/found-shard.sql',
    find: 'case when $3 or exists',
    replace: 'case when exists',
    test: contract('source-store.test.ts'),
  },
  {
    guard: 'the same, in the twin in memory',
    file: 'test/doubles/memory-source-store.ts',
    find: 'isFirst && !wasLost ? 1',
    replace: 'isFirst ? 1',
    test: simulate,
  },
  {
    guard: 'what a feed says is read before the outbox',
    file: 'libs/batches/source/seal.ts',
    find: `      const news = await this.#whatToSay(tx, carries, shard, row, await this.options.readFeeds(tx));
      const rows = await store.takeOutbox(tx, { carries, shard }, PASS_ROWS);
`,
    replace: `      const rows = await store.takeOutbox(tx, { carries, shard }, PASS_ROWS);
      const news = await this.#whatToSay(tx, carries, shard, row, await this.options.readFeeds(tx));
`,
    test: simulate,
  },
  {
    guard: 'a department that is said to be complete beyond a hole is not validatedKey',
    file: 'libs/cases/milestones/take-milestones.ts',
    find: ' && number <= head.appliedThrough',
    replace: '',
    test: simulate,
  },
  {
    guard: 'what a life that is over said of its feeds is not validatedKey any more',
    file: 'libs/cases/milestones/take-milestones.ts',
    find: 'await storeUpstream(tx, subscription, NEVER);',
    replace: '',
    test: contract('milestones-lives.test.ts'),
  },
  {
    guard: 'what two shards told stands as long as one of them happened',
    file: 'libs/cases/milestones/store-milestones.ts',
    find: "touched.push(...(await tx.query<CaseRow>(sql('stand-in'))));",
    replace: '',
    test: contract('milestones-lives.test.ts'),
  },
  {
    guard: 'an acknowledgement of another content is refused',
    file: 'libs/batches/source/serve.ts',
    find: 'if (!sha256.equals(through.sha256)) {',
    replace: 'if (sha256.length === 0) {',
    test: contract('keeping.test.ts'),
  },
];
