import type { Expr } from './parse.js';

/** The parts of which an expression consists directly. */
export function partsOf({ exprKind }: Expr): Expr[] {
  if (exprKind.case === 'selectExpr') return exprKind.value.operand === undefined ? [] : [exprKind.value.operand];
  if (exprKind.case === 'callExpr')
    return [...(exprKind.value.target === undefined ? [] : [exprKind.value.target]), ...exprKind.value.args];
  if (exprKind.case === 'listExpr') return exprKind.value.elements;
  if (exprKind.case === 'comprehensionExpr')
    return exprKind.value.iterRange === undefined ? [] : [exprKind.value.iterRange];
  return [];
}
