import { CATALOGUE } from '#libs/catalogue/catalogue.js';
import { nearest } from '#libs/domain/nearest.js';
import { PERIOD_KINDS, type PeriodKind } from '#libs/domain/period.js';
import type { Mistake, Path } from '../finding.js';
import { CALENDAR_KEYS } from '../ruleset/calendar-document.js';
import { namedPeriods, overlap, takeOver } from '../ruleset/named-periods.js';
import type { RulesetDocument } from '../ruleset/ruleset-document.js';
import { type Documents, type Found, oneOfWords, repeated } from './documents.js';

/** What is wrong between a ruleset and the other documents, and between rulesets. */
export function checkRulesets(documents: Documents): Found[] {
  const { rulesets, company } = documents;
  const each = rulesets.flatMap(({ file, value }) => {
    const departments = Object.entries(value.departments).flatMap(([department, rules]) => [
      ...departmentMistakes(department, documents),
      ...rules.flatMap((rule, place) =>
        ruleMistakes(rule, { department, path: ['departments', department, place] }, documents),
      ),
    ]);
    const context = (value.context ?? []).flatMap((one, place) =>
      definitionMistakes(one, ['context', place], documents),
    );
    const zones = company === undefined || company.value.zone === value.zone ? [] : [zoneDiffers(company.value.zone)];
    const closing = closingMistakes(value, documents);
    const groups = smallGroupMistakes(value);
    return [...departments, ...context, ...zones, ...closing, ...groups].map((mistake) => ({ file, mistake }));
  });
  return [...each, ...namesTwice(documents), ...periodsOverlap(documents)];
}

type Rule = RulesetDocument['departments'][string][number];

function departmentMistakes(department: string, { departments }: Documents): Mistake[] {
  const path = ['departments', department];
  if (department === 'survey') {
    const problem = 'The survey is the voice of the customers: it is no department with an index.';
    return [{ path, atKey: true, reason: 'DEPARTMENT_NOT_MEASURED', problem, cure: 'Remove it from the ruleset.' }];
  }
  const declared = departments && Object.keys(departments.value.departments);
  if (declared === undefined || declared.includes(department)) return [];
  const cure = `Declare it in departments.yaml, or write one of ${oneOfWords(declared)}.`;
  return [
    {
      path,
      atKey: true,
      reason: 'DEPARTMENT_UNKNOWN',
      problem: `departments.yaml declares no department ${department}.`,
      cure,
    },
  ];
}

function ruleMistakes(
  rule: Rule,
  { department, path }: { department: string; path: Path },
  documents: Documents,
): Mistake[] {
  const known = definitionMistakes(rule, path, documents);
  if (known.length > 0) return known;
  const at = [...path, 'metric'];
  const stated = CATALOGUE.named(rule.metric)[0];
  const owner = stated?.source ?? ownerOf(rule.metric, documents);
  if (owner !== undefined && owner !== department) {
    const problem = `${rule.metric} is a metric of ${owner}.`;
    return [
      {
        path: at,
        reason: 'METRIC_OF_OTHER',
        problem,
        cure: `Move it to ${owner}, or weigh a metric of ${department}.`,
      },
    ];
  }
  const own = documents.departments?.value.departments[department]?.metrics?.[rule.metric];
  if ((stated?.role ?? own?.role ?? 'SCORED') !== 'SCORED') {
    const problem = `${rule.metric} has no weight: it stands beside an index.`;
    return [{ path: at, reason: 'METRIC_NOT_SCORED', problem, cure: 'Weigh a metric that is SCORED.' }];
  }
  if (stated === undefined || documents.metrics === undefined) return [];
  const { metrics } = documents.metrics.value;
  if ([stated.id, stated.recordedAs].some((name) => Object.hasOwn(metrics, name))) return [];
  const problem = `metrics.yaml does not ask ${stated.id}.`;
  return [{ path: at, reason: 'METRIC_NOT_ASKED', problem, cure: `Add ${stated.id} to metrics.yaml.` }];
}

