import fc from 'fast-check';
import type { StoredFact } from '#libs/cases/facts/stored-fact.js';
import { BUILT_IN_SOURCES } from '#libs/domain/observation.js';
import { aFactOf, asCase, KINDS, milestonesFor } from './any-fact.js';

/** What each department judges together: its orders or contacts, and each kind of subject. */
export const CASES = BUILT_IN_SOURCES.flatMap((department) => {
  const own = KINDS.filter((row) => row.department === department);
  return [...new Set(own.map(({ about }) => about))].map((about) => ({
    ...{ department, about, name: `${department}${about === '' ? '' : ` ${about}`}` },
    kinds: own.filter((row) => row.about === about),
  }));
});
export type CaseRow = (typeof CASES)[number];

/** The same cases in every run, so that they reach every metric in every run. */
export const RUNS = { seed: 2018, numRuns: 60 };

/** A case of several facts, with the kind that opens it, and with what other departments published about it. */
export function aCase({ department, about, kinds }: CaseRow): fc.Arbitrary<StoredFact[]> {
  const [opening] = kinds;
  if (opening === undefined) throw new Error(`${department} has no facts of ${about}`);
  const facts = fc.tuple(aFactOf([opening]), fc.array(aFactOf(kinds), { maxLength: 14 }));
  const milestones = about === '' ? milestonesFor(department) : fc.constant([]);
  return fc.tuple(facts, milestones).map(([[first, more], heard]) => [...asCase([first, ...more]), ...heard]);
}
