import { encoded } from '#libs/batches/format/encoded.js';
import {
  type MilestoneHead,
  milestoneFromProto,
  milestoneToProto,
  publishedToProto,
} from '#libs/batches/format/milestone-proto.js';
import type { MilestoneOut } from '#libs/batches/format/outgoing.js';
import { Milestone as MilestoneMessage } from '#libs/contracts/cx/batches/v1/batches.js';
import { isMilestoneName, type Milestone, type NamedMilestone } from '#libs/domain/milestone.js';
import { notesOn } from '#libs/domain/notes.js';
import type { Source } from '#libs/domain/source.js';
import type { StoredFact } from '../facts/stored-fact.js';

/** A milestone as it is stored: the bytes of its message, the same whichever way it came. */
export function encodeMilestone(milestone: MilestoneOut): Buffer {
  return encoded(MilestoneMessage, milestoneToProto(milestone));
}

/** A milestone as its own department keeps it: its message without the case. */
export function encodeContent(milestone: NamedMilestone, head: Omit<MilestoneHead, 'ref'>): Buffer {
  const { origin, revision, withdrawn } = head;
  return encoded(MilestoneMessage, publishedToProto(milestone, { ref: NO_REF, origin, revision, withdrawn }));
}

/** What a department has published. Before migration 0018 it was kept as JSON. */
export function decodeContent(
  content: Uint8Array,
  source: Source,
): Pick<MilestoneOut, 'origin'> & {
  readonly milestone: NamedMilestone;
} {
  if (content[0] === BRACE) return JSON.parse(Buffer.from(content).toString());
  const message = { ...MilestoneMessage.decode(content), caseRef: ANY_REF };
  const decoded = milestoneFromProto(message, source);
  if (decoded === undefined) throw new Error(`a milestone that ${source} has published cannot be read`);
  const { ref: _, revision: __, withdrawn: ___, origin, ...milestone } = decoded;
  return { milestone, origin };
}

const NO_REF = Buffer.alloc(0);
const ANY_REF = Buffer.alloc(16);
/** No message begins with it. */
const BRACE = '{'.charCodeAt(0);

/** The milestone of any department that is stored as a fact. */
export function namedMilestoneOf(fact: Pick<StoredFact, 'kind' | 'body'>): NamedMilestone {
  const known = KNOWN.get(fact);
  if (known !== undefined) return known;
  const source = fact.kind.slice(0, fact.kind.indexOf('/')) as Source;
  const milestone = milestoneFromProto(MilestoneMessage.decode(fact.body), source);
  if (milestone === undefined) throw new Error(`a stored milestone ${fact.kind} cannot be read`);
  KNOWN.set(fact, milestone);
  return milestone;
}

/** Notes what a stored milestone says, for one that was taken in just now: it need not be decoded a second time. */
export function noteMilestone(fact: Pick<StoredFact, 'kind' | 'body'>, milestone: NamedMilestone): void {
  KNOWN.set(fact, milestone);
}

/** What stored milestones say, as long as a process remembers their cases: a milestone is judged several times and decoded once. */
const KNOWN = notesOn<Pick<StoredFact, 'kind' | 'body'>, NamedMilestone>();

/** The milestone of a built-in department that is stored as a fact. Its judges hear no others. */
export function milestoneOf(fact: Pick<StoredFact, 'kind' | 'body'>): Milestone {
  const milestone = namedMilestoneOf(fact);
  if (!isMilestoneName(milestone.name)) throw new Error(`${fact.kind} is no milestone of a built-in department`);
  return milestone as Milestone;
}
