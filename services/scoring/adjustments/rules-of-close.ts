import { CxError } from '#libs/domain/error.js';
import type { SnapshotContent } from '../periods/content.js';
import { definitionIn } from '../rulesets/ruleset.js';
import type { Rulesets } from '../rulesets/rulesets.js';

/** What a recount needs of the rulesets. */
export type RecountRules = Pick<Rulesets, 'for' | 'newest' | 'definitionIn' | 'isBoundAfterStart'>;

/**
 * The rules by which a period was closed, whatever was published since and whichever ruleset names the period now.
 *
 * @throws {CxError} RULESET_NOT_BOUND when this ruleset is not there any more
 */
export function rulesOfClose(rulesets: Rulesets, { ruleset, rulesetSha256 }: SnapshotContent): RecountRules {
  const own = rulesets.all.find(({ sha256 }) => sha256.toString('hex') === rulesetSha256);
  if (own === undefined)
    throw new CxError('RULESET_NOT_BOUND', `${ruleset}, by which it was closed, is not published`, { field: 'name' });
  return {
    newest: own,
    for: () => own,
    definitionIn: (_, metric) => definitionIn(own, metric),
    // Whether the rules came late was settled by the close; restatedContent keeps it.
    isBoundAfterStart: () => false,
  };
}
