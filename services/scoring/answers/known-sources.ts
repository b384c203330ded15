import {
  BUILT_IN_SOURCES,
  type Department,
  inOrder,
  isDepartment,
  isSource,
  type Source,
} from '#libs/domain/source.js';
import type { Rulesets } from '../rulesets/rulesets.js';

/** Which sources and departments there are, as far as this process of scoring knows. In order: see `inOrder`. */
export interface KnownSources {
  /** Whose observations are counted: the built-in ones, and every department that the company declared. */
  readonly all: readonly Source[];
  /** Whose indexes can be asked for: all but the survey. */
  readonly departments: readonly Department[];
}

/**
 * A department is known once anything names it: a setting, a published document, a ruleset that weighs it. None is forgotten while
 * the process runs, because what was counted stays counted.
 *
 * @param declared  names from settings, published documents and what was counted before; asked again at each question, because documents are published while the process runs
 */
export function knownSources(
  rulesets: Pick<Rulesets, 'all'>,
  declared: () => Iterable<string> = () => [],
): KnownSources {
  const seen = new Set<Source>(BUILT_IN_SOURCES);
  let order: readonly Source[] = BUILT_IN_SOURCES;
  const all = () => {
    const weighed = rulesets.all.flatMap(({ departments }) => [...departments.keys()]);
    for (const name of [...declared(), ...weighed]) if (isSource(name)) seen.add(name);
    if (seen.size > order.length) order = inOrder(seen);
    return order;
  };
  return {
    get all() {
      return all();
    },
    get departments() {
      return all().filter(isDepartment);
    },
  };
}
