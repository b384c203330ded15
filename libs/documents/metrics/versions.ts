import { canonicalJson } from '#libs/domain/canonical-json.js';
import type { Day } from '#libs/domain/time.js';
import { type Path, pathText } from '../finding.js';
import type { MetricsDocument, MetricVersion } from './metrics-document.js';

/** A version of a metric that was published and is not in the next document as it was. */
export interface BrokenVersion {
  readonly reason: 'DEFINITION_CHANGED' | 'DEFINITION_REMOVED';
  /** "metrics.first_response_in_time[0]" */
  readonly place: string;
  /** What is wrong and what the author does about it, two sentences. */
  readonly description: string;
}

/**
 * The published versions of metrics that a next document changes or lacks. The place of a version, from 1, is the number of its
 * definition, and verdicts stand on it: it keeps its place and what it says.
 */
export function brokenVersions(published: MetricsDocument, next: MetricsDocument): readonly BrokenVersion[] {
  return Object.entries(published.metrics).flatMap(([metric, versions]) =>
    versions.flatMap((version, index): BrokenVersion[] => {
      const own = versionsOf(next, metric)[index];
      const place = placeOf(metric, index);
      if (own === undefined) {
        const description = `Version ${index + 1} of ${metric} is missing. Put it back as it was published; to ask the metric no more, append a version with asked: false.`;
        return [{ reason: 'DEFINITION_REMOVED', place, description }];
      }
      if (canonicalJson(own) === canonicalJson(version)) return [];
      const description = `Version ${index + 1} of ${metric} was published otherwise. Leave it as it was published, and append a version after the last one.`;
      return [{ reason: 'DEFINITION_CHANGED', place, description }];
    }),
  );
}

/** The earliest first day of the versions that the next document has and the published one has not; undefined: it adds none. */
export function firstDayOfAdded(published: MetricsDocument | undefined, next: MetricsDocument): Day | undefined {
  const added = Object.entries(next.metrics).flatMap(([metric, versions]) =>
    versions.slice(published === undefined ? 0 : versionsOf(published, metric).length),
  );
  return added.map((version) => version.valid_from).sort()[0];
}

function versionsOf({ metrics }: MetricsDocument, metric: string): readonly MetricVersion[] {
  return Object.hasOwn(metrics, metric) ? (metrics[metric] ?? []) : [];
}

function placeOf(metric: string, index: number): string {
  const path: Path = ['metrics', metric, index];
  return pathText(path);
}
