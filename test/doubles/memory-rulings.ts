import type { EndedEpoch } from '#libs/batches/reader/plan.js';
import type { ReceivedRuling, RulingStore } from '#libs/cases/rulings/store-rulings.js';
import type { CaseRuling, Ruling } from '#libs/domain/ruling.js';

/** A ruling as a department keeps it: one that scoring has lost stays, voided. */
export interface KeptRuling extends ReceivedRuling {
  readonly isVoid: boolean;
}

/** How a transaction reads and replaces the rulings that a department keeps, and which cases it has. */
export interface RulingsIn<Tx> {
  readonly read: (tx: Tx) => readonly KeptRuling[];
  readonly write: (tx: Tx, rulings: readonly KeptRuling[]) => void;
  readonly hasCase: (tx: Tx, ref: Buffer) => boolean;
}

/** The rulings of a department in memory, for simulations. The contract tests hold it equal to the one on PostgreSQL. */
export class MemoryRulings<Tx> implements RulingStore<Tx> {
  /** @param onIo  called before every access; it throws where the process dies */
  constructor(
    private readonly within: RulingsIn<Tx>,
    private readonly onIo: (what: string) => void | Promise<void> = () => {},
  ) {}

  async add(tx: Tx, rulings: readonly ReceivedRuling[]): Promise<void> {
    await this.onIo('storeRulings');
    const before = this.within.read(tx);
    const known = new Set(before.map(keyOf));
    const added = rulings.filter((one) => !known.has(keyOf(one))).map((one) => ({ ...one, isVoid: false }));
    this.within.write(tx, [...before, ...added]);
  }

  async end(tx: Tx, ended: readonly EndedEpoch[]): Promise<readonly Buffer[]> {
    await this.onIo('endRulings');
    const through = new Map(ended.map((one) => [one.epoch, one.through]));
    const isVoid = (one: KeptRuling) => {
      const survived = through.get(one.arrivedIn.epoch);
      return survived === undefined ? one.isVoid : one.arrivedIn.number > survived;
    };
    const before = this.within.read(tx);
    this.within.write(
      tx,
      before.map((one) => ({ ...one, isVoid: isVoid(one) })),
    );
    return before.filter((one) => isVoid(one) !== one.isVoid).map(({ caseRef }) => caseRef);
  }

  async toJudge(tx: Tx, refs: readonly Buffer[]): Promise<readonly Buffer[]> {
    await this.onIo('casesToJudge');
    const distinct = new Map(refs.map((ref) => [ref.toString('hex'), ref]));
    return [...distinct.values()].filter((ref) => this.within.hasCase(tx, ref)).toSorted((a, b) => a.compare(b));
  }
}

/** As sql/rulings-of-cases.sql: of each contest of a case the newest that holds, in order of contests; dismissals are left out. */
export function rulingsInForce(kept: readonly KeptRuling[], ref: Buffer): readonly CaseRuling[] {
  const own = kept.filter(({ caseRef, isVoid }) => !isVoid && caseRef.equals(ref));
  return newestOfEach(own.toSorted((a, b) => a.number - b.number || a.arrivedIn.epoch - b.arrivedIn.epoch));
}

/** @param rulings  of one case, in the order in which they were made */
export function newestOfEach(rulings: readonly Ruling[]): readonly CaseRuling[] {
  const newest = new Map(rulings.map((one) => [one.contest, one]));
  return [...newest.values()].filter(({ outcome }) => outcome !== 'DISMISSED').sort((a, b) => a.contest - b.contest);
}

/** As the primary key of the table. */
function keyOf({ number, arrivedIn }: ReceivedRuling): string {
  return `${number} ${arrivedIn.epoch}:${arrivedIn.number}`;
}
