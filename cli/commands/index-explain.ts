import { Explanation, type Node } from '#libs/contracts/cx/scoring/v1/scoring.js';
import { call as ask } from '#libs/grpc/client.js';
import { argument, type Command, numberOption } from '../command.js';
import { scoring } from '../connect.js';
import { grouped, percent, points, table } from '../format.js';
import { indexName, periodIn, whoIn } from '../names.js';

/** `cx index explain DEPARTMENT PERIOD`: the reasons first, then the tree whose points add up. */
export const indexExplain: Command = {
  parameters: 'DEPARTMENT PERIOD',
  description: 'Says why an index is what it is: at most four reasons, then the tree whose points add up exactly.',
  example: 'cx index explain delivery 2018-08',
  options: { lines: { type: 'string', description: 'lines below each metric, 8 when not said' } },
  run: async (call) => {
    const name = indexName(argument(call, 0), argument(call, 1));
    const answer = await ask(scoring(), 'explainIndex', { name });
    if (call.json) call.print(JSON.stringify(Explanation.toJSON(answer), undefined, 2));
    else for (const line of linesOf(answer, numberOption(call, 'lines', 8))) call.print(line);
    return 0;
  },
};

function linesOf({ index, root, reasons }: Explanation, most: number): string[] {
  const title = `${whoIn(index?.name ?? '')} ${periodIn(index?.name ?? '')}   ${points(index?.indexE4)}`;
  const rows = root === undefined ? [] : rowsOf(root, 0, most);
  return [
    title,
    ...reasons.map((reason) => `  ${reason.text}`),
    '',
    ...table(
      [['', 'points', 'lost', 'hits', 'cases', 'rate'], ...rows],
      ['left', 'right', 'right', 'right', 'right', 'right'],
    ),
    ...evidenceOf(root, periodIn(index?.name ?? '')),
  ];
}

function rowsOf(node: Node, depth: number, most: number): string[][] {
  const { hits = 0n, cases = 0n } = node.counts ?? {};
  const own = [
    `${'  '.repeat(depth)}${node.label}`,
    points(node.pointsE4),
    points(node.lostE4),
    grouped(hits),
    grouped(cases),
    percent(hits, cases),
  ];
  const children = [...node.children].sort((a, b) => (a.lostE4 > b.lostE4 ? -1 : a.lostE4 < b.lostE4 ? 1 : 0));
  const shown = depth === 0 ? children : children.slice(0, most);
  const hidden = children.length - shown.length;
  const rest = hidden === 0 ? [] : [[`${'  '.repeat(depth + 1)}and ${hidden} more (--lines ${children.length})`]];
  return [
    own,
    ...shown.flatMap((child) =>
      depth >= 1 ? rowsOf({ ...child, children: [] }, depth + 1, most) : rowsOf(child, depth + 1, most),
    ),
    ...rest,
  ];
}

function evidenceOf(root: Node | undefined, period: string): string[] {
  const worst = root?.children.toSorted((a, b) => Number(b.lostE4 - a.lostE4))[0];
  if (worst === undefined) return [];
  return ['', `Next   npx cx cases ${worst.label} ${period} --miss      the cases behind it`];
}
