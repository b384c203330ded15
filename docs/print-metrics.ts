import { CATALOGUE } from '#libs/catalogue/catalogue.js';
import type { Composite } from '#libs/catalogue/composites/composite.js';
import { COMPOSITES } from '#libs/catalogue/composites/composites.js';
import { counterMetricOf } from '#libs/catalogue/counter-metrics.js';
import { definitionSha256 } from '#libs/catalogue/hash.js';
import type { MetricDefinition, Parameters } from '#libs/catalogue/metric.js';
import { figureOf, readingOf } from '#libs/catalogue/readings.js';
import { savedBy } from '#libs/catalogue/saved-by.js';
import { STANDARDS } from '#libs/catalogue/standards.js';
import { BUILT_IN_SOURCES, type BuiltInSource } from '#libs/domain/observation.js';
import type { Ruleset } from '#services/scoring/rulesets/ruleset.js';

const WHO: Readonly<Record<BuiltInSource, string>> = {
  ordering: 'Ordering: the order, the payment, the promise',
  warehouse: 'Warehouse: from the released order to the carrier',
  delivery: 'Delivery: from the carrier to the door',
  support: 'Support: everything a customer has to ask about',
  survey: 'Survey: what customers say themselves, asked by an agency; in no index',
};

const ROLE: Readonly<Record<MetricDefinition['role'], string>> = {
  SCORED: 'part of the index',
  BALANCING: 'no weight; stands beside the number it could distort',
  DIAGNOSTIC: 'no weight; context',
};

const REPORTED_BY: Readonly<Record<MetricDefinition['reportedBy'], string>> = {
  SELF: 'the department itself',
  COUNTERPARTY: 'another department',
  CUSTOMER: 'customers',
  THIRD_PARTY: 'a third party',
};

/** docs/metrics.md: the metrics of every department, for department heads. */
export function metricsPage(rulesets: readonly Ruleset[]): string {
  return [
    '# Metrics',
    '',
    '<!-- Printed by `npm run docs` from libs/catalogue and the rulesets. Change it there. -->',
    '',
    'Every metric asks a yes/no question about each case. A yes is a hit, a no is a miss, and the rate is hits per case. A case counts',
    "on one civil day at the customer's place. Its verdict is given once its due instant has passed and all feeds that the metric needs",
    'have reported that far. Until then the case is shown as waiting.',
    '',
    'Every case has one class. **Accountable**: the department answers for it. **Excluded**: the case does not count, hit or miss,',
    'because of what it is. **Others**: a miss for which another party answers. What customers lived is all three together.',
    '',
    "Durations are civil: 24 hours is the same wall time one day later at the customer's place.",
    '',
    'Anchors to begin with are for a company that has no months of its own. After six months `cx rules suggest` takes their place',
    '([suggested-anchors.md](suggested-anchors.md)).',
    ...BUILT_IN_SOURCES.flatMap((source) => [
      '',
      `## ${WHO[source]}`,
      ...ofSource(source).flatMap((m) => sectionOf(m, rulesets)),
    ]),
    ...compositesChapter(),
    '',
  ].join('\n');
}

/** What is made of the counts of several metrics, and of those of several units, when an index is read. */
function compositesChapter(): string[] {
  return [
    '',
    '## Composites: made of counts when an index is read',
    '',
    'No case has a verdict for them, they have no weight, and no pay follows from them. `cx index get`, GetIndex and `cx_index_figure_ratio` show them',
    'beside the index of a whole department: [why](decisions/0042-composites-are-made-of-counts.md).',
    ...COMPOSITES.flatMap(compositeSection),
    '',
    '### Consistency between units',
    '',
    '**Do customers get the same, whichever unit they meet?**',
    '',
    '| | |',
    '| --- | --- |',
    '| Figures | `worst_tenth_{metric}`, `spread_of_units_{metric}`, for each metric of the index |',
    '| Computed | The rate of the worst units that together have a tenth of the accountable cases; the standard deviation of the true rates of the units, beyond what chance makes of equal ones (DerSimonian and Laird). |',
    '| Units | The first two names of a unit, those with as many cases as the ruleset asks of a unit; two at least. |',
    '| Caution | The worst tenth is chosen by its result, so part of it is bad luck. The spread has that taken out. |',
  ];
}

function compositeSection({ id, title, question, formula, caution, of, metrics }: Composite): string[] {
  const rows = [
    ['Composite', `\`${id}\``],
    ['Computed', formula],
    ['Metrics', metrics.map((metric) => `\`${metric}\``).join(', ')],
    [
      'Stands beside',
      of === 'company' ? 'each department that has one of the metrics, for callers who see all departments' : of,
    ],
    ['Caution', caution],
  ];
  return [
    '',
    `### ${title}`,
    '',
    `**${question}**`,
    '',
    '| | |',
    '| --- | --- |',
    ...rows.map(([name, says]) => `| ${name} | ${says} |`),
  ];
}

function ofSource(source: BuiltInSource): MetricDefinition[] {
  return CATALOGUE.all.filter((metric) => metric.source === source);
}

