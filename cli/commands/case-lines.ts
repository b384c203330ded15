import { Class } from '#libs/contracts/cx/batches/v1/batches.js';
import type { ObservedCase } from '#libs/contracts/cx/facts/v1/facts.js';
import { inWords } from '#libs/domain/enum-words.js';
import { splitNameAndPart } from '#libs/domain/part.js';
import { grouped, minute } from '../format.js';

/** A judged case for people: its result, what judged it, what contradicts itself in it, and all that is known of it. */
export function caseLines(seen: ObservedCase): string[] {
  const id = seen.caseId === '' ? Buffer.from(seen.caseRef).toString('hex').slice(0, 8) : caseName(seen);
  return [
    `  ${withPart(id, seen.part)}  ${seen.unit}  ${seen.day}  ${resultOf(seen)}`,
    ...erasedOn(seen),
    ...judgedBy(seen),
    ...workedBy(seen),
    ...countedIn(seen),
    ...takenOutBy(seen),
    ...ruledBy(seen),
    ...seen.inconsistencies.map((one) => {
      const { name, part } = splitNameAndPart(one);
      return `      contradiction: ${withPart(inWords(name), part)}`;
    }),
    ...seen.known.map(
      (fact) =>
        `      ${minute(fact.happenedAt)}  ${withPart(inWords(fact.name), fact.part)}  ${fact.detail}  (${fact.toldBy})`,
    ),
  ];
}

/** A subject with its kind, "receipt R-7". An order, a contact or an issue is called by its id, as ever. */
function caseName({ caseKind, caseId }: ObservedCase): string {
  return /^(order|contact|issue|)$/.test(caseKind) ? caseId : `${caseKind.replaceAll('_', ' ')} ${caseId}`;
}

function resultOf({ hit, class: class_, responsible, reason, standsStillSince }: ObservedCase): string {
  if (standsStillSince !== undefined)
    return `not due: it waits for the customer since ${minute(standsStillSince)}, so its limit stands still`;
  const who = class_ === Class.CLASS_ACCOUNTABLE ? 'ours' : `${responsible}: ${inWords(reason)}`;
  return `${hit ? 'hit' : 'miss'}  ${who}`;
}

/** Of an erased case nothing is known but the verdict. */
function erasedOn({ erasedAt }: ObservedCase): string[] {
  return erasedAt === undefined ? [] : [`      erased: ${minute(erasedAt)}; its facts are gone, its verdict stays`];
}

/** The limits that were applied, the definition, and the documents that say so; nothing of a case that no document judged. */
function judgedBy({ definition, appliedLimits, judgedBy: documents }: ObservedCase): string[] {
  if (documents === '') return [];
  return [
    `      judged by: ${[appliedLimits, `definition ${definition}`, documents].filter((one) => one !== '').join(', ')}`,
  ];
}

/** Which calendars the case had, and how much was worked by each; nothing of a case that did not move. */
function workedBy({ worked }: ObservedCase): string[] {
  const parts = worked.map(({ calendar, from, workedMs }) => {
    const minutes = Number(workedMs) / 60_000;
    return `${grouped(Math.floor(minutes))} minutes of ${calendar} from ${minute(from)}`;
  });
  return parts.length === 0 ? [] : [`      worked: ${parts.join(', then ')}`];
}

/** The reported unit, and the one in which departments.yaml counts it, by its version; nothing where they are the same. */
function countedIn({ unit, reportedUnit, judgedBy: documents }: ObservedCase): string[] {
  const version = documents.split(', ').find((one) => one.startsWith('departments '));
  return reportedUnit === '' ? [] : [`      unit: reported as ${reportedUnit}, counted in ${unit} by ${version}`];
}

/** The declared event that takes the case out of the account, and its evidence. */
function takenOutBy({ takenOutBy: event }: ObservedCase): string[] {
  if (event === undefined) return [];
  const { name, title, kind, zone, from, until, reference, sentence } = event;
  return [
    `      taken out by ${name}: ${title} (${kind}), ${from} until ${until} ${zone}`,
    `      evidence: ${reference}: ${sentence}`,
  ];
}

/** The rulings that hold on the case: what was decided, and where the contest is. */
function ruledBy({ rulings }: ObservedCase): string[] {
  return rulings.map(({ ruling, contest, party, chargedTo, ruledAt }) => {
    const what = chargedTo === '' ? 'taken out' : `charged to ${chargedTo}`;
    return `      ruled: ${what}, ruling ${ruling} of ${minute(ruledAt)} on what ${party} contested: cx rulings show ${contest}`;
  });
}

function withPart(text: string, part: string): string {
  return part === '' ? text : `${text}, part ${part}`;
}
