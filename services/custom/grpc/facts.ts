import { caseRef } from '#libs/cases/facts/case-ref.js';
import { type Objection, objectionToCommon } from '#libs/cases/facts/fact-checks.js';
import type { CheckedFact } from '#libs/cases/facts/incoming-fact.js';
import { isMilestone, WITHDRAWAL } from '#libs/cases/facts/stored-fact.js';
import type { DepartmentFacts } from '#libs/cases/grpc/department-facts.js';
import { describeMilestone, promisedZone } from '#libs/cases/milestones/describe-milestone.js';
import type { CustomFact } from '#libs/contracts/cx/custom/v1/custom.js';
import type { OwnDepartmentEntry, TypedValue } from '#libs/custom/own-fact.js';
import { ORDER_CASE } from '#libs/documents/departments/heard-milestones.js';
import { CxError } from '#libs/domain/error.js';
import { WHOLE } from '#libs/domain/part.js';
import type { Source } from '#libs/domain/source.js';
import { type Instant, isoInstant } from '#libs/domain/time.js';
import { caseName } from '../facts/case-name.js';
import { objectionToFields, objectionToNaming } from '../facts/check-fields.js';
import { objectionToTally } from '../facts/check-tally.js';
import { bytesOf, factOf, fieldsOf, TALLY, tallyOf, typedValue } from './stored-facts.js';

/** What the published documents say about a department; undefined where they do not declare it. */
export interface Declared {
  /** On the day of an instant, by which reports are checked. */
  entryAt(now: Instant): OwnDepartmentEntry | undefined;
  /** By the newest version that states it, by which cases are named to people. */
  newest(): OwnDepartmentEntry | undefined;
}

/** What a department of the company's own does with its facts: it checks them by the document of today, and shows them to people. */
export function ownFacts(
  source: Source,
  declared: Declared,
): Pick<DepartmentFacts<CustomFact, unknown>, 'check' | 'describe' | 'names'> {
  return {
    check: (caseKey) => (fact, origin, now) => {
      const entry = declared.entryAt(now);
      if (entry === undefined)
        throw new CxError('DEPARTMENT_NOT_DECLARED', `no published document declares the department ${source} today`);
      return checked(fact, entry, { source, caseKey, origin, now });
    },
    names: (caseKey) => ({
      refOf: (id, kind = '') => {
        if (kind !== '') return undefined; // its cases have no subjects
        const entry = declared.newest();
        const name = id.split(NAME_JOINER);
        if (entry?.case === undefined || name.length !== entry.case.named_by.length) return undefined;
        return ownCaseRef(caseKey, { source, name, sameAs: entry.case.same_as });
      },
    }),
    describe: (facts) => ({
      caseKind: '',
      caseId: facts.map((fact) => nameOf(fact, declared.newest())).find((name) => name !== '') ?? '',
      details: facts.map((fact) => {
        const tally = tallyOf(fact);
        if (tally !== undefined) return `${tally.hits} hits, ${tally.misses} misses`;
        if (isMilestone(fact)) return describeMilestone(fact, promisedZone(facts));
        return Object.entries(factOf(fact)?.fields ?? {})
          .map(([name, value]) => `${name} ${shown(value)}`)
          .join(', ');
      }),
    }),
  };
}

type About = { readonly source: Source; readonly caseKey: Uint8Array } & Pick<
  Extract<CheckedFact, { is: 'in order' }>['fact'],
  'origin'
> & { readonly now: Instant };

function checked(fact: CustomFact, entry: OwnDepartmentEntry, { source, caseKey, origin, now }: About): CheckedFact {
  const { factId, what } = fact;
  const happenedAt = fact.happenedAt?.getTime();
  const kind = what?.$case === 'kind' ? what.value : what?.$case === 'tally' ? TALLY : what && WITHDRAWAL;
  const withdraws = what?.$case === 'withdrawal' ? what.value.factId : undefined;
  const objection = objectionToCommon({ factId, happenedAt, kind, withdraws }, now) ?? objectionTo(fact, entry);
  if (objection !== undefined) return { is: 'refused', refusal: { factId, ...objection } };
  if (kind === undefined || happenedAt === undefined) throw new Error('a fact without kind or time passed the checks');
  const { metric, unit, day } = what?.$case === 'tally' ? what.value : NO_TALLY;
  const ref =
    what?.$case === 'tally'
      ? caseRef(caseKey, 'tally', JSON.stringify([source, metric, unit, day]))
      : ownCaseRef(caseKey, { source, name: caseName(fieldsOf(fact), entry), sameAs: entry.case?.same_as });
  return {
    is: 'in order',
    fact: { factId, ref, part: WHOLE, kind, happenedAt, withdraws, origin, body: bytesOf(fact) },
  };
}

/**
 * Another department's case of the same name is another case, and so is a tally; unless the document says that it is the same one. An
 * order has the ref that it has in every department.
 */
function ownCaseRef(
  caseKey: Uint8Array,
  { source, name, sameAs }: { source: Source; name: readonly string[]; sameAs: string | undefined },
): Buffer {
  if (sameAs === ORDER_CASE) return caseRef(caseKey, 'order', name[0] ?? '');
  return caseRef(caseKey, 'own', JSON.stringify([sameAs ?? source, ...name]));
}

const NO_TALLY = { metric: '', unit: '', day: '' };

function objectionTo(fact: CustomFact, entry: OwnDepartmentEntry): Objection | undefined {
  const { what } = fact;
  if (what?.$case === 'tally') {
    const field = [...fact.fields.keys()][0];
    if (field !== undefined)
      return { reason: 'FIELD_UNKNOWN', field: `fields.${field}`, detail: 'a tally has no fields of facts' };
    return objectionToTally({ ...what.value, hits: Number(what.value.hits), misses: Number(what.value.misses) }, entry);
  }
  if (what?.$case === 'withdrawal') return objectionToNaming(fieldsOf(fact), entry);
  const fields = Object.fromEntries([...fact.fields].map(([name, field]) => [name, typedValue(field)]));
  return objectionToFields(what?.value ?? '', fields, entry);
}

/** Between the values that name a case, for people. */
const NAME_JOINER = ' / ';

/** "A1 / 2027-01-04"; empty when the document is not known yet. */
function nameOf(stored: Parameters<typeof factOf>[0], entry: OwnDepartmentEntry | undefined): string {
  if (isMilestone(stored)) return '';
  const tally = tallyOf(stored);
  if (tally !== undefined) return `${tally.metric} / ${tally.unit} / ${tally.day}`;
  return entry === undefined ? '' : caseName(factOf(stored)?.fields ?? {}, entry).join(NAME_JOINER);
}

function shown({ type, value }: TypedValue): string {
  if (type === 'instant') return isoInstant(value);
  if (type === 'yes_no') return value ? 'yes' : 'no';
  return String(value);
}
