import type { StoredFact } from '#libs/cases/facts/stored-fact.js';
import type { Judgement } from '#libs/cases/judging/case-changes.js';
import type { MetricEvaluation } from '#libs/catalogue/evaluation.js';
import { limitsOf } from '#libs/catalogue/limits.js';
import { type Contact, contactsFrom, suspicionsOf } from '#libs/catalogue/support/contact.js';
import { OF_CONTACT, OF_TRAINING } from '#libs/catalogue/support/metrics.js';
import { suspicionsOfMoves, withKnownCalendars } from '#libs/catalogue/support/moves.js';
import { isOfTraining, trainingFrom } from '#libs/catalogue/training.js';
import { evaluateBy, type Rules } from '#libs/rules/rules.js';
import { supportFacts } from './grpc/facts.js';

/** What follows from the facts of a case: of an issue of one contact or of several, or of a training. */
export function judgeIssue(facts: readonly StoredFact[], rules: Rules): Judgement {
  const known = supportFacts.knownOf(facts);
  if (supportFacts.subjectOf(facts) === 'training') {
    const evaluations = evaluateBy(rules, OF_TRAINING, trainingFrom(known.facts.filter(isOfTraining)));
    return { evaluations, milestones: [], inconsistencies: known.inconsistencies };
  }
  const own = known.facts.flatMap((fact) => (isOfTraining(fact) ? [] : [fact]));
  const judged = contactsFrom(own).map((contact) => judgeContact(contact, rules));
  return {
    evaluations: judged.flatMap(({ evaluations }) => evaluations),
    milestones: [],
    inconsistencies: [...known.inconsistencies, ...judged.flatMap(({ suspicions }) => suspicions)],
  };
}

/** A move to a calendar that the company does not have is flagged where it would change a limit. */
function judgeContact(contact: Contact, rules: Rules) {
  const { hasCalendar } = rules;
  const evaluations = evaluateBy(rules, OF_CONTACT, withKnownCalendars(contact, hasCalendar));
  const ofMoves = evaluations.some(followsMoves) ? suspicionsOfMoves(contact, hasCalendar) : [];
  return { evaluations, suspicions: [...suspicionsOf(contact), ...ofMoves] };
}

/** A limit in working time, of a metric that is measured by the calendars to which a contact moves. */
function followsMoves({ metric, limits = {} }: MetricEvaluation): boolean {
  const isInWorkingTime = Object.values(limits).some(
    (limit) => typeof limit === 'object' && 'kind' in limit && limit.kind === 'working',
  );
  return isInWorkingTime && limitsOf(metric.id).followsMoves === true;
}
