import { type Binding, bound, type Caller, type Proven, ROLES, type Role } from '#libs/domain/access.js';
import { groupBy } from '#libs/domain/group-by.js';
import type { AccessDocument, WrittenBinding } from './access-document.js';

/** What decides which roles a proven caller holds. */
export interface AccessInForce {
  /** The version that holds now; undefined while none does. */
  readonly document: AccessDocument | undefined;
  /** Subjects and groups that may propose and publish until then. */
  readonly firstPublishers: readonly string[];
}

/**
 * The roles of a person or a client. One that no document binds holds no role: it is known and may do nothing. A feed holds what its client
 * is bound to, and nothing of a person or a group that its token names.
 */
export function bindingsOf(proven: Token, { document, firstPublishers }: AccessInForce): Caller {
  if (document === undefined) return firstCaller(proven, firstPublishers);
  const { persons, groups, clients } = indexOf(document);
  const ofClient = (clients.get(proven.client) ?? []).map(({ written }) => bindingFrom(written));
  const feed = ofClient.flatMap(({ feeds }) => feeds)[0];
  // A person who signs in by the client of a feed would have two names, and so could be both of the two people who publish a document.
  if (feed !== undefined) return { name: feed, kind: 'feed', bindings: ofClient };
  const ofGroups = [...new Set(proven.groups)].flatMap((group) => groups.get(group) ?? []);
  const own = [...(persons.get(proven.subject) ?? []), ...ofGroups, ...(clients.get(proven.client) ?? [])];
  const bindings = own.sort((a, b) => a.place - b.place).map(({ written }) => bindingFrom(written));
  const lacks = bindings.length === 0 ? { lacks: unbound(proven, document) } : {};
  return { name: proven.subject, kind: 'person', bindings, ...lacks };
}

type Token = Extract<Proven, { kind: 'token' }>;

function firstCaller(proven: Token, firstPublishers: readonly string[]): Caller {
  const isFirst = [proven.subject, ...proven.groups].some((one) => firstPublishers.includes(one));
  if (isFirst) {
    const bindings = [bound('RULES_AUTHOR'), bound('RULES_PUBLISHER')];
    return { name: proven.subject, kind: 'person', bindings };
  }
  const lacks =
    'no version of access.yaml holds yet; a person whom CX_FIRST_PUBLISHERS names proposes one, and another one publishes it';
  return { name: proven.subject, kind: 'person', bindings: [], lacks };
}

/** A binding, and where in the document it stands. */
interface Placed {
  readonly place: number;
  readonly written: WrittenBinding;
}

/** The bindings of a document by those whom they are about. */
interface Index {
  readonly persons: ReadonlyMap<string, readonly Placed[]>;
  readonly groups: ReadonlyMap<string, readonly Placed[]>;
  readonly clients: ReadonlyMap<string, readonly Placed[]>;
}

/** A document has up to 2,000 bindings, and every new caller asks. */
const INDEXES = new WeakMap<AccessDocument, Index>();

function indexOf(document: AccessDocument): Index {
  const known = INDEXES.get(document);
  if (known !== undefined) return known;
  const placed = document.bindings.map((written, place) => ({ written, place }));
  const by = (key: 'person' | 'group' | 'client') => {
    const named = placed.filter(({ written }) => written[key] !== undefined);
    return groupBy(named, ({ written }) => written[key] ?? '');
  };
  const index = { persons: by('person'), groups: by('group'), clients: by('client') };
  INDEXES.set(document, index);
  return index;
}

function bindingFrom({ role: written, departments = [], feed }: WrittenBinding): Binding {
  const role = roleOf(written);
  if (role === undefined) throw new Error(`the published document access has no role ${written}`);
  const isAll = departments.includes('all');
  return bound(role, { departments: isAll ? 'all' : departments, feeds: feed === undefined ? [] : [feed] });
}

/** Spelt once, not for each binding. */
const AS_WRITTEN: ReadonlyMap<string, Role> = new Map(ROLES.words.map((role) => [role.toLowerCase(), role]));

/** The role that a document writes as "department_lead"; undefined for a text that is none. */
export function roleOf(written: string): Role | undefined {
  return AS_WRITTEN.get(written);
}

function unbound(proven: Token, { valid_from: since }: AccessDocument): string {
  const cure = 'propose a version that does, with cx company propose';
  return `access.yaml, which holds since ${since}, binds no role to ${whoIs(proven)}; ${cure}`;
}

function whoIs({ subject, groups, client }: Token): string {
  const inGroups = groups.length === 0 ? '' : `, in ${groups.slice(0, 10).join(', ')}`;
  return `${subject} (client ${client}${inGroups})`;
}
