import { type Encodes, encoded } from '#libs/batches/format/encoded.js';
import { problemOfId } from '#libs/domain/id.js';
import type { Milestone } from '#libs/domain/milestone.js';
import { type Part, WHOLE } from '#libs/domain/part.js';
import type { Instant, Zone } from '#libs/domain/time.js';
import type { CaseNames } from '../facts/case-names.js';
import { caseRef } from '../facts/case-ref.js';
import type { FactKind } from '../facts/fact-kind.js';
import { objectionToParcel } from '../facts/parcel-check.js';
import { countingFacts, type RepeatRule } from '../facts/repeated-facts.js';
import { isMilestone, type StoredFact } from '../facts/stored-fact.js';
import type { SubjectKind } from '../facts/subject-kind.js';
import { describeMilestone, promisedZone } from '../milestones/describe-milestone.js';
import { milestoneOf } from '../milestones/milestone-codec.js';
import { checkedFact, kindOf } from './checked-fact.js';
import { decodedOnce } from './decoded-once.js';
import type { CaseDescription, Describe } from './describe.js';
import { type Naming, namedCase } from './naming.js';
import type { CheckFact } from './record-call.js';

/** What the generated facts of all departments have in common. */
interface TypedFact {
  readonly factId: string;
  readonly happenedAt: Date | undefined;
  readonly what: { readonly $case: string; readonly value: unknown } | undefined;
}

type What<Fact extends TypedFact> = NonNullable<Fact['what']>;
/** The kinds of a contract: the cases of its oneof, except the withdrawal, which libs/cases treats itself. */
type Cases<Fact extends TypedFact> = Exclude<What<Fact>['$case'], 'withdrawal'>;
type ValueOf<Fact extends TypedFact, Case> = Extract<What<Fact>, { readonly $case: Case }>['value'];

/** The facts of a department: its contract, and one line for each kind. */
export interface DepartmentFactsSpec<Fact extends TypedFact, Known extends object> extends Naming<Fact> {
  readonly message: Encodes<Fact> & { decode(bytes: Uint8Array): Fact };
  /** The parcel that a fact names, or WHOLE. Left out when cases of this department have no parts. */
  readonly parcelIdOf?: (fact: Fact) => Part;
  /** Every kind of the contract. The compiler refuses a list that lacks one. */
  readonly kinds: { readonly [Case in Cases<Fact>]: FactKind<ValueOf<Fact, Case>, Known> };
}

/** What is known of a case, and what contradicts itself in it. */
export interface KnownOfCase<Known> {
  /** The department's own facts that count, in order of time. */
  readonly facts: readonly Known[];
  /** The milestones of other departments, in order of time. */
  readonly milestones: readonly Milestone[];
  readonly inconsistencies: readonly string[];
}

export interface DepartmentFacts<Fact, Known> {
  /** Checks a reported fact and takes it over. */
  readonly check: (caseKey: Uint8Array) => CheckFact<Fact>;
  /** Finds the case that an id names. */
  readonly names: (caseKey: Uint8Array) => CaseNames;
  /** What a fact means for its case; undefined for a kind that no case uses. */
  readonly read: (fact: Fact) => Known | undefined;
  /** What the stored facts of a case mean together. */
  readonly knownOf: (facts: readonly StoredFact[]) => KnownOfCase<Known>;
  /** The kind of subject that a case is about, by its own facts that stand; undefined for an order or a contact. */
  readonly subjectOf: (facts: readonly StoredFact[]) => SubjectKind | undefined;
  /** The kinds of fact that are about subjects, "goods_received", each with the kind of subject. */
  readonly subjects: ReadonlyMap<string, SubjectKind>;
  readonly describe: Describe;
  /** What holds when a case has several facts of one kind, in the order of the list. */
  readonly repeatRules: readonly (RepeatRule &
    Pick<FactKind<unknown, unknown>, 'part' | 'about'> & { readonly kind: string })[];
}

