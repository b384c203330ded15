import { CATALOGUE } from '#libs/catalogue/catalogue.js';
import { type LimitSpec, limitsOf, type MetricLimits } from '#libs/catalogue/limits.js';
import type { Mistake, Path } from '../finding.js';
import { kindOf, unitsOf } from '../metrics/limit-kinds.js';
import type { MetricVersion } from '../metrics/metrics-document.js';
import { type Documents, type Found, oneOfWords } from './documents.js';
import { areTaken } from './exceptions.js';

/** What is wrong with the limits: their kinds, their calendars, their days, and exceptions that no case reaches. */
export function checkMetrics({ company, departments, metrics }: Documents): Found[] {
  if (metrics === undefined) return [];
  const calendars = company && Object.keys(company.value.calendars ?? {});
  const declared = departments && Object.keys(departments.value.departments);
  const mistakes = Object.entries(metrics.value.metrics).flatMap(([metric, versions]) => {
    const path = ['metrics', metric];
    const specs = limitsOf(metric);
    return [
      ...(isAsked(versions) ? undeclared(metric, declared, path) : []),
      ...versions.flatMap((version, place) => [
        ...limitMistakes(version, specs, [...path, place], calendars),
        ...(version.by ?? []).flatMap((exception, at) =>
          limitMistakes(exception, specs, [...path, place, 'by', at], calendars),
        ),
        ...exceptionMistakes(version.by ?? [], specs, [...path, place, 'by']),
      ]),
    ];
  });
  return mistakes.map((mistake) => ({ file: metrics.file, mistake }));
}

/** A metric whose last version is not asked needs no department. Its versions stay in the document, since published ones never go. */
function isAsked(versions: readonly MetricVersion[]): boolean {
  return versions.at(-1)?.asked !== false;
}

function undeclared(metric: string, declared: readonly string[] | undefined, path: Path): Mistake[] {
  const stated = CATALOGUE.named(metric)[0];
  if (stated === undefined || declared === undefined) return [];
  const { source, needs } = stated;
  if (!declared.includes(source)) {
    const problem = `${metric} is a metric of ${source}, which is not declared.`;
    const cure = `Declare ${source} in departments.yaml, or remove the metric.`;
    return [{ path, atKey: true, reason: 'DEPARTMENT_UNKNOWN', problem, cure }];
  }
  return needs
    .filter((one) => !declared.includes(one))
    .map((one) => ({
      path,
      atKey: true,
      reason: 'DEPARTMENT_NEEDED',
      problem: `${metric} needs what ${one} reports, and ${one} is not declared.`,
      cure: `Declare ${one} in departments.yaml, or remove the metric.`,
    }));
}

function limitMistakes(
  stated: Readonly<Record<string, unknown>>,
  { limits }: MetricLimits,
  path: Path,
  calendars: readonly string[] | undefined,
): Mistake[] {
  return limits.flatMap((spec) => {
    const value = stated[spec.name];
    const kind = kindOf(value);
    if (kind === undefined) return [];
    const at = [...path, spec.name];
    if (!spec.kinds.includes(kind)) return [wrongKind(spec, at)];
    const { calendar } = value as { readonly calendar?: string };
    if (calendar === undefined || calendars === undefined || calendars.includes(calendar)) return [];
    const known =
      calendars.length === 0 ? 'Add it to company.yaml.' : `Write ${oneOfWords(calendars)}, or add it to company.yaml.`;
    const problem = `company.yaml has no calendar ${calendar}.`;
    return [{ path: [...at, 'calendar'], reason: 'CALENDAR_UNKNOWN' as const, problem, cure: known }];
  });
}

function wrongKind({ name, kinds }: LimitSpec, path: Path): Mistake {
  const problem = `The metric cannot take a ${name} of this kind.`;
  return { path, reason: 'LIMIT_KIND_WRONG', problem, cure: `State it in ${unitsOf(kinds)}.` };
}

function exceptionMistakes(
  exceptions: readonly Readonly<Record<string, unknown>>[],
  { limits, by }: MetricLimits,
  path: Path,
): Mistake[] {
  return exceptions.flatMap((exception, place): Mistake[] => {
    const at = [...path, place];
    const conditions = by.filter((dimension) => exception[dimension] !== undefined);
    if (conditions.length === 0) {
      const cure = `Add one of ${oneOfWords(by)}, or change the limit above.`;
      return [{ path: at, reason: 'CONDITION_MISSING', problem: 'This exception states no condition.', cure }];
    }
    const unchanged = limits.every(({ name }) => exception[name] === undefined);
    const names = oneOfWords(limits.map(({ name }) => name));
    const idle: Mistake[] = unchanged
      ? [
          {
            path: at,
            reason: 'LIMIT_WITHOUT_CHANGE',
            problem: 'This exception states no limit.',
            cure: `Add ${names}, or remove it.`,
          },
        ]
      : [];
    if (!areTaken(exceptions.slice(0, place), exception, by)) return idle;
    const problem = 'No case reaches this exception: those before it take all of its cases.';
    const cure = 'Move it up, or remove it.';
    return [...idle, { path: at, reason: 'LIMIT_UNREACHABLE', problem, cure }];
  });
}
