import { type CelFunc, type CelInput, CelScalar, celEnv, isCelError, mapType, plan } from '@bufbuild/cel';
import { EARLIEST, isDay } from '#libs/domain/time.js';
import { checkExpression } from './check.js';
import { type Bound, takeLists } from './compile-lists.js';
import { domainFunctions } from './domain-functions.js';
import { ExpressionFailure } from './failure.js';
import type { Expr, Parsed } from './parse.js';
import type { Known } from './presence.js';
import type {
  CalendarOf,
  Evaluated,
  FactLists,
  FactValues,
  FailureReason,
  Surroundings,
  TypeName,
  Value,
} from './types.js';
import { LATEST } from './written.js';

export type { Bound } from './compile-lists.js';

/** An expression that was checked, ready to be evaluated. The same facts always give the same value. */
export type Compiled = (facts: Bound) => Evaluated;

/** The facts of a case by kind, under a name that no expression can write: has(price_seen) looks there. */
const FACTS = '@facts';

/**
 * Makes facts ready for expressions, once for all expressions about one case.
 *
 * @param values  the facts that count
 * @param all     all facts of each kind, in order of time
 */
export function bindFacts(values: FactValues, all: FactLists = {}): Bound {
  const kinds = Object.entries(values).flatMap(([kind, fields]) =>
    fields === undefined ? [] : [[kind, factInCel(fields)] as const],
  );
  return {
    counting: { ...Object.fromEntries(kinds), [FACTS]: new Map(kinds.map(([kind]) => [kind, true])) },
    all: new Map(Object.entries(all).map(([kind, facts]) => [kind, facts.map(factInCel)])),
  };
}

function factInCel(fields: Readonly<Record<string, Value>>): CelInput {
  return new Map(Object.entries(fields).map(([name, value]): [string, CelInput] => [name, inCel(value)]));
}

/**
 * Compiles an expression that `checkExpression` accepts. The types of CEL are replaced by lighter ones after the check: an instant is
 * a whole number of milliseconds, a day a text; both compare as they should.
 *
 * @throws {Error} when the expression has a mistake: it was checked when its document was
 */
export function compile(
  text: string,
  gives: TypeName,
  surroundings: Surroundings,
  { known, calendarOf }: { readonly known?: Known; readonly calendarOf: CalendarOf },
): Compiled {
  const checked = checkExpression(text, gives, surroundings, known);
  if (checked.kind === 'mistakes') throw new Error(`${text}: ${checked.mistakes[0]?.problem}`);
  const evaluate = planned(checked.parsed, surroundings, calendarOf);
  return (facts) => {
    try {
      const result: unknown = evaluate(facts);
      return isCelError(result) ? failed(result) : outOfCel(result, gives);
    } catch (error) {
      return failed(error);
    }
  };
}

function planned(parsed: Parsed, { scope }: Surroundings, calendarOf: CalendarOf) {
  const functions = domainFunctions(calendarOf);
  const fact = mapType(CelScalar.STRING, CelScalar.DYN);
  const names = [...Object.keys(scope), FACTS];
  const planOver = (expr: Parsed, variables: readonly string[], funcs: readonly CelFunc[]) => {
    if (expr.expr !== undefined) replaceHas(expr.expr);
    const types = Object.fromEntries(variables.map((name) => [name, fact]));
    return plan(celEnv({ variables: types, funcs: [...funcs] }), expr) as (facts: Bound['counting']) => unknown;
  };
  let evaluated: Bound = { counting: {}, all: new Map() };
  const lists = takeLists(
    parsed,
    () => evaluated,
    (condition, variable) => planOver({ ...parsed, expr: condition }, [...names, variable], functions),
  );
  const evaluate = planOver(parsed, names, [...functions, ...lists]);
  return (facts: Bound) => {
    evaluated = facts;
    return evaluate(facts.counting);
  };
}

/** has(price_seen) is no CEL: has() asks for a field. So it becomes has() of a field of all facts. */
function replaceHas(expr: Expr): void {
  const { exprKind } = expr;
  if (exprKind.case === 'selectExpr' && exprKind.value.operand) replaceHas(exprKind.value.operand);
  if (exprKind.case === 'listExpr') exprKind.value.elements.forEach(replaceHas);
  if (exprKind.case === 'comprehensionExpr')
    for (const part of [exprKind.value.iterRange, exprKind.value.loopStep]) if (part) replaceHas(part);
  if (exprKind.case !== 'callExpr') return;
  const { function: name, target, args } = exprKind.value;
  const [fact] = args;
  if (name !== 'has' || target !== undefined || fact?.exprKind.case !== 'identExpr') {
    for (const part of [...(target ? [target] : []), ...args]) replaceHas(part);
    return;
  }
  const field = fact.exprKind.value.name;
  fact.exprKind.value.name = FACTS;
  const select = { $typeName: 'cel.expr.Expr.Select', operand: fact, field, testOnly: true } as const;
  expr.exprKind = { case: 'selectExpr', value: select } as Expr['exprKind'];
}

function inCel(value: Value): CelInput {
  return typeof value === 'number' ? BigInt(value) : value;
}

function outOfCel(result: unknown, gives: TypeName): Evaluated {
  if (gives === 'instant' && typeof result === 'bigint') {
    const instant = Number(result);
    return instant >= EARLIEST && instant <= LATEST ? { kind: 'value', value: instant } : OUT_OF_RANGE;
  }
  if (gives === 'day' && typeof result === 'string')
    return isDay(result) ? { kind: 'value', value: result } : OUT_OF_RANGE;
  if (typeof result === JAVASCRIPT[gives]) return { kind: 'value', value: result as Value };
  return { kind: 'failed', reason: 'NOT_EVALUATED' };
}

const OUT_OF_RANGE: Evaluated = { kind: 'failed', reason: 'OUT_OF_RANGE' };
const JAVASCRIPT: Readonly<Record<TypeName, string>> = {
  text: 'string',
  day: 'string',
  whole_number: 'bigint',
  instant: 'bigint',
  duration: 'bigint',
  yes_no: 'boolean',
};

/** The name of what went wrong. An unknown one is NOT_EVALUATED: a case is flagged then, too. */
function failed(error: unknown): Evaluated {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof ExpressionFailure) return { kind: 'failed', reason: cause.reason };
    const named = BY_MESSAGE.find(([sign]) => sign.test((cause as Error).message));
    if (named !== undefined) return { kind: 'failed', reason: named[1] };
  }
  return { kind: 'failed', reason: 'NOT_EVALUATED' };
}

const BY_MESSAGE: readonly (readonly [RegExp, FailureReason])[] = [
  [/divi(de|sion).*zero|modulus by zero/i, 'DIVISION_BY_ZERO'],
  [/overflow|out of range/i, 'OVERFLOW'],
  [/no such (field|key)|field not found|unresolved|not set|undefined/i, 'VALUE_ABSENT'],
];
