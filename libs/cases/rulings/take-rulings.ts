import type { OpenedBatch } from '#libs/batches/format/sealed-batch.js';
import type { EndedEpoch } from '#libs/batches/reader/plan.js';
import type { Applying, Effects } from '#libs/batches/reader/receive.js';
import type { Source } from '#libs/domain/source.js';
import type { TouchedCase } from '../facts/touched-case.js';
import type { ReceivedRuling, RulingStore } from './store-rulings.js';

export interface TakingRulings<Tx> {
  readonly source: Source;
  readonly store: RulingStore<Tx>;
  /** Before rulings change, in the same transaction: waits until no other one judges without them. */
  readonly onChange: (tx: Tx) => Promise<void>;
  /** Judges these cases again, in the same transaction. */
  readonly judge: (tx: Tx, touched: readonly TouchedCase[]) => Promise<unknown>;
  /** After COMMIT of batches that ruled on cases of this department. */
  readonly onRuled: () => void;
}

/**
 * What a department does with rulings in batches of scoring: it keeps those on its own cases and judges these cases again, so that the
 * correction travels as every other one. No transaction judges beside it, so none can pass a ruling over.
 */
export function takeRulings<Tx>({ source, store, onChange, judge, onRuled }: TakingRulings<Tx>): Effects<Tx> {
  const judgeAgain = async (tx: Tx, refs: readonly Buffer[], causes: ReadonlyMap<string, string>) => {
    const touched = await store.toJudge(tx, refs);
    if (touched.length === 0) return;
    await judge(
      tx,
      touched.map((ref) => ({ ref, cause: causes.get(ref.toString('hex')) ?? 'ruling voided' })),
    );
  };
  const apply = async ({ tx }: Applying<Tx>, batches: readonly OpenedBatch[]) => {
    const rulings = ownRulings(batches, source);
    if (rulings.length === 0) return;
    await onChange(tx);
    await store.add(tx, rulings);
    const causes = new Map(rulings.map(({ caseRef, number }) => [caseRef.toString('hex'), `ruling/${number}`]));
    await judgeAgain(
      tx,
      rulings.map(({ caseRef }) => caseRef),
      causes,
    );
  };
  const endEpochs = async ({ tx }: Applying<Tx>, ended: readonly EndedEpoch[]) => {
    await onChange(tx);
    await judgeAgain(tx, await store.end(tx, ended), new Map());
  };
  const committed: Effects<Tx>['committed'] = (_, batches) => {
    if (ownRulings(batches, source).length > 0) onRuled();
  };
  return { apply, endEpochs, committed };
}

function ownRulings(batches: readonly OpenedBatch[], source: Source): readonly ReceivedRuling[] {
  return batches.flatMap(({ epoch, number, rulings }) =>
    rulings
      .filter(({ judgedBy }) => judgedBy === source)
      .map((ruling) => ({ ...ruling, arrivedIn: { epoch, number } })),
  );
}
