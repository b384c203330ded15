import type { Expr, Parsed } from './parse.js';

/** The name under which expressions read lists: all.price_seen holds all facts of that kind, in order of time. */
export const LISTS = 'all';

/** More facts than these are not looked through: an evaluation would cost too much. They are counted, however many there are. */
export const MOST_FACTS = 10;

/** What is asked of the facts in a list, one after the other. */
export interface Loop {
  readonly kind: string;
  readonly macro: 'exists' | 'all' | 'filter';
  /** The name of the fact in the condition. */
  readonly variable: string;
  readonly condition: Expr;
}

/** "price_seen" of all.price_seen; undefined for any other part of an expression. */
export function listedKind(expr: Expr | undefined): string | undefined {
  if (expr?.exprKind.case !== 'selectExpr' || expr.exprKind.value.testOnly) return undefined;
  const { operand, field } = expr.exprKind.value;
  return operand?.exprKind.case === 'identExpr' && operand.exprKind.value.name === LISTS ? field : undefined;
}

/** all.price_seen.exists(p, p.rank < 3); undefined for any other part, and for macros that look through no list of facts. */
export function loopOf(expr: Expr | undefined, { sourceInfo }: Parsed): Loop | undefined {
  if (expr?.exprKind.case !== 'comprehensionExpr') return undefined;
  const { iterRange, iterVar: variable, loopStep } = expr.exprKind.value;
  const kind = listedKind(iterRange);
  const written = sourceInfo?.macroCalls[String(expr.id)]?.exprKind;
  const macro = written?.case === 'callExpr' ? written.value.function : '';
  const step = loopStep?.exprKind.case === 'callExpr' ? loopStep.exprKind.value.args : [];
  // exists is "before || condition", all is "before && condition", filter is "condition ? before + [fact] : before".
  const condition = macro === 'filter' ? step[0] : step[1];
  if (kind === undefined || condition === undefined || !isMacro(macro)) return undefined;
  const takes = written?.case === 'callExpr' ? written.value.args.length : 0;
  return takes === 2 ? { kind, macro, variable, condition } : undefined;
}

function isMacro(name: string): name is Loop['macro'] {
  return name === 'exists' || name === 'all' || name === 'filter';
}

/** size(all.price_seen), or size() of a filter of it. */
export function countedList(expr: Expr, parsed: Parsed): { readonly kind: string; readonly loop?: Loop } | undefined {
  if (expr.exprKind.case !== 'callExpr' || expr.exprKind.value.function !== 'size') return undefined;
  const { target, args } = expr.exprKind.value;
  if (target !== undefined || args.length !== 1) return undefined;
  const kind = listedKind(args[0]);
  if (kind !== undefined) return { kind };
  const loop = loopOf(args[0], parsed);
  return loop?.macro === 'filter' ? { kind: loop.kind, loop } : undefined;
}
