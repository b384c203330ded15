import { nearest } from '#libs/domain/nearest.js';
import { CallChecker } from './check-call.js';
import { LISTS, type Loop, listedKind, loopOf, MOST_FACTS } from './fact-lists.js';
import type { ExpressionMistake } from './mistake.js';
import { type Expr, type Parsed, parseExpression } from './parse.js';
import { partsOf } from './parts.js';
import { type Known, NOTHING, whenFalse, whenTrue } from './presence.js';
import type { Scope, Surroundings, Type, TypeName } from './types.js';

/**
 * The most that an expression may cost, in units of about 0.1 us: each value and operation is one, functions of working time are 40.
 * At the bound an evaluation takes less than 20 us (docs/performance.md).
 */
export const MOST_COST = 80;

/** An expression without a mistake, or everything that is wrong with it. */
export type CheckedExpression =
  | { readonly kind: 'checked'; readonly parsed: Parsed; readonly whenTrue: Known; readonly whenFalse: Known }
  | { readonly kind: 'mistakes'; readonly mistakes: readonly ExpressionMistake[] };

/**
 * Checks an expression without evaluating it: its form, the names and types in it, its result, its cost, and that it asks has()
 * before it reads what may be absent. It never throws, whatever the text is.
 *
 * @param gives  the type that the expression must have
 * @param known  what is present whenever the expression is evaluated
 */
export function checkExpression(
  text: string,
  gives: TypeName,
  surroundings: Surroundings,
  known: Known = NOTHING,
): CheckedExpression {
  const result = parseExpression(text);
  if (result.kind === 'mistake') return { kind: 'mistakes', mistakes: [result.mistake] };
  const { parsed } = result;
  const { expr } = parsed;
  if (expr === undefined) return { kind: 'mistakes', mistakes: [EMPTY] };
  const checker = new Checker(parsed, surroundings);
  if (!checker.isAffordable(expr)) return { kind: 'mistakes', mistakes: checker.mistakes };
  const type = checker.check(expr, known);
  if (type !== undefined) checker.expect(expr, type, gives);
  if (checker.mistakes.length > 0) return { kind: 'mistakes', mistakes: checker.mistakes };
  return { kind: 'checked', parsed, whenTrue: whenTrue(expr), whenFalse: whenFalse(expr) };
}

const EMPTY: ExpressionMistake = {
  offset: 0,
  reason: 'EXPRESSION_INVALID',
  problem: 'The expression is empty.',
  cure: 'Write an expression in CEL; "true" takes every case.',
};

/** Walks through an expression once. A part of unknown type is reported once and accepted everywhere. */
class Checker extends CallChecker {
  constructor(
    private readonly parsed: Parsed,
    surroundings: Surroundings,
  ) {
    super(surroundings);
  }

  check(expr: Expr, known: Known): Type | undefined {
    const { exprKind } = expr;
    switch (exprKind.case) {
      case 'constExpr':
        return this.constant(expr, exprKind.value.constantKind.case);
      case 'identExpr':
        return this.variable(expr, exprKind.value.name);
      case 'selectExpr':
        return this.field(expr, known);
      case 'callExpr':
        return this.call(expr, known);
      case 'listExpr':
        return this.list(expr, exprKind.value.elements, known);
      case 'comprehensionExpr':
        return this.macro(expr, known);
      default:
        return this.unusable(expr, 'Maps and messages');
    }
  }

  protected override offsetOf(expr: Expr): number {
    const own = this.parsed.sourceInfo?.positions[String(expr.id)] ?? 0;
    return Math.min(own, ...partsOf(expr).map((part) => this.offsetOf(part)));
  }

  /** Of "price_seen.rank" the place of the dot; has() of a field keeps it apart. */
  private dotOf(expr: Expr): number {
    const { positions = {}, macroCalls = {} } = this.parsed.sourceInfo ?? {};
    const written = macroCalls[String(expr.id)]?.exprKind;
    const select = written?.case === 'callExpr' ? written.value.args[0] : expr;
    return positions[String(select?.id ?? expr.id)] ?? 0;
  }

