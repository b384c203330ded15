import { deliveryFacts } from '#services/delivery/grpc/facts.js';
import { orderingFacts } from '#services/ordering/grpc/facts.js';
import { supportFacts } from '#services/support/grpc/facts.js';
import { surveyFacts } from '#services/survey/grpc/facts.js';
import { warehouseFacts } from '#services/warehouse/grpc/facts.js';

const DEPARTMENTS = {
  ordering: orderingFacts,
  warehouse: warehouseFacts,
  delivery: deliveryFacts,
  support: supportFacts,
  survey: surveyFacts,
};

/** docs/facts.md: every kind of fact, and what holds when a case has several of it. */
export function factsPage(): string {
  const rows = Object.entries(DEPARTMENTS).flatMap(([department, { repeatRules }]) =>
    repeatRules.map(
      ({ kind, counts, mayRepeat }) =>
        `| ${department} | \`${kind}\` | ${counts === 'every' ? 'every one' : `the ${counts}`} | ${mayRepeat || counts === 'every' ? 'normal' : `flagged: \`${kind.toUpperCase()}_TWICE\``} |`,
    ),
  );
  return [
    '# Facts',
    '',
    '<!-- Printed by `npm run docs` from services/<department>/facts. Change them there. -->',
    '',
    'What feeds report, as [the contracts](api.md) define it. A case, or a part of it, may have several facts of one kind with different',
    'content: a parcel is reported as delivered on the 21st and again on the 24th. All of them are stored and shown as evidence. One of',
    'them counts, in the order of the time at which they happened. Where several are not normal, the case is flagged: the answer to the',
    'call, `cx cases` and ListObservations name the inconsistency, GetIntakeStatus and `cx doctor` count such cases, and',
    '`cx_facts_total{result="suspicious"}` counts such facts. A feed corrects a wrong fact with a withdrawal.',
    '',
    '| department | fact | which one counts | several with different content |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}