/** Makes what a department does with its facts of one list of kinds. */
export function departmentFacts<Fact extends TypedFact, Known extends object>(
  spec: DepartmentFactsSpec<Fact, Known>,
): DepartmentFacts<Fact, Known> {
  const { message, caseIdOf, parcelIdOf = () => WHOLE, issueIdOf } = spec;
  const { subjects, subjectOf, namedBy, namesOf } = namesIn(spec);
  const partOf = (fact: Fact): Part => (issueIdOf?.(fact) ? caseIdOf(fact) : parcelIdOf(fact));
  const kinds = spec.kinds as Readonly<Record<string, FactKind<unknown, Known> | undefined>>;
  const kindOfFact = ({ what }: Fact): FactKind<unknown, Known> => {
    const kind = kinds[what?.$case ?? ''];
    return kind ?? unknownKind(what?.$case);
  };
  const read = (fact: Fact): Known | undefined => {
    const known = kindOfFact(fact).read?.(fact.what?.value, fact.happenedAt?.getTime() ?? Number.NaN);
    const part = partOf(fact);
    return known === undefined || part === WHOLE ? known : { ...known, part };
  };

  const decoded = (stored: StoredFact) => message.decode(stored.body);
  // What is kept of a fact is what it means, and not its message, which takes several times as much.
  const readOnce = decodedOnce((stored) => read(decoded(stored)));
  const bytesOf = (fact: Fact) => encoded(message, fact);
  const kindsByName = new Map(Object.entries(kinds).map(([name, kind]) => [kindOf(name), kind]));
  const ruleOf = ({ kind }: StoredFact): RepeatRule => kindsByName.get(kind) ?? unknownKind(kind);
  const contentOf = (stored: StoredFact) => contentText(bytesOf({ ...decoded(stored), factId: '' }));
  /** The department's own facts of a case, and which of them count. */
  function ownOf(facts: readonly StoredFact[]) {
    const own = facts.filter((fact) => !isMilestone(fact));
    return { own, ...countingFacts(own, ruleOf, contentOf) };
  }

  return {
    read,
    repeatRules: repeatRulesOf(kinds),
    subjectOf,
    subjects,
    names: (caseKey) => caseNames(caseKey, spec, [...subjects.values()]),
    check: (caseKey) => (asSent, origin, now, defaults) => {
      const fact = withZone(asSent, kinds[asSent.what?.$case ?? ''], defaults?.zone);
      const isWithdrawal = fact.what?.$case === 'withdrawal';
      const part = parcelIdOf(fact);
      const objection = (happenedAt: Instant) =>
        objectionToParcel(part, isWithdrawal ? 'may' : kindOfFact(fact).part) ??
        (isWithdrawal ? undefined : kindOfFact(fact).check?.(fact.what?.value, happenedAt, part));
      return checkedFact(fact, {
        about: namedBy(fact),
        part,
        caseKey,
        origin,
        now,
        body: () => bytesOf(fact),
        objection,
      });
    },
    knownOf: (facts) => {
      const { counting, inconsistencies } = ownOf(facts);
      const known: Known[] = [];
      for (const stored of counting) {
        const one = readOnce(stored);
        if (one !== undefined) known.push(one);
      }
      return { facts: known, milestones: facts.filter(isMilestone).map(milestoneOf), inconsistencies };
    },
    describe: describeBy({ ownOf, decoded, kindOfFact, namesOf }),
  };
}

/** A bug: facts of other kinds are refused before they are stored. */
function unknownKind(kind: string | undefined): never {
  throw new Error(`the fact kind ${kind} is not in the list of its department`);
}

