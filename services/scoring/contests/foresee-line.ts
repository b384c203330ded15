import type { Transaction } from '#libs/postgres/database.js';
import { viewAtCut } from '../counts/cut.js';
import { indexesOf } from '../periods/read-period.js';
import { findCut, findSnapshot } from '../periods/store.js';
import type { Rulesets } from '../rulesets/rulesets.js';
import type { Foreseen } from './foreseen.js';
import type { Contest, ContestedLine } from './store.js';

/** What a reviewer sees of a contested line. */
export interface ForeseenLine {
  readonly foreseen: readonly Foreseen[];
  /** Computed again now, from the counts of the contested version, by the rules that hold in its period; undefined when it is not measured. */
  readonly recomputedE4: bigint | undefined;
}

/** What each outcome would do to a line: its figure stays, or nothing is paid by it with the close. */
export async function foreseeLine(
  tx: Transaction,
  rulesets: Rulesets,
  { department, state }: Contest,
  { period: name, version }: ContestedLine,
): Promise<ForeseenLine> {
  const period = rulesets.period(name);
  const ruleset = period && rulesets.for(period);
  const stated = await findSnapshot(tx, name, version);
  const indexE4 = stated?.content.inputs.find((one) => one.department === department)?.indexE4;
  const foreseen: readonly Foreseen[] = [
    { outcome: 'DISMISSED', chargedTo: '', departments: [{ department, indexE4, indexIfE4: indexE4, misses: 0 }] },
    { outcome: 'TAKEN_OUT', chargedTo: '', departments: [{ department, indexE4, indexIfE4: undefined, misses: 0 }] },
  ];
  return {
    foreseen: state === 'RULED' ? [] : foreseen,
    recomputedE4:
      period === undefined || ruleset === undefined
        ? undefined
        : indexOf(
            indexesOf(period, ruleset, rulesets, {
              view: await viewAtCut(tx, await findCut(tx, name, version), period.firstDay, period.lastDay),
            }),
            department,
          ),
  };
}

function indexOf(indexes: ReturnType<typeof indexesOf>, department: string): bigint | undefined {
  const answered = [...indexes].find(([one]) => one === department)?.[1];
  const outcome = answered?.index.outcome;
  return outcome?.kind === 'measured' ? outcome.indexE4 : undefined;
}
