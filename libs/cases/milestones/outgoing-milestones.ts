import type { MilestoneName, OutgoingMilestone } from '#libs/domain/milestone.js';
import type { Origin } from '#libs/domain/observation.js';
import { type Part, WHOLE } from '#libs/domain/part.js';

/** What was last told to the other departments about a case under one name. */
export interface PublishedMilestone {
  readonly name: MilestoneName;
  readonly part: Part;
  readonly revision: number;
  readonly withdrawn: boolean;
  /** The telling and its origin as canonical JSON. */
  readonly content: string;
}

/** A milestone to be told now, and what is remembered of it. */
export interface MilestoneChange {
  readonly telling: OutgoingMilestone;
  readonly origin: Origin;
  readonly told: PublishedMilestone;
}

/**
 * The difference between what was told and what should be: something new is told as revision 1, something that changed again
 * with the next revision, and what turned out not to have happened is withdrawn. The first promise binds, so its content
 * stays as first told until it is withdrawn; only a worse origin is told again.
 */
export function milestoneChanges(
  told: readonly PublishedMilestone[],
  wanted: readonly OutgoingMilestone[],
  origin: Origin,
): MilestoneChange[] {
  const before = new Map(told.map((one) => [keyOf(one), one]));
  const keys = new Set(wanted.map(keyOf));
  const withdrawals = told.filter((one) => !one.withdrawn && !keys.has(keyOf(one))).map(withdrawalOf);
  const changed = wanted.flatMap((telling) => {
    const last = before.get(keyOf(telling));
    const binding = isBinding(last) ? contentOf(last).telling : telling;
    const content = canonical(binding, origin);
    if (last !== undefined && !last.withdrawn && last.content === content) return [];
    const revision = (last?.revision ?? 0) + 1;
    return [
      {
        telling: binding,
        origin,
        told: { name: telling.name, part: telling.part ?? WHOLE, revision, withdrawn: false, content },
      },
    ];
  });
  return [...withdrawals, ...changed];
}

/** A milestone is published once for each part of a case. Only a part may hold a blank. */
function keyOf({ name, part = WHOLE }: { readonly name: MilestoneName; readonly part?: Part }): string {
  return `${name} ${part}`;
}

function isBinding(last: PublishedMilestone | undefined): last is PublishedMilestone {
  return last?.name === 'promised' && !last.withdrawn;
}

function withdrawalOf(last: PublishedMilestone): MilestoneChange {
  return { ...contentOf(last), told: { ...last, revision: last.revision + 1, withdrawn: true } };
}

interface Content {
  readonly telling: OutgoingMilestone;
  readonly origin: Origin;
}

/** Fields in one order and unset ones left out, so that the same telling is the same text. */
function canonical(telling: OutgoingMilestone, origin: Origin): string {
  const fields = Object.entries(telling).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify({ telling: Object.fromEntries(fields), origin });
}

function contentOf(told: PublishedMilestone): Content {
  return JSON.parse(told.content) as Content;
}
