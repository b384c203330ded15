import { groupBy } from '#libs/domain/group-by.js';
import { bindingOf } from '#libs/domain/milestone.js';
import { type Origin, type Source, worstOrigin } from '#libs/domain/observation.js';
import { type Part, WHOLE } from '#libs/domain/part.js';
import type { Instant } from '#libs/domain/time.js';

/** A stored fact: reported by a feed, or published by another department as a milestone. */
export interface StoredFact {
  /** The part of the case that it is about, or WHOLE. */
  readonly part: Part;
  /** The feed's own id; of a milestone see `milestoneFactId`. */
  readonly factId: string;
  /** The feed that reported it, or the department that published the milestone. */
  readonly feed: string;
  /** "delivered" for a fact of this department, "ordering/promised" for a milestone. */
  readonly kind: string;
  readonly happenedAt: Instant;
  readonly recordedAt: Instant;
  /** The fact of the same feed and case that this one withdraws. */
  readonly withdraws: string | undefined;
  readonly origin: Origin;
  /** Protobuf of the typed fact, or of the Milestone. */
  readonly body: Uint8Array;
}

/** The kind of a fact that withdraws another fact. */
export const WITHDRAWAL = 'withdrawal';

export function milestoneKind(source: Source, name: string): string {
  return `${source}/${name}`;
}

/**
 * "promised/1/<ref>", or "delivered/1/<ref>/<part>" for a part: one revision of a milestone is stored once, however often it comes.
 */
export function milestoneFactId(name: string, revision: number, ref: Uint8Array, part: Part = WHOLE): string {
  const whole = `${name}/${revision}/${Buffer.from(ref).toString('base64url')}`;
  return part === WHOLE ? whole : `${whole}/${part}`;
}

/** Whether another department published it. */
export function isMilestone(fact: Pick<StoredFact, 'kind'>): boolean {
  return fact.kind.includes('/');
}

/**
 * The facts of a case that are in force: without those that were withdrawn and without the withdrawals; of each milestone the
 * revision that counts, unless the newest says that it never happened. In order of time, then of feed and id, so that the order
 * of arrival does not matter.
 */
export function factsThatStand(facts: readonly StoredFact[]): StoredFact[] {
  // Nearly always: nothing was withdrawn, and of each milestone there is one revision.
  if (facts.every(({ withdraws }) => withdraws === undefined) && hasOneRevisionEach(facts))
    return facts.toSorted(inOrderOfTime);
  const own = facts.filter((fact) => !isMilestone(fact));
  const takenBack = new Set(
    own.filter((fact) => fact.withdraws !== undefined).map((fact) => `${fact.feed} ${fact.withdraws}`),
  );
  return own
    .filter((fact) => fact.kind !== WITHDRAWAL && !takenBack.has(`${fact.feed} ${fact.factId}`))
    .concat(milestonesThatStand(facts.filter(isMilestone)))
    .sort(inOrderOfTime);
}

/** Whether of each milestone, or of each part of it, there is one revision. Without strings and lists: every fact asks. */
function hasOneRevisionEach(facts: readonly StoredFact[]): boolean {
  for (let place = 1; place < facts.length; place++) {
    const one = facts[place];
    if (one === undefined || !isMilestone(one)) continue;
    for (let before = 0; before < place; before++)
      if (facts[before]?.kind === one.kind && facts[before]?.part === one.part) return false;
  }
  return true;
}

/** The worst origin of all facts of the case, withdrawn ones included: they may have decided something too. */
export function originOf(facts: readonly StoredFact[]): Origin {
  let worst: Origin = 'REPORTED';
  for (const { origin } of facts) if (origin !== worst) worst = worstOrigin([worst, origin]);
  return worst;
}

function milestonesThatStand(milestones: readonly StoredFact[]): StoredFact[] {
  return [...groupBy(milestones, ({ kind, part }) => `${kind} ${part}`).values()].flatMap((revisions) => {
    const inOrder = revisions.toSorted((a, b) => revisionOf(a) - revisionOf(b));
    const standing = inOrder.slice(inOrder.findLastIndex(saysItNeverHappened) + 1);
    const [first] = standing;
    const one = first !== undefined && isBinding(first) ? first : standing.at(-1);
    return one === undefined ? [] : [one];
  });
}

function isBinding({ kind }: StoredFact): boolean {
  const [source = '', name = ''] = kind.split('/');
  return bindingOf(source, name) === 'first';
}

/** Such a revision is stored as the withdrawal of the revision before it. */
function saysItNeverHappened(milestone: StoredFact): boolean {
  return milestone.withdraws !== undefined;
}

function revisionOf(milestone: StoredFact): number {
  return Number(milestone.factId.split('/')[1]);
}

function inOrderOfTime(a: StoredFact, b: StoredFact): number {
  return a.happenedAt - b.happenedAt || compare(a.feed, b.feed) || compare(a.factId, b.factId);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
