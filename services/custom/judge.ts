import type { StoredFact } from '#libs/cases/facts/stored-fact.js';
import type { Judgement } from '#libs/cases/judging/case-changes.js';
import type { OwnRules } from '#libs/custom/own-rules.js';
import type { Rules } from '#libs/rules/rules.js';
import { factOf, heardOf, tallyOf } from './grpc/stored-facts.js';

/** What follows from the facts of a case: a case has facts and milestones, or tallies of one metric, unit and day. */
export function judgeOwn(facts: readonly StoredFact[], rules: OwnRules): Judgement {
  const tallies = facts.flatMap((fact) => tallyOf(fact) ?? []);
  const judgement =
    tallies.length > 0
      ? rules.judgeTallies(tallies)
      : rules.judgeFacts(
          facts.flatMap((fact) => factOf(fact) ?? []),
          facts.flatMap((fact) => heardOf(fact) ?? []),
        );
  return { ...judgement, isTallied: tallies.length > 0 };
}

/** @throws {Error} for the rules of a built-in source, which states nothing of its own: a bug */
export function ownOf({ own }: Rules): OwnRules {
  if (own === undefined) throw new Error("the rules are not those of a department of the company's own");
  return own;
}