  private constant(expr: Expr, kind: string | undefined): Type | undefined {
    if (kind === 'int64Value') return { name: 'whole_number' };
    if (kind === 'stringValue') return { name: 'text' };
    if (kind === 'boolValue') return { name: 'yes_no' };
    return this.unusable(expr, kind === 'doubleValue' ? 'Decimal numbers' : 'Bytes, null and unsigned numbers');
  }

  private variable(expr: Expr, name: string): Type | undefined {
    const local = this.locals.get(name);
    if (local !== undefined) return local;
    if (name === LISTS) return this.unusable(expr, 'all without a kind of fact');
    if (!Object.hasOwn(this.surroundings.scope, name)) return this.unknownName(expr, name);
    const problem = `${name} is a kind of fact and no value.`;
    return this.report(
      expr,
      'EXPRESSION_TYPE_WRONG',
      problem,
      `Read a field, ${name}.happened_at, or ask has(${name}).`,
    );
  }

  private unknownName(expr: Expr, name: string): undefined {
    const kinds = Object.keys(this.surroundings.scope);
    const meant = nearest(name, kinds) ?? oneOf(kinds);
    this.report(expr, 'NAME_UNKNOWN', `There is no kind of fact ${name}.`, `Write ${meant}.`);
  }

  /** price_seen.rank, or has(price_seen.rank). */
  private field(expr: Expr, known: Known): Type | undefined {
    if (expr.exprKind.case !== 'selectExpr') return undefined;
    const { operand, field, testOnly } = expr.exprKind.value;
    if (operand?.exprKind.case !== 'identExpr') return this.unusable(expr, 'Fields of fields');
    const fact = operand.exprKind.value.name;
    if (fact === LISTS) return this.factList(expr, field);
    const local = this.locals.get(fact);
    const kind = local === undefined ? fact : (local.kind ?? '');
    const fields = Object.hasOwn(this.surroundings.scope, kind) ? this.surroundings.scope[kind] : undefined;
    if (fields === undefined) return this.unknownName(operand, fact);
    const spec = field === 'happened_at' ? HAPPENED_AT : Object.hasOwn(fields, field) ? fields[field] : undefined;
    if (spec === undefined) return this.unknownField(expr, { fact: kind, field, fields });
    if (local === undefined && !known.has(fact)) {
      this.report(expr, 'PRESENCE_NOT_CHECKED', `A case may have no fact ${fact}.`, `Write has(${fact}) && before it.`);
    } else if (!testOnly && !spec.required && !known.has(`${fact}.${field}`)) {
      const cure = `Write has(${fact}.${field}) && before it.`;
      this.report(expr, 'PRESENCE_NOT_CHECKED', `A fact ${fact} may leave out ${field}.`, cure);
    }
    if (testOnly) return { name: 'yes_no' };
    if (spec.type !== 'choice') return { name: spec.type };
    return { name: 'text', ...(spec.choices && { choices: spec.choices }) };
  }

  /** all.price_seen: only macros and size() take it. */
  private factList(expr: Expr, kind: string): Type | undefined {
    if (listedKind(expr) === undefined)
      return this.unusable(expr, `has() of lists: ask size(all.${kind}) > 0 instead. It`);
    if (this.locals.size > 0) return this.unusable(expr, 'Lists of facts inside of macros');
    if (!Object.hasOwn(this.surroundings.scope, kind)) return this.unknownName(expr, kind);
    return { name: 'list', of: { name: 'fact', kind } };
  }

  private unknownField(expr: Expr, { fact, field, fields }: { fact: string; field: string; fields: Scope[string] }) {
    const names = [...Object.keys(fields), 'happened_at'];
    const meant = nearest(field, names) ?? oneOf(names);
    const problem = `The kind of fact ${fact} has no field ${field}.`;
    this.report(expr, 'FACT_FIELD_UNKNOWN', problem, `Write ${meant}.`, this.dotOf(expr) + 1);
    return undefined;
  }

  private list(expr: Expr, elements: readonly Expr[], known: Known): Type | undefined {
    const [first, ...rest] = elements;
    const type = first && this.check(first, known);
    for (const element of rest) {
      const other = this.check(element, known);
      if (type !== undefined && other !== undefined) this.expect(element, other, type.name);
    }
    if (first === undefined) this.report(expr, 'EXPRESSION_TYPE_WRONG', 'This list is empty.', 'Write values into it.');
    return type === undefined ? undefined : { name: 'list', of: type };
  }

