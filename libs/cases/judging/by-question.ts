import type { Verdict } from './verdict.js';

/** What a verdict answers. A case has at most one verdict for each definition of a metric, unit and part. */
export type Question = Pick<Verdict, 'metric' | 'definition' | 'unit' | 'part'>;

/** A text for each question. Only a part may hold a blank. */
export function keyOf({ metric, definition, unit, part }: Question): string {
  return `${metric} ${definition} ${unit} ${part}`;
}

export function isSameQuestion(a: Question, b: Question): boolean {
  return a.metric === b.metric && a.definition === b.definition && a.part === b.part && a.unit === b.unit;
}

/** Nearly every case has fewer questions than this. */
const FEW = 24;

/**
 * Finds what is about the same question. Every fact compares the dozen verdicts of its case with those that stand; comparing them one by one
 * takes a tenth of the time of texts as keys. Many of them are found by their keys.
 */
export class ByQuestion<Item extends Question> {
  readonly #byKey: ReadonlyMap<string, Item> | undefined;

  /** @param items  each question once */
  constructor(private readonly items: readonly Item[]) {
    this.#byKey = items.length > FEW ? new Map(items.map((item) => [keyOf(item), item])) : undefined;
  }

  find(question: Question): Item | undefined {
    if (this.#byKey !== undefined) return this.#byKey.get(keyOf(question));
    for (const item of this.items) if (item === question || isSameQuestion(item, question)) return item;
    return undefined;
  }

  /** Whether two items are about one question. */
  get hasRepeats(): boolean {
    if (this.#byKey !== undefined) return this.#byKey.size < this.items.length;
    // By place: an item that is there twice is about one question, too.
    const { items } = this;
    for (let place = 1; place < items.length; place++)
      for (let before = 0; before < place; before++) {
        const [item, other] = [items[place], items[before]];
        if (item !== undefined && other !== undefined && isSameQuestion(other, item)) return true;
      }
    return false;
  }
}
