import type { OpenedBatch } from '#libs/batches/format/sealed-batch.js';
import type { EndedEpoch } from '#libs/batches/reader/plan.js';
import type { Applying, Effects } from '#libs/batches/reader/receive.js';
import type { Source } from '#libs/domain/source.js';
import type { Transaction } from '#libs/postgres/transaction.js';
import type { TouchedCase } from '../facts/touched-case.js';
import { changeRules } from '../rules/rules-in-force.js';
import { casesToJudge, endRulings, type ReceivedRuling, storeRulings } from './store-rulings.js';

export interface TakingRulings {
  readonly source: Source;
  /** Judges these cases again, in the same transaction. */
  readonly judge: (tx: Transaction, touched: readonly TouchedCase[]) => Promise<unknown>;
  /** After COMMIT of batches that ruled on cases of this department. */
  readonly onRuled: () => void;
}

/**
 * What a department does with rulings in batches of scoring: it keeps those on its own cases and judges these cases again, so that the
 * correction travels as every other one. No transaction judges beside it, so none can pass a ruling over.
 */
export function takeRulings({ source, judge, onRuled }: TakingRulings): Effects<Transaction> {
  const judgeAgain = async (tx: Transaction, refs: readonly Buffer[], causes: ReadonlyMap<string, string>) => {
    const touched = await casesToJudge(tx, refs);
    if (touched.length === 0) return;
    await judge(
      tx,
      touched.map((ref) => ({ ref, cause: causes.get(ref.toString('hex')) ?? 'ruling voided' })),
    );
  };
  const apply = async ({ tx }: Applying<Transaction>, batches: readonly OpenedBatch[]) => {
    const rulings = ownRulings(batches, source);
    if (rulings.length === 0) return;
    await changeRules(tx);
    await storeRulings(tx, rulings);
    const causes = new Map(rulings.map(({ caseRef, number }) => [caseRef.toString('hex'), `ruling/${number}`]));
    await judgeAgain(
      tx,
      rulings.map(({ caseRef }) => caseRef),
      causes,
    );
  };
  const endEpochs = async ({ tx }: Applying<Transaction>, ended: readonly EndedEpoch[]) => {
    await changeRules(tx);
    await judgeAgain(tx, await endRulings(tx, ended), new Map());
  };
  const committed: Effects<Transaction>['committed'] = (_, batches) => {
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