  /** ["a", "b"].exists(x, seen.article.startsWith(x)): over a list that is written out, and not inside another one. */
  private macro(expr: Expr, known: Known): Type | undefined {
    const written = this.parsed.sourceInfo?.macroCalls[String(expr.id)]?.exprKind;
    const call = written?.case === 'callExpr' ? written.value : undefined;
    const [variable] = call?.args ?? [];
    // exists is "before || condition", all is "before && condition".
    const step = expr.exprKind.case === 'comprehensionExpr' ? expr.exprKind.value.loopStep?.exprKind : undefined;
    const condition = step?.case === 'callExpr' ? step.value.args[1] : undefined;
    const name = variable?.exprKind.case === 'identExpr' ? variable.exprKind.value.name : undefined;
    const loop = loopOf(expr, this.parsed);
    if (loop !== undefined && this.locals.size === 0) return this.loop(expr, loop, known);
    const isUsable = call !== undefined && MACROS.has(call.function) && call.target?.exprKind.case === 'listExpr';
    if (!isUsable || name === undefined || condition === undefined || this.locals.size > 0)
      return this.unusable(
        expr,
        'Macros other than exists and all over a list, filter over facts within size(), and macros in macros,',
      );
    const list = this.check(call.target as Expr, known);
    if (list?.of === undefined) return undefined;
    this.locals.set(name, list.of);
    const type = this.check(condition, known);
    this.locals.delete(name);
    if (type !== undefined) this.expect(condition, type, 'yes_no');
    return { name: 'yes_no' };
  }

  /** all.price_seen.exists(p, p.rank < 3): `p` is one of the facts, and it is there. */
  private loop(expr: Expr, { kind, macro, variable, condition }: Loop, known: Known): Type | undefined {
    if (!Object.hasOwn(this.surroundings.scope, kind)) return this.unknownName(expr, kind);
    if (variable === LISTS || Object.hasOwn(this.surroundings.scope, variable)) {
      const problem = `The name ${variable} means something else already.`;
      return this.report(expr, 'NAME_RESERVED', problem, 'Name the fact otherwise, such as one.');
    }
    this.locals.set(variable, { name: 'fact', kind });
    const type = this.check(condition, known);
    this.locals.delete(variable);
    if (type !== undefined) this.expect(condition, type, 'yes_no');
    return macro === 'filter' ? { name: 'list', of: { name: 'fact', kind } } : { name: 'yes_no' };
  }

  /** Whether it costs at most what one may cost. Asked first, so that what follows is bounded. */
  isAffordable(expr: Expr): boolean {
    if (this.costOf(expr) <= MOST_COST) return true;
    const cure = 'Shorten the expression, or let the feed report the result as a field.';
    this.report(expr, 'EXPRESSION_TOO_LARGE', 'The expression costs more than an evaluation may cost.', cure);
    return false;
  }

  private costOf(expr: Expr): number {
    const { exprKind } = expr;
    const loop = loopOf(expr, this.parsed);
    // A loop of ours costs half of what the same operations cost in CEL.
    if (loop !== undefined) return 5 + (MOST_FACTS * (2 + this.costOf(loop.condition))) / 2;
    if (exprKind.case === 'comprehensionExpr') {
      const { iterRange, loopStep, loopCondition } = exprKind.value;
      const written = iterRange?.exprKind.case === 'listExpr' ? iterRange.exprKind.value.elements.length : MOST_COST;
      // A macro that cannot be used over facts is reported as such.
      const elements = listedKind(iterRange) === undefined ? written : 1;
      const turn = [loopStep, loopCondition].reduce((sum, part) => sum + (part ? this.costOf(part) : 0), 2);
      return 5 + (iterRange ? this.costOf(iterRange) : 0) + elements * turn;
    }
    const own = exprKind.case === 'callExpr' ? this.costOfCall(exprKind.value.function, expr) : 1;
    return partsOf(expr).reduce((sum, part) => (sum > MOST_COST ? sum : sum + this.costOf(part)), own);
  }
}

const HAPPENED_AT = { type: 'instant', required: true } as const;
const MACROS = new Set(['exists', 'all']);

function oneOf(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}
