import { groupBy } from '#libs/domain/group-by.js';
import { nameWithPart, type Part } from '#libs/domain/part.js';

/** What is needed to see whether two facts of one kind contradict each other. */
export interface RepeatableFact {
  readonly kind: string;
  readonly part: Part;
}

/** How a department treats several facts of one kind. */
export interface RepeatRule {
  readonly counts: 'first' | 'last' | 'every';
  readonly mayRepeat?: boolean;
}

/** The facts that count, and the inconsistencies among all of them. */
export interface CountingFacts<Fact> {
  /** One for each kind and part, or every one of a kind of which every one counts, in the order given. */
  readonly counting: readonly Fact[];
  /**
   * "DELIVERED_TWICE", or "DELIVERED_TWICE 1Z999" of a part: a case or a part has facts of one kind that say different things. Each
   * once, in order of name.
   */
  readonly inconsistencies: readonly string[];
}

/**
 * Chooses, of several facts of one kind about a case or part, the one that counts, and finds those that contradict each other.
 * Facts with the same content under different ids do not.
 *
 * @param facts      that stand, in order of time
 * @param ruleOf     of the kind of a fact
 * @param contentOf  a text that is equal for facts that say the same
 */
export function countingFacts<Fact extends RepeatableFact>(
  facts: readonly Fact[],
  ruleOf: (fact: Fact) => RepeatRule,
  contentOf: (fact: Fact) => string,
): CountingFacts<Fact> {
  if (isEachOnce(facts)) return { counting: facts, inconsistencies: NONE };
  const counting = new Set<Fact>();
  const inconsistencies = new Set<string>();
  for (const alike of groupBy(facts, ({ kind, part }) => `${kind} ${part}`).values()) {
    const [first] = alike;
    if (first === undefined) continue;
    const { counts, mayRepeat = false } = ruleOf(first);
    if (counts === 'every') {
      for (const fact of alike) counting.add(fact);
      continue;
    }
    counting.add(counts === 'first' ? first : (alike.at(-1) ?? first));
    const isContradiction = alike.length > 1 && !mayRepeat && new Set(alike.map(contentOf)).size > 1;
    if (isContradiction) inconsistencies.add(nameWithPart(`${first.kind.toUpperCase()}_TWICE`, first.part));
  }
  return { counting: facts.filter((fact) => counting.has(fact)), inconsistencies: [...inconsistencies].sort() };
}

const NONE: readonly string[] = [];

/** Nearly every case has fewer facts than this. */
const FEW = 16;

/** Whether each fact is the only one of its kind about its part, as nearly always: then each of them counts. */
function isEachOnce(facts: readonly RepeatableFact[]): boolean {
  if (facts.length > FEW) return false;
  for (let place = 1; place < facts.length; place++)
    for (let before = 0; before < place; before++)
      if (facts[before]?.kind === facts[place]?.kind && facts[before]?.part === facts[place]?.part) return false;
  return true;
}