function sectionOf(metric: MetricDefinition, rulesets: readonly Ruleset[]): string[] {
  const rows: readonly (readonly [string, string])[] = [
    ['Metric', `\`${metric.id}\`, definition ${metric.definition}`],
    [metric.counts === 'TALLY' ? 'Added up over' : 'Cases', metric.population],
    [metric.counts === 'TALLY' ? 'Quantity' : 'Hit', metric.hit],
    ...parametersOf(metric),
    ['Counts on', `${metric.datedBy}`],
    ['Judged', judgedIn(metric)],
    ['Needs the facts of', [metric.source, ...metric.needs].join(', ')],
    ['Reported by', REPORTED_BY[metric.reportedBy]],
    ['In the index', ROLE[metric.role]],
    ...weightsIn(metric, rulesets),
    ...besideRow(metric),
    ...gamedShownBy(metric),
    ...savedByRow(metric),
    ...standardRows(metric),
    ['Definition hash', `\`${definitionSha256(metric).toString('hex')}\``],
  ];
  return [
    '',
    `### ${metric.title}`,
    '',
    `**${metric.question}**`,
    '',
    '| | |',
    '| --- | --- |',
    ...rows.map(([name, says]) => `| ${name} | ${says} |`),
    ...notAccountable(metric),
  ];
}

/** The figure by which it is read where it has no weight. */
function besideRow({ id }: MetricDefinition): (readonly [string, string])[] {
  const { kind } = readingOf(id);
  const each = kind === 'MEAN_BY_UNIT' ? '_{unit}' : '';
  const units = kind === 'SUM_BY_UNIT' ? ', and one for each unit' : '';
  return [['Without a weight', `\`${figureOf(id)}${each}\` beside the index${units}`]];
}

function gamedShownBy(metric: MetricDefinition): (readonly [string, string])[] {
  const counter = counterMetricOf(metric);
  return counter === '' ? [] : [['Would show it being gamed', `\`${counter}\``]];
}

function savedByRow(metric: MetricDefinition): (readonly [string, string])[] {
  if (metric.counts === 'TALLY') return [];
  return [['An open miss is saved by', savedBy(metric) || 'nothing: what happened stays']];
}

/** Where the definition comes from, and anchors for a company that has no months of its own yet. */
function standardRows({ id }: MetricDefinition): (readonly [string, string])[] {
  const { source, anchorsPpm } = STANDARDS[id] ?? {};
  if (source === undefined) return [];
  const anchors = anchorsPpm?.map((ppm) => percent(BigInt(ppm), 10_000n)).join(', ');
  return [
    ['Source of the definition', source],
    ...(anchors === undefined ? [] : [['Anchors to begin with', `floor, target, world class: ${anchors}`] as const]),
  ];
}

function parametersOf({ parameters, addedRules }: MetricDefinition): (readonly [string, string])[] {
  const named = Object.entries(parameters).map(([name, value]) => `\`${name}\` ${shown(value)}`);
  const rules = addedRules.length === 0 ? [] : [['In detail', addedRules.join(' ')] as const];
  return [...(named.length === 0 ? [] : [['Parameters', named.join(', ')] as const]), ...rules];
}

function shown(value: Parameters[string]): string {
  if (typeof value === 'object') return value.join(' and ') || 'none';
  return value.toLocaleString('en');
}

function judgedIn({ judged, maturesAfterDays }: MetricDefinition): string {
  if (maturesAfterDays === 0) return judged;
  const days = maturesAfterDays === 1 ? 'one day' : `${maturesAfterDays} days`;
  return `${judged}; a period is complete ${days} after its last day`;
}

function weightsIn(metric: MetricDefinition, rulesets: readonly Ruleset[]): (readonly [string, string])[] {
  return rulesets.flatMap(({ name, departments }) => {
    const rule = [...departments.values()]
      .flat()
      .find((one) => one.metric === metric.recordedAs && one.definition === metric.definition);
    if (rule === undefined) return [];
    const { floorPpm, targetPpm, worldClassPpm, tooHigh } = rule.anchors;
    const anchors = `${percent(floorPpm, 10_000n)} earns 0 points, ${percent(targetPpm, 10_000n)} 80, ${percent(worldClassPpm, 10_000n)} 100`;
    const falling = tooHigh === undefined ? '' : `; ${percent(tooHigh.floorPpm, 10_000n)} and more 0 again`;
    return [[`Ruleset ${name}`, `weight ${percent(rule.weightBp, 100n)}; ${anchors}${falling}`] as const];
  });
}

/** Exact, without a float: 988 000 ppm of 10 000 a percent are "98.8 %". */
function percent(value: bigint, perPercent: bigint): string {
  const broken = (value % perPercent)
    .toString()
    .padStart(perPercent.toString().length - 1, '0')
    .replace(/0+$/, '');
  return `${value / perPercent}${broken === '' ? '' : `.${broken}`} %`;
}

function notAccountable({ notAccountable: rules }: MetricDefinition): string[] {
  if (rules.length === 0) return [];
  return [
    '',
    'Not accountable, by the first rule that fits:',
    '',
    '| class | responsible | rule | reason |',
    '| --- | --- | --- | --- |',
    ...rules.map((rule) => `| ${rule.class} | ${rule.responsible} | ${rule.rule} | \`${rule.reason}\` |`),
  ];
}
