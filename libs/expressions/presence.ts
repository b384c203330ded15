import type { Expr } from './parse.js';

/** What is known to be present: "price_seen", "price_seen.rank". */
export type Known = ReadonlySet<string>;

export const NOTHING: Known = new Set();

/** What is present when a condition is true. */
export function whenTrue(condition: Expr): Known {
  const call = callOf(condition);
  if (call === undefined) return testedBy(condition);
  const [first, second] = call.args;
  if (call.name === 'has' && first !== undefined) return new Set([nameOf(first)].filter((name) => name !== undefined));
  if (call.name === '!_' && first !== undefined) return whenFalse(first);
  if (first === undefined || second === undefined) return NOTHING;
  if (call.name === '_&&_') return union(whenTrue(first), whenTrue(second));
  if (call.name === '_||_') return common(whenTrue(first), whenTrue(second));
  return NOTHING;
}

/** What is present when a condition is false. */
export function whenFalse(condition: Expr): Known {
  const call = callOf(condition);
  const [first, second] = call?.args ?? [];
  if (call === undefined || first === undefined) return NOTHING;
  if (call.name === '!_') return whenTrue(first);
  if (second === undefined) return NOTHING;
  if (call.name === '_||_') return union(whenFalse(first), whenFalse(second));
  if (call.name === '_&&_') return common(whenFalse(first), whenFalse(second));
  return NOTHING;
}

export function union(one: Known, other: Known): Known {
  return new Set([...one, ...other]);
}

function common(one: Known, other: Known): Known {
  return new Set([...one].filter((name) => other.has(name)));
}

/** has(price_seen.rank) says that both the fact and its field are present. */
function testedBy({ exprKind }: Expr): Known {
  if (exprKind.case !== 'selectExpr' || !exprKind.value.testOnly) return NOTHING;
  const fact = exprKind.value.operand === undefined ? undefined : nameOf(exprKind.value.operand);
  return fact === undefined ? NOTHING : new Set([fact, `${fact}.${exprKind.value.field}`]);
}

function nameOf({ exprKind }: Expr): string | undefined {
  return exprKind.case === 'identExpr' ? exprKind.value.name : undefined;
}

function callOf({ exprKind }: Expr): { readonly name: string; readonly args: readonly Expr[] } | undefined {
  return exprKind.case === 'callExpr' ? { name: exprKind.value.function, args: exprKind.value.args } : undefined;
}
