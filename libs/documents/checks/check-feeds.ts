import type { Mistake, Path } from '../finding.js';
import { type Documents, type FactKinds, type Found, oneOfWords, repeated } from './documents.js';

/** What is wrong between the feeds and the departments that they report to. */
export function checkFeeds({ feeds, departments, factKinds }: Documents): Found[] {
  if (feeds === undefined) return [];
  const declared = departments?.value.departments;
  const all = Object.entries(feeds.value.feeds).flatMap(([feed, { reports }]) =>
    reports.map((report, place) => ({ ...report, feed, path: ['feeds', feed, 'reports', place] as Path })),
  );
  const measuredBy = Object.entries(feeds.value.measured_by ?? {});
  const mistakes = [
    ...all.flatMap(({ to, path }) => undeclared(to, [...path, 'to'], declared)),
    ...measuredBy.flatMap(([department]) => undeclared(department, ['measured_by', department], declared)),
    ...repeated(all, ({ feed, to }) => `${feed}\n${to}`).map(
      ({ value: { feed, to, path } }): Mistake => ({
        path: [...path, 'to'],
        reason: 'FEED_TWICE',
        problem: `The feed ${feed} reports to ${to} twice.`,
        cure: 'Join the two entries.',
      }),
    ),
    ...all.flatMap(({ to, facts = [], path }) =>
      unknownKinds(facts, to, [...path, 'facts'], kindsOf(to, declared, factKinds)),
    ),
    ...measuredBy.flatMap(([department, by]) => {
      const reporting = [...new Set(all.filter(({ to }) => to === department).map(({ feed }) => feed))];
      return by === 'ONE_FEED' && reporting.length > 1 ? [tooMany(department, reporting)] : [];
    }),
  ];
  const silent = Object.keys(declared ?? {}).filter((department) => !all.some(({ to }) => to === department));
  return [...mistakes, ...silent.map(withoutFeed)].map((mistake) => ({ file: feeds.file, mistake }));
}

type Declared = NonNullable<Documents['departments']>['value']['departments'] | undefined;

function undeclared(department: string, path: Path, declared: Declared): Mistake[] {
  if (declared === undefined || Object.hasOwn(declared, department)) return [];
  const cure = `Declare it in departments.yaml, or write one of ${oneOfWords(Object.keys(declared))}.`;
  const problem = `departments.yaml declares no department ${department}.`;
  return [{ path, atKey: path[0] === 'measured_by', reason: 'DEPARTMENT_UNKNOWN', problem, cure }];
}

/** A department of the company's own declares its kinds; those of the built-in ones come from the contracts. */
function kindsOf(department: string, declared: Declared, builtIn: FactKinds): readonly string[] | undefined {
  const own = declared !== undefined && Object.hasOwn(declared, department) ? declared[department]?.facts : undefined;
  if (own !== undefined) return Object.keys(own);
  return Object.hasOwn(builtIn, department) ? builtIn[department] : undefined;
}

function unknownKinds(
  facts: readonly string[],
  to: string,
  path: Path,
  kinds: readonly string[] | undefined,
): Mistake[] {
  if (kinds === undefined) return [];
  return facts.flatMap((fact, place): Mistake[] => {
    if (kinds.includes(fact)) return [];
    const problem = `${to} takes no facts of the kind ${fact}.`;
    const cure = `Write one of ${oneOfWords(kinds)}.`;
    return [{ path: [...path, place], reason: 'FACT_KIND_UNKNOWN', problem, cure }];
  });
}

function tooMany(department: string, feeds: readonly string[]): Mistake {
  return {
    path: ['measured_by', department],
    reason: 'FEEDS_TOO_MANY',
    problem: `${department} is measured by one feed, and these report to it: ${feeds.join(', ')}.`,
    cure: `Write SEVERAL_FEEDS, or let one feed report to ${department}.`,
  };
}

function withoutFeed(department: string): Mistake {
  return {
    path: ['feeds'],
    atKey: true,
    reason: 'DEPARTMENT_WITHOUT_FEED',
    problem: `No feed reports to ${department}.`,
    cure: `Let a feed report to ${department}, or remove the department from departments.yaml.`,
  };
}
