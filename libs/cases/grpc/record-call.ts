import { type FactOutcome, FactResult } from '#libs/contracts/cx/facts/v1/facts.js';
import { CxError } from '#libs/domain/error.js';
import { ORIGINS, type Origin, type Source } from '#libs/domain/observation.js';
import type { Instant } from '#libs/domain/time.js';
import type { CallContext } from '#libs/grpc/call-context.js';
import type { FeedRulesAt } from '#libs/rules/permitted-feeds.js';
import type { Clock } from '#libs/runtime/clock.js';
import { type Defaults, withDocument } from '../facts/feed-defaults.js';
import type { CheckedFact, RecordedOutcome } from '../facts/incoming-fact.js';
import { encodeReceipt, sealedFor } from '../facts/receipt.js';
import type { Recorded } from '../judging/record-facts.js';
import { permittedFact, permittedFeed } from './permitted-fact.js';

/** Checks one fact of the contract, with the zone of the defaults where it states none, and takes it over; pure. */
export type CheckFact<Fact> = (fact: Fact, origin: Origin, now: Instant, defaults?: Defaults) => CheckedFact;

export interface RecordCallOptions<Fact> {
  readonly source: Source;
  readonly clock: Clock;
  /** The secret of the department that binds a receipt to its feed: the key of its cases. */
  readonly receiptKey: Uint8Array;
  readonly check: CheckFact<Fact>;
  /** What a feed has declared that it need not repeat. */
  readonly defaultsOf: (feed: string) => Promise<Defaults>;
  /** What feeds may report; unset: everything. */
  readonly feedRulesAt?: FeedRulesAt;
  /** Keeps the facts of a feed and judges their cases, in one transaction. */
  readonly record: (feed: string, facts: readonly CheckedFact[], now: Instant) => Promise<Recorded>;
  /** Called with every outcome, in the order of the facts of the call, to count it. */
  readonly onOutcomes?: (outcomes: readonly RecordedOutcome[], facts: readonly CheckedFact[], now: Instant) => void;
}

/** What the five Record requests have in common. */
interface RecordRequest<Fact> {
  readonly facts: readonly Fact[];
  /** Number of cx.batches.v1.Origin. */
  readonly origin: number;
}

export interface RecordResponse {
  outcomes: FactOutcome[];
  receipt: string;
}

export type RecordCall<Fact> = (request: RecordRequest<Fact>, context: CallContext) => Promise<RecordResponse>;

/** Facts one call may bring. */
const MOST_FACTS = 1_000;

/** How every department answers a Record call: it checks the call as a whole, then reports what became of each fact. */
export function recordCall<Fact>({
  source,
  clock,
  receiptKey,
  check,
  defaultsOf,
  feedRulesAt,
  record,
  onOutcomes,
}: RecordCallOptions<Fact>): RecordCall<Fact> {
  return async ({ facts, origin: number }, context) => {
    const feed = context.caller.name;
    const permitted = permittedFeed(source, feed, feedRulesAt?.(clock.now()));
    const readDefaults = async () => withDocument(await defaultsOf(feed), permitted);
    const origin = number === 0 ? (await readDefaults()).origin : ORIGINS.find(number);
    if (origin === undefined) {
      throw new CxError('ORIGIN_MISSING', 'say where these facts come from: REPORTED, IMPORTED or GENERATED', {
        field: 'origin',
      });
    }
    if (facts.length === 0) throw new CxError('NO_FACTS', 'the call brings no facts', { field: 'facts' });
    if (facts.length > MOST_FACTS) {
      throw new CxError('TOO_MANY_FACTS', `${facts.length} facts; a call takes at most ${MOST_FACTS}`, {
        field: 'facts',
      });
    }

    const now = clock.now();
    const asSent = facts.map((fact) => check(fact, origin, now));
    const isZoneMissing = asSent.some((one) => one.is === 'refused' && one.refusal.reason === 'ZONE_UNKNOWN');
    const defaults = isZoneMissing ? await readDefaults() : {};
    const checked = isZoneMissing ? facts.map((fact) => check(fact, origin, now, defaults)) : asSent;
    const allowed = checked.map((fact) => permittedFact(fact, feed, permitted));
    const { outcomes, positions } = await record(feed, allowed, now);
    onOutcomes?.(outcomes, allowed, now);
    return {
      outcomes: outcomes.map(outcomeToProto),
      receipt: encodeReceipt(sealedFor({ source, positions }, feed, receiptKey)),
    };
  };
}

/** Answers a stream of portions, each its own transaction, in order. */
export async function* recordPortions<Fact>(
  portions: AsyncIterable<{ readonly portion: RecordRequest<Fact> | undefined }>,
  call: RecordCall<Fact>,
  context: CallContext,
): AsyncIterable<{ portion: RecordResponse }> {
  for await (const { portion } of portions) {
    if (portion === undefined) throw new CxError('NO_FACTS', 'a portion without content', { field: 'portion' });
    yield { portion: await call(portion, context) };
  }
}

const RESULTS = {
  RECORDED: FactResult.FACT_RESULT_RECORDED,
  ALREADY_RECORDED: FactResult.FACT_RESULT_ALREADY_RECORDED,
  REFUSED: FactResult.FACT_RESULT_REFUSED,
} as const;

function outcomeToProto(outcome: RecordedOutcome): FactOutcome {
  const { reason, field, detail } = outcome.result === 'REFUSED' ? outcome : { reason: '', field: '', detail: '' };
  const suspicions = [...(outcome.inconsistencies ?? [])];
  return { factId: outcome.factId, result: RESULTS[outcome.result], reason, field, detail, suspicions };
}
