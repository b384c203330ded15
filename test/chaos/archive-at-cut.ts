import pg from 'pg';
import { SealedBatch } from '#libs/contracts/cx/batches/v1/batches.js';
import { isInPeriod, type Period, parsePeriod } from '#libs/domain/period.js';
import { dumpLines, dumpSha256 } from '#services/scoring/counts/dump.js';
import { Recount } from '#services/scoring/verify/recount.js';
import type { Random } from '#test/simulation/random.js';

interface ArchivedBatch {
  readonly shard_id: number;
  readonly epoch: number;
  readonly number: string;
  readonly bytes: Buffer;
}

interface Frozen {
  readonly period: string;
  readonly version: number;
  /** Hex. */
  readonly counts: string;
  readonly cut: readonly { readonly shard_id: number; readonly epoch: number; readonly number: string }[];
}

/**
 * Everything that scoring has archived, orphaned batches included. It can be folded up to the cut of a snapshot: the batches of the
 * cut's epoch, then those of its predecessor, back to the first epoch. Whether they were voided later does not matter.
 */
export class ArchiveAtCut {
  /** Batches of an epoch in order, by "shard/epoch". */
  readonly #epochs = new Map<string, ArchivedBatch[]>();

  private constructor(
    batches: readonly ArchivedBatch[],
    private readonly frozen: readonly Frozen[],
  ) {
    for (const batch of batches) {
      const key = `${batch.shard_id}/${batch.epoch}`;
      const epoch = this.#epochs.get(key) ?? [];
      epoch.push(batch);
      this.#epochs.set(key, epoch);
    }
  }

  static async read(connectionString: string): Promise<ArchiveAtCut> {
    const database = new pg.Client({ connectionString });
    await database.connect();
    const batches = await database.query<ArchivedBatch>(
      'select shard_id, epoch, number, bytes from batch_archive order by shard_id, epoch, number',
    );
    const frozen = await database.query<Frozen>(
      `select period, version, convert_from(content, 'UTF8')::jsonb ->> 'counts_sha256' as counts,
         jsonb_agg(jsonb_build_object('shard_id', shard_id, 'epoch', epoch, 'number', number::text)) as cut
       from snapshot join snapshot_cut using (period, version)
       group by period, version, content order by period, version`,
    );
    await database.end();
    return new ArchiveAtCut(batches.rows, frozen.rows);
  }

  get snapshots(): number {
    return this.frozen.length;
  }

  /** Checks some snapshots picked at random. Returns the names of those whose counts differ from the archive. */
  async unlike(atMost: number, random: Random): Promise<string[]> {
    const left = [...this.frozen];
    const names: string[] = [];
    for (let looked = 0; looked < atMost && left.length > 0; looked++) {
      const [one] = left.splice(random.below(left.length), 1) as [Frozen];
      if (this.#countsAt(one) !== one.counts) names.push(`periods/${one.period}/snapshots/${one.version}`);
    }
    return names;
  }

  #countsAt({ period: name, cut }: Frozen): string {
    const period = parsePeriod(name) as Period;
    const recount = new Recount();
    for (const at of cut) for (const { bytes } of this.#through(at)) recount.add(bytes);
    return dumpSha256(dumpLines(recount.rows().filter(({ day }) => isInPeriod(day, period))));
  }

  *#through(at: Frozen['cut'][number]): Generator<ArchivedBatch> {
    let [epoch, through] = [at.epoch, BigInt(at.number)];
    while (epoch > 0) {
      const batches = this.#epochs.get(`${at.shard_id}/${epoch}`) ?? [];
      for (const batch of batches) if (BigInt(batch.number) <= through) yield batch;
      const first = batches[0] === undefined ? undefined : SealedBatch.decode(batches[0].bytes);
      [epoch, through] = [first?.continuesEpoch ?? 0, first?.continuesNumber ?? 0n];
    }
  }
}
