import { bindingOf, type NamedMilestone } from '#libs/domain/milestone.js';
import { notesOn } from '#libs/domain/notes.js';
import type { Origin, Source } from '#libs/domain/observation.js';
import { type Part, WHOLE } from '#libs/domain/part.js';
import { decodeContent, encodeContent } from './milestone-codec.js';

/** What was last published to the other departments about a case under one name. */
export interface PublishedMilestone {
  readonly name: string;
  readonly part: Part;
  readonly revision: number;
  readonly withdrawn: boolean;
  /** cx.batches.v1.Milestone without `case_ref`, as it was published. */
  readonly content: Uint8Array;
}

/** A milestone to be published now, and what is remembered of it. */
export interface MilestoneChange {
  readonly milestone: NamedMilestone;
  readonly origin: Origin;
  readonly published: PublishedMilestone;
}

/**
 * The difference between what was published and what should be: something new is published as revision 1, something that changed again
 * with the next revision, and what turned out not to have happened is withdrawn. The first promise binds, so its content
 * stays as first published until it is withdrawn; only a worse origin is published again.
 *
 * @param source  the department that publishes
 */
export function milestoneChanges(
  source: Source,
  published: readonly PublishedMilestone[],
  wanted: readonly NamedMilestone[],
  origin: Origin,
): MilestoneChange[] {
  if (published.length === 0 && wanted.length === 0) return NONE;
  const changes: MilestoneChange[] = [];
  for (const one of published) {
    if (one.withdrawn || wanted.some((milestone) => isSame(milestone, one))) continue;
    changes.push(changeOf(contentOf(source, one), one.revision + 1, true));
  }
  for (const milestone of wanted) {
    const last = published.find((one) => isSame(milestone, one));
    const before = last && contentOf(source, last);
    const isBinding = before !== undefined && last?.withdrawn === false && bindingOf(source, last.name) === 'first';
    const binding = isBinding ? before.milestone : milestone;
    if (before !== undefined && last?.withdrawn === false && isAsBefore(before, { milestone: binding, origin }))
      continue;
    changes.push(changeOf({ milestone: binding, origin }, (last?.revision ?? 0) + 1, false));
  }
  return changes;
}

const NONE: MilestoneChange[] = [];

/** A milestone is published once for each part of a case. A case has a handful: comparing them takes less than texts as keys. */
function isSame({ name, part = WHOLE }: NamedMilestone, published: PublishedMilestone): boolean {
  return name === published.name && part === published.part;
}

interface Content {
  readonly milestone: NamedMilestone;
  readonly origin: Origin;
}

function changeOf(content: Content, revision: number, withdrawn: boolean): MilestoneChange {
  const { milestone, origin } = content;
  const bytes = encodeContent(milestone, { origin, revision, withdrawn });
  const published = { name: milestone.name, part: milestone.part ?? WHOLE, revision, withdrawn, content: bytes };
  CONTENTS.set(published, content);
  return { milestone, origin, published };
}

/** What milestones say that this process has read or written: a case that it remembers need not be decoded again to be compared. */
const CONTENTS = notesOn<PublishedMilestone, Content>();

function contentOf(source: Source, published: PublishedMilestone): Content {
  const known = CONTENTS.get(published);
  if (known !== undefined) return known;
  const content = decodeContent(published.content, source);
  CONTENTS.set(published, content);
  return content;
}

/** Whether nothing else would be published. A field that no message carries says nothing. */
function isAsBefore(before: Content, now: Content): boolean {
  if (before.origin !== now.origin) return false;
  return isEqual(before.milestone, now.milestone) || Buffer.compare(bytesOf(before), bytesOf(now)) === 0;
}

function bytesOf({ milestone, origin }: Content): Uint8Array {
  return encodeContent(milestone, { origin, revision: 1, withdrawn: false });
}

/** All fields hold texts and numbers; an unset one is the same as one that is left out. */
function isEqual(a: NamedMilestone, b: NamedMilestone): boolean {
  if (a === b) return true;
  for (const name in a) if (a[name as keyof NamedMilestone] !== b[name as keyof NamedMilestone]) return false;
  for (const name in b) if (a[name as keyof NamedMilestone] !== b[name as keyof NamedMilestone]) return false;
  return true;
}
