import { setTimeout as pause } from 'node:timers/promises';
import { batchesOf, counts, factsOf } from '#cli/connect.js';
import { sentenceOf } from '#cli/failure.js';
import { grouped } from '#cli/format.js';
import { Content } from '#libs/contracts/cx/batches/v1/batches.js';
import { BUILT_IN_SOURCES, type BuiltInSource } from '#libs/domain/observation.js';
import { call } from '#libs/grpc/client.js';

/** A service may be busy or start again meanwhile, so two minutes pass before nothing is taken to move. */
const USUAL = { pollMs: 250, nothingMovesMs: 120_000 };

/** What is under way in one department. */
interface UnderWay {
  readonly source: BuiltInSource;
  /** Cases that wait to be judged, and verdicts that wait to be sealed. */
  readonly unsealed: bigint;
  /** Batches that were sealed and that scoring has not counted. */
  readonly uncounted: bigint;
}

/**
 * Waits until everything judged is sealed, and everything sealed is counted.
 *
 * @throws {Error} with one sentence, when nothing has moved for two minutes
 */
export async function untilCounted(
  read: () => Promise<readonly UnderWay[]> = readUnderWay,
  { pollMs, nothingMovesMs } = USUAL,
) {
  let seen = '';
  let movedAt = Date.now();
  for (let quiet = 0; quiet < 3; await pause(pollMs)) {
    const answer = await read().catch((error: unknown) => sentenceOf(error) ?? Promise.reject(error));
    const waiting = typeof answer === 'string' ? [answer] : answer.filter(isUnderWay).map(words);
    quiet = waiting.length === 0 ? quiet + 1 : 0;
    if (waiting.join('; ') !== seen) movedAt = Date.now();
    seen = waiting.join('; ');
    if (waiting.length > 0 && Date.now() - movedAt > nothingMovesMs)
      throw new Error(`Nothing has moved for ${nothingMovesMs / 1_000} s. ${seen}`);
  }
}

function isUnderWay({ unsealed, uncounted }: UnderWay): boolean {
  return unsealed > 0n || uncounted > 0n;
}

function words({ source, unsealed, uncounted }: UnderWay): string {
  return `${source}: ${grouped(unsealed)} to judge or seal, ${grouped(uncounted)} batches to count`;
}

async function readUnderWay(): Promise<readonly UnderWay[]> {
  const { shards } = await call(counts(), 'getPipelineStatus', {});
  return Promise.all(
    BUILT_IN_SOURCES.map(async (source) => {
      const { unsealed, waiting } = await call(factsOf(source), 'getIntakeStatus', {});
      const heads = (await call(batchesOf(source), 'listShards', {})).shards.filter(
        ({ carries }) => carries === Content.CONTENT_OBSERVATIONS,
      );
      const uncounted = heads.reduce((sum, { shard, newestNumber }) => {
        const applied = shards.find((one) => one.source === source && one.shard === shard)?.appliedThrough ?? 0n;
        return sum + (newestNumber > applied ? newestNumber - applied : 0n);
      }, 0n);
      return { source, unsealed: unsealed + waiting, uncounted };
    }),
  );
}
