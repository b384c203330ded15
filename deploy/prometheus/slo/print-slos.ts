import { Document, stringify } from 'yaml';
import { type RuleGroup, SEVERITIES, sloGroups } from './slo-rules.js';
import { SLOS, type Slo, WINDOW } from './slos.js';

const PRINTED = 'Printed by `npm run docs` from deploy/prometheus/slo/slos.ts. Change it there.';
const PPM = 1_000_000;
const yaml = { lineWidth: 0 } as const;

/** The rules as Prometheus reads them. */
export function sloRulesFile(groups: readonly RuleGroup[] = sloGroups()): string {
  const document = new Document({ groups });
  document.commentBefore = ` ${PRINTED}`;
  return document.toString(yaml);
}

/** The same promises as OpenSLO, for those whose tools read that. @see https://github.com/OpenSLO/OpenSLO, version 1 */
export function openSloFile(slos: readonly Slo[] = SLOS): string {
  return `# ${PRINTED}\n${slos.map((slo) => stringify(openSlo(slo), yaml)).join('---\n')}`;
}

function openSlo(slo: Slo) {
  const target = Number((1 - slo.budgetPpm / PPM).toFixed(6));
  const isMinutes = slo.measured.by === 'minutes';
  return {
    apiVersion: 'openslo/v1',
    kind: 'SLO',
    metadata: { name: slo.id, displayName: slo.promise },
    spec: {
      description: slo.promise,
      service: 'cx-index',
      indicator: { metadata: { name: `${slo.id}-ratio` }, spec: indicator(slo) },
      timeWindow: [{ duration: '30d', isRolling: true }],
      budgetingMethod: isMinutes ? 'Timeslices' : 'Occurrences',
      objectives: [isMinutes ? { target, timeSliceTarget: 1, timeSliceWindow: '1m' } : { target }],
    },
  };
}

function indicator({ measured }: Slo) {
  const query = (expr: string) => ({
    metricSource: { type: 'Prometheus', spec: { query: expr.replaceAll(WINDOW, '5m') } },
  });
  return measured.by === 'minutes'
    ? { ratioMetric: { counter: false, good: query(measured.good), total: query('vector(1)') } }
    : { ratioMetric: { counter: false, bad: query(measured.bad), total: query(measured.all) } };
}

/** The page for people. */
export function slosPage(slos: readonly Slo[] = SLOS): string {
  const promises = slos.map(
    ({ id, promise, budgetPpm, alert, board }) =>
      `| ${id} | ${promise} | ${budgetText(budgetPpm)} | [${alert}](runbook.md#${alert.toLowerCase()}) | ${pagesAfter(budgetPpm)} min | \`${board}\` |`,
  );
  const burns = SEVERITIES.flatMap(({ severity, for: forTime, burns: both }) =>
    both.map(({ long, short, factor }) => `| ${severity} | ${factor} | ${long} | ${short} | ${forTime} |`),
  );
  return `# Service levels

<!-- ${PRINTED} -->

What callers and readers of the index may rely on, over any 30 days. Prometheus records the share of failures over seven windows
(\`slo:failures:ratio_rate5m\` to \`3d\`) and what is left of the budget (\`slo:budget_left:ratio\`); the board *Service levels* shows both.

| promise | in words | budget | alert | pages after | board |
| --- | --- | --- | --- | --: | --- |
${promises.join('\n')}

*Pages after* is how long everything may fail until a person is called, after an hour without a failure; what fails in part pages later or is
a ticket. A department that seals nothing pages sooner by [CxDepartmentSilent](runbook.md#cxdepartmentsilent).

An alert fires when the budget burns too fast over two windows at once: the long one says that it matters, the short one that it still
goes on, so an alert ends soon after its cause. Both severities have one name, so that a page can silence its ticket. Calls are rated only
while there are some hundred an hour: one failure in a quiet hour is no signal.

| severity | times the budget | over | and over | for |
| --- | --- | --- | --- | --- |
${burns.join('\n')}

The rules are [deploy/prometheus/rules/slo.yaml](../deploy/prometheus/rules/slo.yaml). For tools that read OpenSLO, the promises
are printed to [deploy/prometheus/slo/openslo.yaml](../deploy/prometheus/slo/openslo.yaml) too.

What is no service level: that nothing is lost and that counts are those of the archive. There is no budget for it, so any breach pages
([CxCountsNotTrusted](runbook.md#cxcountsnottrusted)).
`;
}

/** Minutes until the share of failures over an hour is beyond the limit of the first page, and has been for as long as it waits. */
function pagesAfter(budgetPpm: number): number {
  const [page] = SEVERITIES;
  const factor = page?.burns[0].factor ?? 0;
  return Math.ceil((factor * 60 * budgetPpm) / PPM + Number.parseInt(page?.for ?? '', 10));
}

function budgetText(ppm: number): string {
  return `${Number((ppm / 10_000).toFixed(4))} %`;
}
