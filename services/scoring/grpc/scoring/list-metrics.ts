import type { handleUnaryCall } from '@grpc/grpc-js';
import { counterMetricOf } from '#libs/catalogue/counter-metrics.js';
import { definitionSha256 } from '#libs/catalogue/hash.js';
import type { MetricDefinition } from '#libs/catalogue/metric.js';
import type { ListMetricsRequest, ListMetricsResponse, Metric } from '#libs/contracts/cx/scoring/v1/scoring.js';
import { CxError } from '#libs/domain/error.js';
import { unary } from '#libs/grpc/unary.js';
import { parseOwner } from '../../answers/index-name.js';
import type { LiveIndexes } from '../../answers/live-index.js';
import { flatAnchors } from '../../index/arithmetic/flat-anchors.js';
import { definitionIn, type MetricRule, type Ruleset } from '../../rulesets/ruleset.js';
import { pageOf } from './page.js';

const USUAL_PAGE = 100;
const LARGEST_PAGE = 500;

/** Describes each metric by the definition and the weights of the newest ruleset, in the words of the catalogue or of the company. */
export function listMetrics(indexes: LiveIndexes): handleUnaryCall<ListMetricsRequest, ListMetricsResponse> {
  return unary(async ({ parent, pageSize, pageToken }) => {
    const { newest, definitions } = indexes.rulesets;
    const { department, unit } = parseOwner(indexes, parent, 'parent');
    if (unit !== undefined) {
      throw new CxError('NAME_INVALID', 'parent is departments/{department} or departments/-', { field: 'parent' });
    }
    const counted = definitions.all.filter(
      ({ recordedAs, definition }) => definition === definitionIn(newest, recordedAs),
    );
    const asked = counted.filter(({ source }) => department === '-' || source === department);
    const paging = { pageSize, pageToken, usual: USUAL_PAGE, most: LARGEST_PAGE, question: [parent] };
    const page = pageOf(asked, ({ id }) => id, paging);
    return {
      metrics: page.items.map((metric) => metricToProto(metric, ruleOf(newest, metric))),
      nextPageToken: page.nextPageToken,
    };
  });
}

function ruleOf(ruleset: Ruleset | undefined, { recordedAs }: MetricDefinition): MetricRule | undefined {
  const rules = [...(ruleset?.departments.values() ?? [])].flat();
  return rules.find((rule) => rule.metric === recordedAs);
}

function metricToProto(definition: MetricDefinition, rule: MetricRule | undefined): Metric {
  const { title, question, hit, population, role, reportedBy, notAccountable } = definition;
  return {
    name: `metrics/${definition.id}`,
    title,
    question,
    hit,
    population,
    datedAndJudged: `${definition.datedBy}; judged: ${definition.judged}`,
    owner: definition.source,
    responsibleRules: notAccountable.map(({ reason, responsible, rule: says }) => `${responsible}, ${reason}: ${says}`),
    role,
    counterMetric: counterMetricOf(definition),
    reportedBy,
    definition: definition.definition,
    definitionSha256: definitionSha256(definition),
    weightBp: rule?.weightBp ?? 0n,
    ...(rule && flatAnchors(rule.anchors)),
  };
}
