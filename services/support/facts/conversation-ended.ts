import { type Objection, objectionToNumber } from '#libs/cases/facts/fact-checks.js';
import { factKind } from '#libs/cases/facts/fact-kind.js';

/** Seconds, whole, 0 to a day. */
interface ConversationEndedValue {
  readonly queueSeconds: number;
  readonly talkSeconds: number;
  readonly holdSeconds: number;
  /** After the conversation, without the customer. */
  readonly afterWorkSeconds: number;
}

const A_DAY = { from: 0, to: 86_400 };

/** A conversation with the customer ended. A contact may have several, so every report counts. */
export const conversationEnded = factKind({
  counts: 'every',
  check: ({ queueSeconds, talkSeconds, holdSeconds, afterWorkSeconds }: ConversationEndedValue) =>
    objectionToSeconds(queueSeconds, 'conversation_ended.queue_seconds') ??
    objectionToSeconds(talkSeconds, 'conversation_ended.talk_seconds') ??
    objectionToSeconds(holdSeconds, 'conversation_ended.hold_seconds') ??
    objectionToSeconds(afterWorkSeconds, 'conversation_ended.after_work_seconds'),
  read: ({ queueSeconds, talkSeconds, holdSeconds, afterWorkSeconds }, happenedAt) => ({
    ...{ name: 'conversation_ended' as const, happenedAt },
    customerSeconds: queueSeconds + talkSeconds + holdSeconds,
    handleSeconds: talkSeconds + holdSeconds + afterWorkSeconds,
  }),
  describe: ({ queueSeconds, talkSeconds, holdSeconds, afterWorkSeconds }) =>
    `${queueSeconds} s in the queue, ${talkSeconds} s talked, ${holdSeconds} s on hold, ${afterWorkSeconds} s of work afterwards`,
});

function objectionToSeconds(seconds: number, field: string): Objection | undefined {
  return objectionToNumber(seconds, A_DAY, field, 'SECONDS_OUT_OF_RANGE');
}