/** How a department shows its facts to people. */
function describeBy<Fact extends TypedFact, Known extends object>({
  ownOf,
  decoded,
  kindOfFact,
  namesOf,
}: {
  ownOf(facts: readonly StoredFact[]): Record<'own' | 'counting', readonly StoredFact[]>;
  decoded(stored: StoredFact): Fact;
  kindOfFact(fact: Fact): FactKind<unknown, Known>;
  namesOf(fact: Fact | undefined): Pick<CaseDescription, 'caseId' | 'caseKind'>;
}): Describe {
  return (facts) => {
    const { own, counting } = ownOf(facts);
    const byStored = new Map(own.map((stored) => [stored, decoded(stored)]));
    const counted = new Set(counting);
    const zones = [...byStored].flatMap(([stored, fact]) =>
      counted.has(stored) ? (kindOfFact(fact).zone?.(fact.what?.value) ?? []) : [],
    );
    const zone = zones[0] ?? promisedZone(facts);
    const detailOf = (stored: StoredFact) => {
      const fact = byStored.get(stored);
      if (fact === undefined) return describeMilestone(stored, zone);
      const kind = kindOfFact(fact);
      const figures = kind.describe?.(fact.what?.value, zone) ?? '';
      const notCounted = counted.has(stored) ? '' : `does not count: the ${kind.counts} one does`;
      return [figures, notCounted].filter((text) => text !== '').join(', ');
    };
    return {
      ...namesOf(own[0] && byStored.get(own[0])),
      details: facts.map(detailOf),
    };
  };
}

/** How the facts of a department name their cases. */
function namesIn<Fact extends TypedFact, Known extends object>(spec: DepartmentFactsSpec<Fact, Known>) {
  const kinds = Object.entries<FactKind<never, Known>>(spec.kinds);
  const subjects = new Map(kinds.flatMap(([name, { about }]) => (about ? [[kindOf(name), about]] : [])));
  const known = [...new Set(subjects.values())];
  const namedBy = (fact: Fact) => {
    const { what } = fact;
    const isWithdrawal = what?.$case === 'withdrawal';
    const stated = isWithdrawal ? (what.value as Withdrawing).subjectKind : subjects.get(kindOf(what?.$case ?? ''));
    return namedCase(fact, spec, stated, known);
  };
  return {
    subjects,
    namedBy,
    subjectOf: (facts: readonly StoredFact[]) =>
      facts.map(({ kind }) => subjects.get(kind)).find((subject) => subject !== undefined),
    /** How people call the case of a fact; nothing without a fact. */
    namesOf: (fact: Fact | undefined) => {
      if (fact === undefined) return { caseId: '', caseKind: '' };
      const { kind, id, issueId } = namedBy(fact);
      return issueId ? { caseId: issueId, caseKind: 'issue' } : { caseId: id, caseKind: kind };
    },
  };
}

interface Withdrawing {
  readonly subjectKind?: string | undefined;
}

function caseNames<Fact>(
  caseKey: Uint8Array,
  { caseKind, issueIdOf }: Naming<Fact>,
  subjects: readonly SubjectKind[],
): CaseNames {
  return {
    refOf: (id, kind = '') => {
      const named = kind === '' ? caseKind : subjects.find((subject) => subject === kind);
      return named === undefined || problemOfId(id) !== undefined ? undefined : caseRef(caseKey, named, id);
    },
    ...(issueIdOf && { issueRefOf: (id) => caseRef(caseKey, 'issue', id) }),
  };
}

function repeatRulesOf(kinds: Readonly<Record<string, FactKind<unknown, unknown> | undefined>>) {
  return Object.entries(kinds).flatMap(([name, kind]) =>
    kind === undefined
      ? []
      : [
          {
            kind: kindOf(name),
            ...(kind.part && { part: kind.part }),
            ...(kind.about && { about: kind.about }),
            counts: kind.counts,
            mayRepeat: kind.mayRepeat ?? false,
          },
        ],
  );
}

/** The fact with this zone, if it is of a kind that has one and states none. */
function withZone<Fact extends TypedFact>(
  fact: Fact,
  kind: FactKind<unknown, unknown> | undefined,
  zone: Zone | undefined,
): Fact {
  const { what } = fact;
  const isMissing = zone !== undefined && kind?.zone?.(what?.value) === '';
  return isMissing ? { ...fact, what: { ...what, value: { ...(what?.value as object), zone } } } : fact;
}

/** Equal for facts that say the same. */
function contentText(body: Uint8Array): string {
  return Buffer.from(body).toString('base64');
}
