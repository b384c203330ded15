import { deliveryFacts } from '#services/delivery/grpc/facts.js';
import { orderingFacts } from '#services/ordering/grpc/facts.js';
import { supportFacts } from '#services/support/grpc/facts.js';
import { surveyFacts } from '#services/survey/grpc/facts.js';
import { warehouseFacts } from '#services/warehouse/grpc/facts.js';

export const DEPARTMENTS = {
  ordering: orderingFacts,
  warehouse: warehouseFacts,
  delivery: deliveryFacts,
  support: supportFacts,
  survey: surveyFacts,
};

const ABOUT = { never: 'the case', may: 'the case or a parcel', must: 'a parcel' } as const;

/** docs/facts.md: every kind of fact, and what holds when a case has several of it. */
export function factsPage(): string {
  const rows = Object.entries(DEPARTMENTS).flatMap(([department, { repeatRules }]) =>
    repeatRules.map(
      ({ kind, about, part, counts, mayRepeat }) =>
        `| ${department} | \`${kind}\` | ${about === undefined ? ABOUT[part ?? 'never'] : `a ${about.replaceAll('_', ' ')}: \`${about}\``} | ${counts === 'every' ? 'every one' : `the ${counts}`} | ${mayRepeat || counts === 'every' ? 'normal' : `flagged: \`${kind.toUpperCase()}_TWICE\``} |`,
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
    'A contradiction of one parcel names it: `DELIVERED_TWICE 1Z999`. Facts that contradict the parcels of their order are flagged, too:',
    '`PARCEL_NOT_NAMED` (a fact names no parcel of an order of several, and does not count), `PARCEL_NOT_RELEASED` (a parcel that ordering',
    'has not released; the fact does not count), `DELIVERED_THOUGH_REPLACED`, `HANDED_OVER_THOUGH_REPLACED` and so on (another parcel had',
    'taken its place) and `PARCELS_REPLACE_EACH_OTHER` (the replacement does not count). So are instants that cannot both be true, such as',
    '`HANDED_OVER_BEFORE_APPROVAL`, `PACKED_BEFORE_PICKED`, `LOADED_BEFORE_PACKED` and `TRACKING_TOLD_BEFORE_ISSUED`.',
    '',
    'A contact that moved to a calendar that the company does not have is flagged `MOVED_TO_UNKNOWN_CALENDAR`, if a limit in working time judges',
    'it. It keeps the calendar that it had until the company publishes the other one: [why](decisions/0025-contacts-move-between-calendars.md).',
    '',
    'A fact that is about no order and no contact names its *subject* in `subject_id`: a receipt, a return. The table states the kind, which',
    'a withdrawal repeats in `subject_kind`: [why](decisions/0041-facts-about-subjects.md).',
    '',
    '| department | fact | about | which one counts, of each case or parcel | several with different content |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}