/** A definition is one of the catalogue, or comes from limits of the company: each version of the limits may be one more. */
function definitionMistakes(
  { metric, definition }: { metric: string; definition: number },
  path: Path,
  documents: Documents,
): Mistake[] {
  const stated = CATALOGUE.named(metric);
  const isOwn = ownerOf(metric, documents) !== undefined;
  if (stated.length === 0 && !isOwn) {
    if (documents.departments === undefined) return [];
    const names = CATALOGUE.all.map(({ id }) => id);
    const meant = nearest(metric, names);
    const cure =
      meant === undefined ? 'Write a metric of docs/metrics.md, or one of departments.yaml.' : `Write ${meant}.`;
    return [{ path: [...path, 'metric'], reason: 'METRIC_UNKNOWN', problem: `There is no metric ${metric}.`, cure }];
  }
  const versions = documents.metrics?.value.metrics[stated[0]?.id ?? metric]?.length ?? 1;
  const most = Math.max(stated.at(-1)?.definition ?? 1, versions);
  if (isOwn || definition <= most) return [];
  const problem = `${metric} has no definition ${definition}.`;
  const cure = most === 1 ? 'Write definition: 1.' : `Write a definition from 1 to ${most}.`;
  return [{ path: [...path, 'definition'], reason: 'DEFINITION_UNKNOWN', problem, cure }];
}

/** The department of the company's own that states a metric. */
function ownerOf(metric: string, { departments }: Documents): string | undefined {
  const entries = Object.entries(departments?.value.departments ?? {});
  return entries.find(([, { metrics = {} }]) => Object.hasOwn(metrics, metric))?.[0];
}

function zoneDiffers(zone: string): Mistake {
  return {
    path: ['zone'],
    reason: 'ZONE_DIFFERS',
    problem: `The zone of the company is ${zone}.`,
    cure: `Write zone: ${zone}, or correct company.yaml.`,
  };
}

/** The working days of a review are those of a calendar that the company has. */
function closingMistakes({ closing }: RulesetDocument, { company }: Documents): Mistake[] {
  const calendar = closing?.calendar;
  if (calendar === undefined || company === undefined) return [];
  const names = Object.keys(company.value.calendars ?? {});
  if (names.includes(calendar)) return [];
  const problem = `company.yaml has no calendar ${calendar}.`;
  const cure = names.length === 0 ? 'Leave calendar out: Monday to Friday.' : `Write ${oneOfWords(names)}.`;
  return [{ path: ['closing', 'calendar'], reason: 'CALENDAR_UNKNOWN', problem, cure }];
}

/** People are stated of departments that have an index. */
function smallGroupMistakes({ small_groups, departments }: RulesetDocument): Mistake[] {
  const unweighed = Object.keys(small_groups?.people ?? {}).filter((name) => !Object.hasOwn(departments, name));
  return unweighed.map((name) => ({
    ...{ path: ['small_groups', 'people', name], atKey: true, reason: 'DEPARTMENT_NOT_MEASURED' as const },
    problem: `This ruleset weighs no department ${name}.`,
    cure: `Remove it, or write one of ${oneOfWords(Object.keys(departments))}.`,
  }));
}

function namesTwice({ rulesets }: Documents): Found[] {
  return repeated(rulesets, ({ value }) => value.ruleset).map(({ value: { file, value } }) => ({
    file,
    mistake: {
      path: ['ruleset'],
      reason: 'RULESET_TWICE',
      problem: `Another file has a ruleset named ${value.ruleset}.`,
      cure: 'Give each ruleset a name of its own.',
    },
  }));
}

/** Calendars of one kind of which one does not end where the next begins. */
function periodsOverlap({ rulesets }: Documents): Found[] {
  const calendars = rulesets.flatMap(({ file, value }) =>
    namedPeriods(value.calendar).map((named) => ({ file, ruleset: value.ruleset, named })),
  );
  return PERIOD_KINDS.flatMap((kind) => {
    const inOrder = takeOver(calendars.filter(({ named }) => named.first.kind === kind));
    return inOrder.flatMap((own, place): Found[] => {
      const before = inOrder[place - 1];
      const problem = before && overlap(before, own);
      if (problem === undefined) return [];
      const cure = 'Let one calendar end before the other begins.';
      const path = ['calendar', KEY_OF[kind]];
      return [{ file: own.file, mistake: { path, reason: 'PERIODS_OVERLAP', problem: `${problem}.`, cure } }];
    });
  });
}

const KEY_OF = Object.fromEntries(Object.entries(CALENDAR_KEYS).map(([key, { kind }]) => [kind, key])) as Record<
  PeriodKind,
  string
>;
