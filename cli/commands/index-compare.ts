import { Comparison, type ContextFigure, type Node } from '#libs/contracts/cx/scoring/v1/scoring.js';
import { call as ask } from '#libs/grpc/client.js';
import { argument, type Command, numberOption } from '../command.js';
import { scoring } from '../connect.js';
import { grouped, percent, points, signed, table } from '../format.js';
import { indexName, whoIn } from '../names.js';
import { titled } from '../titled.js';

/** `cx index compare DEPARTMENT FROM TO`: what moved, metric by metric and unit by unit, without remainder. */
export const indexCompare: Command = {
  parameters: 'DEPARTMENT FROM TO',
  description: 'Splits the difference between two periods over metrics and units, without remainder.',
  example: 'cx index compare delivery 2018-07 2018-08',
  options: {
    depth: { type: 'string', description: 'how deep units are split; default: 2' },
    lines: { type: 'string', description: 'lines below each metric; default: 3' },
  },
  run: async (call) => {
    const [who, from, to] = [argument(call, 0), argument(call, 1), argument(call, 2)];
    const answer = await ask(scoring(), 'compareIndexes', {
      from: indexName(who, from),
      to: indexName(who, to),
      unitDepth: numberOption(call, 'depth', 2),
    });
    if (call.json) call.print(JSON.stringify(Comparison.toJSON(answer), undefined, 2));
    else for (const line of linesOf(answer, numberOption(call, 'lines', 3))) call.print(line);
    return 0;
  },
};

function linesOf(answer: Comparison, most: number): string[] {
  const verdict = answer.detectable ? 'detectable' : 'no detectable change';
  const interval = `95 % ${signed(answer.changeLowerE4)} .. ${signed(answer.changeUpperE4)}`;
  const moved = `${points(answer.from?.indexE4)} -> ${points(answer.to?.indexE4)}   ${signed(answer.changeE4)}`;
  return [
    `${whoIn(answer.to?.name ?? '')} ${moved}   ${interval}   ${verdict}`,
    ...table(
      answer.parts.flatMap((part) => rowsOf(part, 0, most)),
      ['left', 'right', 'right', 'left', 'right', 'right', 'right'],
    ),
    ...answer.context.map((one, place) => `  ${place === 0 ? 'not in the sum:' : '               '} ${figure(one)}`),
  ];
}

function rowsOf(node: Node, depth: number, most: number): string[][] {
  const biggest = node.children.toSorted((a, b) => size(b) - size(a));
  const rest = biggest.slice(most).reduce((sum, child) => sum + child.pointsE4, 0n);
  const hidden = biggest.length - most;
  return [
    [`${'    '.repeat(depth)}${titled(node.label, node.title)}`, ...rates(node), signed(node.pointsE4)],
    ...biggest.slice(0, most).flatMap((child) => rowsOf({ ...child, children: [] }, depth + 1, most)),
    ...(hidden > 0 ? [[`${'    '.repeat(depth + 1)}${hidden} others and mix`, '', '', '', '', '', signed(rest)]] : []),
  ];
}

/** "1,406/1,438", "97.77 %", "->", "1,776/1,866", "95.18 %" */
function rates({ countsBefore, counts }: Node): string[] {
  const side = ({ hits, cases }: { hits: bigint; cases: bigint }) => [
    `${grouped(hits)}/${grouped(cases)}`,
    percent(hits, cases),
  ];
  const none = { hits: 0n, cases: 0n };
  return [...side(countsBefore ?? none), '->', ...side(counts ?? none)];
}

function size(node: Node): number {
  return Math.abs(Number(node.pointsE4));
}

function figure({ figure: name, unit, fromE4, toE4 }: ContextFigure): string {
  return `${name.replaceAll('_', ' ')} ${points(fromE4)} -> ${points(toE4)}${unit === '' ? '' : ` ${unit.replaceAll('_', ' ')}`}`;
}
