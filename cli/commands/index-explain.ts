import { Explanation, type Index, type Node } from '#libs/contracts/cx/scoring/v1/scoring.js';
import { call as ask } from '#libs/grpc/client.js';
import { argument, type Call, type Command, numberOption } from '../command.js';
import { scoring } from '../connect.js';
import { costs, tenthsOf } from '../costs.js';
import { grouped, percent, points, table } from '../format.js';
import { eventLines } from '../index-words.js';
import { indexName, lastOf, periodIn, whoIn } from '../names.js';
import { titled } from '../titled.js';

/** `cx index explain DEPARTMENT PERIOD`: the reasons first, then what each metric and unit costs; the costs add up. */
export const indexExplain: Command = {
  parameters: 'DEPARTMENT PERIOD',
  description:
    'Says why an index is what it is: at most four reasons, then what each metric and unit costs of the 100.',
  example: 'cx index explain delivery 2018-08',
  options: { lines: { type: 'string', description: 'units below each metric; default: 8' } },
  run: async (call) => {
    const name = indexName(argument(call, 0), argument(call, 1));
    const answer = await ask(scoring(), 'explainIndex', { name });
    if (call.json) call.print(JSON.stringify(Explanation.toJSON(answer), undefined, 2));
    else for (const line of await linesOf(answer, call)) call.print(line);
    return 0;
  },
};

/** One line of the table. */
interface Line {
  readonly depth: number;
  readonly node: Node;
  /** What it earns of 100 itself; undefined where that is not measured. */
  readonly scoreE4: bigint | undefined;
  /** "13.4": what it costs, rounded so that the lines below it add up to it. */
  readonly cost: string;
}

async function linesOf({ index, root, reasons }: Explanation, call: Call): Promise<string[]> {
  const period = periodIn(index?.name ?? '');
  const head = [
    `${titled(whoIn(index?.name ?? ''), index?.title ?? '')} ${period}   ${points(index?.indexE4)}`,
    ...reasonLines(reasons),
    ...(index === undefined ? [] : eventLines(index)),
  ];
  if (index === undefined || root === undefined) return head;
  const most = numberOption(call, 'lines', 8);
  const units = await unitScores(index, root, most);
  const rows = [['', 'earns of 100', 'costs', 'hits', 'cases', 'rate'], ...treeOf(index, root, { most, units })];
  return [
    ...head,
    '',
    ...table(rows, ['left', 'right', 'right', 'right', 'right', 'right']),
    ...explained(index, root),
    ...evidenceOf(root, period),
  ];
}

function reasonLines(reasons: Explanation['reasons']): string[] {
  return reasons.map((reason) => `  ${reason.text}`);
}

function treeOf(index: Index, root: Node, { most, units }: { most: number; units: UnitScores }): string[][] {
  const cost = costOf(index, root);
  const metricCosts = costs(cost, root.children);
  return [
    rowOf({ depth: 0, node: root, scoreE4: index.indexE4, cost: points(cost) }),
    ...byCost(root.children).flatMap((metric) => {
      const scoreE4 = index.metrics.find((one) => lastOf(one.metric) === metric.label)?.scoreE4;
      const cost = metricCosts.get(metric) ?? 0n;
      const unitCosts = costs(cost, metric.children);
      const shown = byCost(metric.children).slice(0, most);
      const lines = shown.map((node) =>
        rowOf({ depth: 2, node, scoreE4: units(metric, node), cost: points(unitCosts.get(node)) }),
      );
      const rest = byCost(metric.children).slice(most);
      const restCost = rest.reduce((sum, node) => sum + (unitCosts.get(node) ?? 0n), 0n);
      const hidden =
        rest.length === 0
          ? []
          : [[`    ${rest.length} more units: --lines ${metric.children.length}`, '', points(restCost)]];
      return [rowOf({ depth: 1, node: metric, scoreE4, cost: points(cost) }), ...lines, ...hidden];
    }),
  ];
}

/** What is missing to 100, so that it and the index add up to 100 as both are printed. */
function costOf({ indexE4 }: Index, root: Node): bigint {
  return indexE4 === undefined ? root.lostE4 : 1_000_000n - tenthsOf(indexE4);
}

function rowOf({ depth, node, scoreE4, cost }: Line): string[] {
  const { hits = 0n, cases = 0n } = node.counts ?? {};
  const label = `${'  '.repeat(depth)}${titled(node.label, node.title)}`;
  return [label, points(scoreE4), cost, grouped(hits), grouped(cases), percent(hits, cases)];
}

function byCost(nodes: readonly Node[]): Node[] {
  return nodes.toSorted((a, b) => (a.lostE4 > b.lostE4 ? -1 : a.lostE4 < b.lostE4 ? 1 : 0));
}

type UnitScores = (metric: Node, unit: Node) => bigint | undefined;

/** What a unit earns of 100 in a metric, as its own index says it: with too few cases it has none. */
async function unitScores(index: Index, root: Node, most: number): Promise<UnitScores> {
  const department = whoIn(index.name).split('/')[0] ?? '';
  const nameOf = (unit: Node) => indexName(`${department}/${unit.label}`, periodIn(index.name));
  const shown = root.children.flatMap((metric) => byCost(metric.children).slice(0, most));
  const names = [...new Set(shown.map(nameOf))];
  const { indexes } =
    names.length === 0 ? { indexes: [] } : await ask(scoring(), 'batchGetIndexes', { names, view: 0 });
  const byName = new Map(indexes.map((one) => [one.name, one]));
  return (metric, unit) =>
    byName.get(nameOf(unit))?.metrics.find((one) => lastOf(one.metric) === metric.label)?.scoreE4;
}

function explained(index: Index, root: Node): string[] {
  if (index.indexE4 === undefined) return [];
  const sum = `100 - ${points(costOf(index, root))} = ${points(index.indexE4)}`;
  return [
    '',
    '  earns of 100: the score of its own cases; "-" where there are too few of them.',
    `  costs: points that its misses take from the 100. Units add up to their metric, metrics to the whole: ${sum}.`,
  ];
}

function evidenceOf(root: Node, period: string): string[] {
  const [worst] = byCost(root.children);
  if (worst === undefined) return [];
  return ['', `Next   npx cx cases ${worst.label} ${period} --miss      the cases behind it`];
}
