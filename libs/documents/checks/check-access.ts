import { ROLES_OF_DEPARTMENTS } from '#libs/domain/access.js';
import type { WrittenBinding } from '../access/access-document.js';
import { roleOf } from '../access/bindings-of.js';
import type { Mistake, Path } from '../finding.js';
import { type Documents, type Found, oneOfWords, repeated } from './documents.js';

/** What is wrong with the bindings of people, groups and clients, and between them and departments and feeds. */
export function checkAccess({ access, departments, feeds }: Documents): Found[] {
  if (access === undefined) return [];
  const { bindings } = access.value;
  const declared = departments && Object.keys(departments.value.departments);
  const known = feeds && Object.keys(feeds.value.feeds);
  const mistakes = [
    ...bindings.flatMap((binding, place): Mistake[] => {
      const path: Path = ['bindings', place];
      return [
        ...wrongHolder(binding, path),
        ...wrongDepartments(binding, [...path, 'departments'], declared),
        ...wrongFeed(binding, [...path, 'feed'], known),
      ];
    }),
    ...repeated(bindings, keyOf).map(
      ({ place }): Mistake => ({
        path: ['bindings', place],
        reason: 'BINDING_TWICE',
        problem: 'The same role is bound twice to the same holder.',
        cure: 'Join the two entries.',
      }),
    ),
    ...lockedOut(bindings),
  ];
  return mistakes.map((mistake) => ({ file: access.file, mistake }));
}

/** A client is one feed: facts are written under its name. */
function keyOf({ person, group, client, role, feed }: WrittenBinding): string {
  return JSON.stringify([person, group, client, feed === undefined ? role : 'feed']);
}

function wrongHolder({ person, group, client, role }: WrittenBinding, path: Path): Mistake[] {
  const holders = [person, group, client].filter((one) => one !== undefined);
  if (holders.length !== 1) {
    const problem = `The binding names ${holders.length === 0 ? 'no holder' : 'several holders'} of the role.`;
    return [{ path, reason: 'HOLDER_WRONG', problem, cure: 'Write one of person, group and client.' }];
  }
  if (client !== undefined && isOfPublication(role)) {
    const problem = `Two people publish a document, so the role ${role} is held by people, and the binding names a program.`;
    return [{ path, reason: 'HOLDER_WRONG', problem, cure: 'Write person or group.' }];
  }
  if (!isFeed(role) || client !== undefined) return [];
  const problem = `The role ${role} is held by a program, and the binding names none.`;
  return [{ path, reason: 'HOLDER_WRONG', problem, cure: 'Write client, the client id of the program.' }];
}

function wrongDepartments(
  { role, departments }: WrittenBinding,
  path: Path,
  declared: readonly string[] | undefined,
): Mistake[] {
  const known = roleOf(role);
  if (known === undefined) return [];
  const hasOwn = ROLES_OF_DEPARTMENTS.includes(known);
  if (departments === undefined) {
    if (!hasOwn) return [];
    const problem = `The role ${role} needs the departments for which it is held.`;
    return [{ path: path.slice(0, -1), reason: 'BINDING_INCOMPLETE', problem, cure: 'Add departments: [delivery].' }];
  }
  if (!hasOwn) {
    const problem = `The role ${role} is held for the whole company.`;
    return [{ path, atKey: true, reason: 'BINDING_TOO_NARROW', problem, cure: 'Leave departments out.' }];
  }
  return departments.flatMap((department, place): Mistake[] => {
    if (department === 'all' || declared === undefined || declared.includes(department)) return [];
    const cure = `Write one of ${oneOfWords(declared)}, or all.`;
    const problem = `departments.yaml declares no department ${department}.`;
    return [{ path: [...path, place], reason: 'DEPARTMENT_UNKNOWN', problem, cure }];
  });
}

function wrongFeed({ role, feed }: WrittenBinding, path: Path, known: readonly string[] | undefined): Mistake[] {
  if (feed === undefined) {
    if (!isFeed(role)) return [];
    const problem = `The role ${role} needs the feed that the client is.`;
    return [
      { path: path.slice(0, -1), reason: 'BINDING_INCOMPLETE', problem, cure: 'Add feed, a name of feeds.yaml.' },
    ];
  }
  if (roleOf(role) === undefined) return [];
  if (!isFeed(role)) {
    const problem = `The role ${role} belongs to no feed.`;
    return [{ path, atKey: true, reason: 'BINDING_TOO_NARROW', problem, cure: 'Leave feed out.' }];
  }
  if (known === undefined || known.includes(feed)) return [];
  const problem = `feeds.yaml has no feed ${feed}.`;
  return [{ path, reason: 'FEED_UNKNOWN', problem, cure: `Write one of ${oneOfWords(known)}.` }];
}

/** Without an author and a publisher who are two, no document could be published any more, not even a better document access. */
function lockedOut(bindings: readonly WrittenBinding[]): Mistake[] {
  const holding = (role: string) => bindings.filter((binding) => binding.role === role && binding.client === undefined);
  const [authors, publishers] = [holding('rules_author'), holding('rules_publisher')];
  const arePersons = [...authors, ...publishers].every(({ person }) => person !== undefined);
  const persons = new Set([...authors, ...publishers].map(({ person }) => person));
  if (authors.length > 0 && publishers.length > 0 && !(arePersons && persons.size < 2)) return [];
  return [
    {
      path: ['bindings'],
      atKey: true,
      reason: 'PUBLISHERS_MISSING',
      problem: 'Under these bindings no two people could propose and publish a document any more.',
      cure: 'Bind the roles rules_author and rules_publisher to two people, or to groups.',
    },
  ];
}

function isOfPublication(role: string): boolean {
  return role === 'rules_author' || role === 'rules_publisher';
}

function isFeed(role: string): boolean {
  return role === 'feed' || role === 'agency';
}
