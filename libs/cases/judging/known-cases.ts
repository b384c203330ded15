import { texts } from '#libs/postgres/array.js';
import { reading, sqlFolder } from '#libs/postgres/sql.js';
import type { Transaction } from '#libs/postgres/transaction.js';
import { refKey } from '../facts/stored.js';
import type { CaseFile } from './case-file.js';
import { Numbers } from './numbers.js';

const sql = sqlFolder(import.meta.url, './sql/');

/** How many cases a process remembers at most, and at least half of them: some 8 kB each with their facts and verdicts, so 80 MB. */
const MOST = 10_000;

/**
 * The cases that a process judged last, as it left them. A case has a version in the database, which moves with each change. Under the lock of
 * the case the versions are compared, so a case that another transaction has changed is read again, and what is remembered is never wrong, only
 * missing.
 */
export class KnownCases {
  /** Two generations: when the recent one is full, the earlier one is forgotten. The oldest entry of one map is found by passing all that were removed before it. */
  #recent = new Map<string, Remembered>();
  #earlier = new Map<string, Remembered>();
  readonly #incarnations = new WeakMap<Transaction, string>();
  readonly #opened = new WeakMap<Transaction, Set<string>>();
  /** Of the server on which the last transaction ran. */
  #numbers: { readonly incarnation: string; readonly numbers: Numbers } | undefined;

  constructor(private readonly most = MOST) {}

  /** Lets a transaction keep the versions of the cases that it changes. It comes before the first change; a second time it asks nothing. */
  async begin(tx: Transaction): Promise<void> {
    if (this.#incarnations.has(tx)) return;
    const [row] = await tx.query<{ incarnation: string }>(reading(sql('keep-versions')));
    if (row !== undefined) this.#incarnations.set(tx, row.incarnation);
  }

  /** The numbers that are known to hold on the server on which a transaction runs. It has begun. */
  numbers(tx: Transaction): Numbers {
    const incarnation = this.#incarnations.get(tx);
    if (incarnation === undefined) throw new Error('a transaction asks for numbers before it has begun');
    if (this.#numbers?.incarnation !== incarnation) this.#numbers = { incarnation, numbers: new Numbers() };
    return this.#numbers.numbers;
  }

  /** Whether a case that a transaction has opened has been judged in it before: then more is known about it than what the caller has added. */
  wasJudged(tx: Transaction, ref: Buffer): boolean {
    return this.#opened.get(tx)?.has(refKey(ref)) === true;
  }

  /** The case as it was left at this version, but for its `version`, `isNew` and `place`; undefined if it must be read. */
  find(tx: Transaction, ref: Buffer, version: number): CaseFile | undefined {
    const key = refKey(ref);
    const found = this.#recent.get(key) ?? this.#earlier.get(key);
    if (found === undefined) return undefined;
    return found.version === version && found.incarnation === this.#incarnations.get(tx) ? found.file : undefined;
  }

  /**
   * Moves the versions of cases that the transaction has locked and changed, and remembers all of these cases once it is committed. A case that
   * the transaction has opened keeps its version: no other process has seen it.
   *
   * @param files    as the transaction leaves them, each with the version before
   * @param changed  those of them about which anything changed, without those that the transaction has opened
   */
  async end(tx: Transaction, files: readonly CaseFile[], changed: ReadonlySet<CaseFile>): Promise<void> {
    const places = files.filter((file) => changed.has(file)).map(({ place }) => place);
    if (places.length > 0) await tx.query(sql('move-versions'), [texts(places)]);
    const incarnation = this.#incarnations.get(tx);
    if (incarnation === undefined) throw new Error('a transaction moves versions and did not say that it keeps them');
    const opened = files.filter(({ isNew }) => isNew === true).map(({ ref }) => refKey(ref));
    if (opened.length > 0) this.#opened.set(tx, new Set([...(this.#opened.get(tx) ?? []), ...opened]));
    tx.afterCommit?.(() => {
      for (const file of files) {
        this.#remember({ incarnation, version: changed.has(file) ? file.version + 1 : file.version, file });
      }
    });
  }

  #remember(one: Remembered): void {
    this.#recent.set(refKey(one.file.ref), one);
    if (this.#recent.size < this.most / 2) return;
    this.#earlier = this.#recent;
    this.#recent = new Map();
  }
}

interface Remembered {
  readonly incarnation: string;
  /** Of the file as it was left. */
  readonly version: number;
  readonly file: CaseFile;
}
