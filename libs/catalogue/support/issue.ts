import type { Instant } from '#libs/domain/time.js';

/** What is known of an issue, in whichever of its contacts it was reported. All lists are in order of time. */
export interface Issue {
  /** When the help desk held it to be resolved. */
  readonly resolvedAt: readonly Instant[];
  /** When the customer asked: each contact, and each time that the customer came back in one of them. */
  readonly askedAt: readonly Instant[];
  readonly conversations: readonly Conversation[];
}

/** A conversation with the customer. Seconds, whole. */
export interface Conversation {
  readonly endedAt: Instant;
  /** The customer's own time: in the queue, talking, on hold. */
  readonly customerSeconds: number;
  /** The help desk's time: talking, on hold, working on it afterwards. */
  readonly handleSeconds: number;
}

export interface ConversationEnded {
  readonly name: 'conversation_ended';
  readonly happenedAt: Instant;
  readonly customerSeconds: number;
  readonly handleSeconds: number;
}

interface Event {
  readonly name: string;
  readonly happenedAt: Instant;
}

/**
 * @param known     of all contacts of the issue, in order of time
 * @param received  when its contacts were received
 */
export function issueOf(known: readonly Event[], received: readonly Instant[]): Issue {
  const at = (name: string) => known.filter((fact) => fact.name === name).map(({ happenedAt }) => happenedAt);
  return {
    resolvedAt: at('issue_resolved'),
    askedAt: [...received, ...at('contacted_again')].sort((a, b) => a - b),
    conversations: conversationsOf(known),
  };
}

/** @param known  in order of time */
export function conversationsOf(known: readonly Event[]): readonly Conversation[] {
  return known
    .filter((fact): fact is ConversationEnded => fact.name === 'conversation_ended')
    .map(({ happenedAt: endedAt, customerSeconds, handleSeconds }) => ({ endedAt, customerSeconds, handleSeconds }));
}
