import type { GeneratedFact } from '#deploy/local/generated-contacts.js';
import type { MetricEvaluation } from '#libs/catalogue/evaluation.js';
import { contactFrom } from '#libs/catalogue/support/contact.js';
import { OF_CONTACT } from '#libs/catalogue/support/metrics.js';
import { groupBy } from '#libs/domain/group-by.js';
import { evaluateBy } from '#libs/rules/rules.js';
import { supportFacts } from '#services/support/grpc/facts.js';
import { olistRules } from '#test/rules/olist.js';
import type { RulesOf } from './pure-path.js';

/** What support's rules alone make of generated contacts, without the pipeline. */
export function pureContacts(facts: readonly GeneratedFact[], rulesOf: RulesOf = olistRules): MetricEvaluation[] {
  const rules = rulesOf('support');
  const byContact = groupBy(facts, ({ fact }) => fact.contactId);
  return [...byContact.values()].flatMap((ofContact) =>
    evaluateBy(rules, OF_CONTACT, contactFrom(ofContact.flatMap(({ fact }) => knownOf(fact)))).map((one) => ({
      ...one,
      unit: rules.countedUnitOn(one.day, one.unit),
    })),
  );
}

/** What the contact takes of a fact; nothing of one that is about a training. */
function knownOf(fact: GeneratedFact['fact']) {
  const known = supportFacts.read(fact);
  return known === undefined || 'about' in known ? [] : [known];
}
