import type { CheckedFact } from '#libs/cases/facts/incoming-fact.js';
import { isMilestone, type StoredFact } from '#libs/cases/facts/stored-fact.js';
import { checkedFact } from '#libs/cases/grpc/checked-fact.js';
import type { CaseDescription } from '#libs/cases/grpc/describe.js';
import { describeMilestone, promisedZone } from '#libs/cases/milestones/describe-milestone.js';
import { milestoneOf } from '#libs/cases/milestones/milestone-codec.js';
import type { KnownOfAnswer } from '#libs/catalogue/survey/answer.js';
import { SurveyFact } from '#libs/contracts/cx/survey/v1/survey.js';
import type { Origin } from '#libs/domain/observation.js';
import type { Instant } from '#libs/domain/time.js';
import { objectionToScore } from '../facts/answered.js';

/** Takes over what the agency reports, or says what is wrong with it. */
export function checkSurveyFact(caseKey: Uint8Array) {
  return (fact: SurveyFact, origin: Origin, now: Instant): CheckedFact => {
    const { what } = fact;
    const body = () => SurveyFact.encode(fact).finish();
    const objection = () => (what?.$case === 'answered' ? objectionToScore(what.value.score) : undefined);
    return checkedFact(fact, { caseKind: 'order', caseId: fact.orderId, caseKey, origin, now, body, objection });
  };
}

/** What a kept fact says about an order's customer. */
export function knownOfAnswer(kept: StoredFact): KnownOfAnswer {
  if (isMilestone(kept)) return milestoneOf(kept);
  const { what } = SurveyFact.decode(kept.body);
  if (what?.$case !== 'answered') throw new Error(`a fact ${kept.kind} was kept that nobody can read`);
  return { name: 'answered', happenedAt: kept.happenedAt, score: what.value.score };
}

/** What a customer said, for people. */
export function describeAnswer(facts: readonly StoredFact[]): CaseDescription {
  const own = facts.find((fact) => !isMilestone(fact));
  const zone = promisedZone(facts);
  return {
    caseId: own === undefined ? '' : SurveyFact.decode(own.body).orderId,
    details: facts.map((fact) => (isMilestone(fact) ? describeMilestone(fact, zone) : detailOf(fact))),
  };
}

function detailOf(fact: StoredFact): string {
  const { what } = SurveyFact.decode(fact.body);
  return what?.$case === 'answered' ? `score ${what.value.score} of 5` : '';
}
