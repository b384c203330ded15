import { bindingOf, type NamedMilestone } from '#libs/domain/milestone.js';
import type { Origin, Source } from '#libs/domain/observation.js';
import { type Part, WHOLE } from '#libs/domain/part.js';

/** What was last published to the other departments about a case under one name. */
export interface PublishedMilestone {
  readonly name: string;
  readonly part: Part;
  readonly revision: number;
  readonly withdrawn: boolean;
  /** The milestone and its origin as canonical JSON. */
  readonly content: string;
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
  const before = new Map(published.map((one) => [keyOf(one), one]));
  const keys = new Set(wanted.map(keyOf));
  const withdrawals = published.filter((one) => !one.withdrawn && !keys.has(keyOf(one))).map(withdrawalOf);
  const changed = wanted.flatMap((milestone) => {
    const last = before.get(keyOf(milestone));
    if (isBinding(source, last) && hasOrigin(last, origin)) return [];
    if (isAsLast(milestone, origin, last)) return [];
    const binding = isBinding(source, last) ? contentOf(last).milestone : milestone;
    const content = canonical(binding, origin);
    if (last !== undefined && !last.withdrawn && last.content === content) return [];
    const revision = (last?.revision ?? 0) + 1;
    const now = { name: milestone.name, part: milestone.part ?? WHOLE, revision, withdrawn: false, content };
    WRITTEN_OF.set(now, binding);
    return [{ milestone: binding, origin, published: now }];
  });
  return [...withdrawals, ...changed];
}

/** A milestone is published once for each part of a case. Only a part may hold a blank. */
function keyOf({ name, part = WHOLE }: { readonly name: string; readonly part?: Part }): string {
  return `${name} ${part}`;
}

function isBinding(source: Source, last: PublishedMilestone | undefined): last is PublishedMilestone {
  return last !== undefined && bindingOf(source, last.name) === 'first' && !last.withdrawn;
}

function withdrawalOf(last: PublishedMilestone): MilestoneChange {
  return { ...contentOf(last), published: { ...last, revision: last.revision + 1, withdrawn: true } };
}

interface Content {
  readonly milestone: NamedMilestone;
  readonly origin: Origin;
}

/** The milestones of which this process has written the content: a case that it remembers need not be written again to be compared. */
const WRITTEN_OF = new WeakMap<PublishedMilestone, NamedMilestone>();

/** Whether it is certain, without writing it, that a milestone says what was published last. */
function isAsLast(milestone: NamedMilestone, origin: Origin, last: PublishedMilestone | undefined): boolean {
  const written = last && WRITTEN_OF.get(last);
  return written !== undefined && last?.withdrawn === false && hasOrigin(last, origin) && isEqual(written, milestone);
}

/** All fields hold texts and numbers; an unset one is the same as one that is left out. */
function isEqual(a: NamedMilestone, b: NamedMilestone): boolean {
  for (const name in a) if (a[name as keyof NamedMilestone] !== b[name as keyof NamedMilestone]) return false;
  for (const name in b) if (a[name as keyof NamedMilestone] !== b[name as keyof NamedMilestone]) return false;
  return true;
}

/** Without parsing it: the origin stands last in the text. */
function hasOrigin({ content }: PublishedMilestone, origin: Origin): boolean {
  return content.endsWith(`,"origin":"${origin}"}`);
}

/** Fields in one order and unset ones left out, so that the same milestone is the same text. */
function canonical(milestone: NamedMilestone, origin: Origin): string {
  const fields: Record<string, unknown> = {};
  for (const name of Object.keys(milestone).sort()) fields[name] = milestone[name as keyof NamedMilestone];
  return JSON.stringify({ milestone: fields, origin });
}

function contentOf(published: PublishedMilestone): Content {
  return JSON.parse(published.content) as Content;
}
