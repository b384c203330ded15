/** What a cell, a word or an expression can hold. */
export type ValueType = 'text' | 'instant' | 'day' | 'whole' | 'decimal' | 'yes_no';

/** One value. Instants are milliseconds, days are texts. Undefined: empty. */
export type Scalar = string | number | boolean | undefined;

/** A value, or a list of them. */
export type Value = Scalar | readonly Scalar[];

/** What keeps a row from becoming facts. It is about one value of one row; the other rows are not affected. */
export class Fault extends Error {
  constructor(
    /** `"soon" is not a timestamp` */
    readonly problem: string,
    /** What to do: "write 2018-03-02T14:10:00+01:00". */
    readonly cure: string,
    /** The columns of the file from which the value comes; none when they are not known yet. */
    readonly columns: readonly string[] = [],
  ) {
    super(`${problem}; ${cure}`);
  }
}

/** Several faults of one row. */
export class Faults extends Error {
  constructor(readonly faults: readonly Fault[]) {
    super(faults.map(({ message }) => message).join('. '));
  }
}

/** Runs a step. A fault that does not know its columns yet gets these. */
export function inColumns<Result>(columns: readonly string[], step: () => Result): Result {
  try {
    return step();
  } catch (error) {
    if (error instanceof Fault && error.columns.length === 0) throw new Fault(error.problem, error.cure, columns);
    throw error;
  }
}
