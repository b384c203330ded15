import type { MetricDefinition } from '#libs/catalogue/metric.js';
import type { ListChargedCasesRequest } from '#libs/contracts/cx/facts/v1/facts.js';
import { CxError } from '#libs/domain/error.js';
import { isSource, type Source } from '#libs/domain/source.js';
import { isDay } from '#libs/domain/time.js';
import { isUnit, unitFromName } from '#libs/domain/unit.js';
import type { ChargedQuestion } from '../evidence/charged.js';
import { metricNamed } from './metric-named.js';
import { pageSizeFrom } from './page-size.js';

/** @throws {CxError} NAME_INVALID, METRIC_UNKNOWN, DAY_INVALID, PAGE_INVALID */
export function chargedFrom(
  request: ListChargedCasesRequest,
  source: Source,
  metrics: readonly MetricDefinition[],
): { question: ChargedQuestion; pageSize: number } {
  const { firstDay, lastDay } = request;
  const party = partyIn(request.party);
  if (party === undefined) {
    const form = 'a party is departments/{department} or parties/{party with ~ for /}';
    throw new CxError('NAME_INVALID', form, { field: 'party' });
  }
  const metric = request.metric === '' ? undefined : metricNamed(request.metric, metrics, source);
  if (!isDay(firstDay)) throw new CxError('DAY_INVALID', 'first_day must be a civil date', { field: 'first_day' });
  if (!isDay(lastDay)) throw new CxError('DAY_INVALID', 'last_day must be a civil date', { field: 'last_day' });
  const pageSize = pageSizeFrom(request);
  return { question: { party, firstDay, lastDay, metric: metric?.recordedAs ?? '' }, pageSize };
}

/** A department is asked for under its own collection alone: that is where the rule of the call looks for it. */
function partyIn(name: string): string | undefined {
  const [, collection, id = ''] = /^(departments|parties)\/([^/]+)$/.exec(name) ?? [];
  if (collection === 'departments') return isSource(id) ? id : undefined;
  const party = unitFromName(id);
  return collection === 'parties' && isUnit(party) ? party : undefined;
}
