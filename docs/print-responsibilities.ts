import { CATALOGUE } from '#libs/catalogue/catalogue.js';
import { counterMetricOf } from '#libs/catalogue/counter-metrics.js';
import type { MetricDefinition } from '#libs/catalogue/metric.js';
import { responsibilityFor, TOUCHPOINTS, type Touchpoint } from '#libs/catalogue/touchpoints.js';

/** docs/responsibilities.md: touchpoint by metric, who answers, who is charged instead, who is asked and who is told. */
export function responsibilitiesPage(): string {
  return [
    '# Who answers for what',
    '',
    '<!-- Printed by `npm run docs` from libs/catalogue. Change it there. -->',
    '',
    'Every metric stands at the touchpoint where the customer notices its answer. [metrics.md](metrics.md) has the rules.',
    '',
    '- **Answers**: the department that owns the metric. It answers for every miss that no rule charges to another party.',
    '- **Charged instead**: a miss that this party answers for, by the reason that the rule states. A department reads what it is charged',
    '  with: `npx cx cases --charged-to warehouse 2018-08`.',
    '- **Asked**: departments whose milestones are read before a verdict is given. No verdict is given before they have reported that far.',
    '- **Told**: departments that may be charged, and the owner of the metric that shows when this one is gamed.',
    '',
    'A partner acts for the department that chose it. The partner is a unit of that department, such as `carrier/acme` of delivery, and has an',
    'index of its own; toward the customer the department answers. [departments.yaml](company-documents.md#departmentsyaml) names the units.',
    ...TOUCHPOINTS.flatMap(sectionOf),
    '',
  ].join('\n');
}

function sectionOf({ title, partners, metrics }: Touchpoint): string[] {
  return [
    '',
    `## ${title}`,
    '',
    partners.length === 0 ? 'No partner takes part.' : `Partners: ${partners.join(', ')}.`,
    '',
    '| metric | answers | charged instead | asked | told |',
    '| --- | --- | --- | --- | --- |',
    ...metrics.flatMap((id) => CATALOGUE.named(id).slice(-1)).map(rowOf),
  ];
}

function rowOf(metric: MetricDefinition): string {
  const counter = CATALOGUE.named(counterMetricOf(metric))[0];
  const { answers, charged, asked, told } = responsibilityFor(metric, counter?.source);
  const instead = charged.map(({ party, reasons }) => `${party}: ${reasons.map((one) => `\`${one}\``).join(', ')}`);
  const cells = [`\`${metric.id}\``, answers, instead.join('; '), asked.join(', '), told.join(', ')];
  return `| ${cells.join(' | ')} |`;
}
