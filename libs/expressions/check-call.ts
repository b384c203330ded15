import { nearest } from '#libs/domain/nearest.js';
import { isDay, isZone } from '#libs/domain/time.js';
import { type Argument, SIGNATURES, type Signature } from './functions.js';
import type { ExpressionMistake, ExpressionReason } from './mistake.js';
import { COMPARISONS, CURES, OPERATORS, ORDERED, written } from './operators.js';
import type { Expr } from './parse.js';
import { type Known, union, whenFalse, whenTrue } from './presence.js';
import type { Surroundings, Type, TypeName } from './types.js';
import { writtenDuration, writtenInstant } from './written.js';

type Call = Extract<Expr['exprKind'], { case: 'callExpr' }>['value'];

/** Checks calls of functions and operators. Everything else about an expression is in `check.ts`. */
export abstract class CallChecker {
  readonly mistakes: ExpressionMistake[] = [];
  /** Variables of a macro. */
  protected readonly locals = new Map<string, Type>();

  constructor(protected readonly surroundings: Surroundings) {}

  abstract check(expr: Expr, known: Known): Type | undefined;
  protected abstract offsetOf(expr: Expr): number;

  protected report(
    expr: Expr,
    reason: ExpressionReason,
    problem: string,
    cure: string,
    offset = this.offsetOf(expr),
  ): undefined {
    if (this.mistakes.length < 20) this.mistakes.push({ offset, reason, problem, cure });
  }

  protected unusable(expr: Expr, what: string): undefined {
    const cure = 'Use texts, whole numbers, instants, days, yes or no, and lists of them.';
    this.report(expr, 'OPERATION_UNKNOWN', `${what} cannot be used here.`, cure);
  }

  /** Reports a part that has another type than the one that is needed. */
  expect(expr: Expr, { name }: Type, needed: Type['name']): void {
    if (name === needed) return;
    const problem = `This is of type ${name}; ${needed} is needed.`;
    this.report(expr, 'EXPRESSION_TYPE_WRONG', problem, needed === 'fact' ? 'Read a field of a fact.' : CURES[needed]);
  }

  protected call(expr: Expr, known: Known): Type | undefined {
    if (expr.exprKind.case !== 'callExpr') return undefined;
    const call = expr.exprKind.value;
    const { function: name, args } = call;
    const [first, second, third] = args;
    if (name === 'has' && call.target === undefined) return this.hasFact(expr, args);
    if (name === '!_' && first) return this.typed(first, known, 'yes_no');
    if (name === '-_' && first) return this.typed(first, known, 'whole_number');
    if (first && second && call.target === undefined) {
      if (name === '_&&_') return this.both(first, second, known, whenTrue(first));
      if (name === '_||_') return this.both(first, second, known, whenFalse(first));
      if (name === '_?_:_' && third) return this.choose(first, second, third, known);
      if (name === '@in') return this.isIn(first, second, known);
      if (COMPARISONS.has(name)) return this.compare(expr, name, [first, second], known);
      if (Object.hasOwn(OPERATORS, name)) return this.operator(expr, name, [first, second], known);
    }
    return this.function(expr, call, known);
  }

  protected costOfCall(name: string, { exprKind }: Expr): number {
    const target = exprKind.case === 'callExpr' ? exprKind.value.target : undefined;
    const costs = SIGNATURES.filter((one) => one.name === (target === undefined ? name : `.${name}`)).map(
      ({ cost }) => cost,
    );
    return Math.max(1, ...costs);
  }

  /** has(price_seen): whether the case has such a fact. */
  private hasFact(expr: Expr, [fact, ...more]: readonly Expr[]): Type {
    const name = fact?.exprKind.case === 'identExpr' ? fact.exprKind.value.name : undefined;
    if (name === undefined || more.length > 0)
      this.report(
        expr,
        'ARGUMENTS_WRONG',
        'has() takes one kind of fact or field.',
        'Write has(fact) or has(fact.field).',
      );
    else if (!Object.hasOwn(this.surroundings.scope, name)) {
      const meant =
        nearest(name, Object.keys(this.surroundings.scope)) ?? Object.keys(this.surroundings.scope).join(', ');
      this.report(fact as Expr, 'NAME_UNKNOWN', `There is no kind of fact ${name}.`, `Write ${meant}.`);
    }
    return { name: 'yes_no' };
  }

  private typed(expr: Expr, known: Known, needed: TypeName): Type {
    const type = this.check(expr, known);
    if (type !== undefined) this.expect(expr, type, needed);
    return { name: needed };
  }

  /** The second condition is asked when the first one did not decide. */
  private both(first: Expr, second: Expr, known: Known, after: Known): Type {
    this.typed(first, known, 'yes_no');
    return this.typed(second, union(known, after), 'yes_no');
  }

  private choose(condition: Expr, then: Expr, otherwise: Expr, known: Known): Type | undefined {
    this.typed(condition, known, 'yes_no');
    const [one, other] = [
      this.check(then, union(known, whenTrue(condition))),
      this.check(otherwise, union(known, whenFalse(condition))),
    ];
    if (one !== undefined && other !== undefined) this.expect(otherwise, other, one.name);
    return one === undefined ? other : { name: one.name };
  }

  private isIn(element: Expr, list: Expr, known: Known): Type {
    const [one, many] = [this.check(element, known), this.check(list, known)];
    if (many !== undefined) this.expect(list, many, 'list');
    if (one !== undefined && many?.of !== undefined) this.expect(list, many.of, one.name);
    if (one?.choices !== undefined && list.exprKind.case === 'listExpr')
      for (const part of list.exprKind.value.elements) this.knownChoice(part, one.choices);
    return { name: 'yes_no' };
  }

  private compare(expr: Expr, name: string, [left, right]: readonly [Expr, Expr], known: Known): Type {
    const [one, other] = [this.check(left, known), this.check(right, known)];
    if (one !== undefined && other !== undefined) {
      if (one.name !== other.name || one.name === 'list') this.noOperator(expr, name, one, other);
      else if (!/=_$/.test(name) || name === '_<=_' || name === '_>=_') {
        if (!ORDERED.includes(one.name)) this.noOperator(expr, name, one, other);
      }
      if (one.choices !== undefined) this.knownChoice(right, one.choices);
      if (other.choices !== undefined) this.knownChoice(left, other.choices);
    }
    return { name: 'yes_no' };
  }

  private operator(expr: Expr, name: string, [left, right]: readonly [Expr, Expr], known: Known): Type | undefined {
    const [one, other] = [this.check(left, known), this.check(right, known)];
    if (one === undefined || other === undefined) return undefined;
    const found = OPERATORS[name]?.find(([first, second]) => first === one.name && second === other.name);
    return found === undefined ? this.noOperator(expr, name, one, other) : { name: found[2] };
  }

  private noOperator(expr: Expr, name: string, one: Type, other: Type): undefined {
    const problem = `"${written(name)}" does not take ${one.name} and ${other.name}.`;
    this.report(expr, 'EXPRESSION_TYPE_WRONG', problem, 'Bring both sides to types that belong together.');
  }

  private knownChoice(expr: Expr, choices: readonly string[]): void {
    const text = textOf(expr);
    if (text === undefined || choices.includes(text)) return;
    const meant = nearest(text, choices) ?? choices.join(', ');
    this.report(expr, 'CHOICE_UNKNOWN', `The field never has the value "${text}".`, `Write "${meant}".`);
  }

  private function(expr: Expr, call: Call, known: Known): Type | undefined {
    const name = call.target === undefined ? call.function : `.${call.function}`;
    const args = call.target === undefined ? call.args : [call.target, ...call.args];
    const types = args.map((arg) => this.check(arg, known));
    if (name === 'size' && types.length === 1 && types[0]?.of?.name === 'fact') return { name: 'whole_number' };
    const named = SIGNATURES.filter((one) => one.name === name);
    if (named.length === 0) {
      const names = SIGNATURES.map((one) => one.name.replace('.', ''));
      const cure = `Functions are ${[...new Set(names)].join(', ')} and has.`;
      const meant = nearest(call.function, names);
      return this.report(
        expr,
        'FUNCTION_UNKNOWN',
        `There is no function ${call.function}.`,
        meant ? `Write ${meant}.` : cure,
      );
    }
    const found = named.find(
      ({ takes }) => takes.length === args.length && takes.every((take, place) => fits(take, types[place])),
    );
    if (found === undefined) {
      if (types.includes(undefined)) return undefined;
      const taken = named.map(writtenSignature).join(' or ');
      return this.report(expr, 'ARGUMENTS_WRONG', `${call.function} is not called like this.`, `Call it as ${taken}.`);
    }
    for (const [place, take] of found.takes.entries()) this.writtenArgument(args[place] as Expr, take);
    return { name: found.gives };
  }

  /** A zone, a calendar, a day: what is written out is checked before any case is judged. */
  private writtenArgument(expr: Expr, take: Argument): void {
    const text = textOf(expr);
    const report = (reason: ExpressionReason, problem: string, cure: string) =>
      this.report(expr, reason, problem, cure);
    if (take === 'zone' && text !== undefined && !isZone(text))
      report('ZONE_UNKNOWN', `"${text}" is no IANA time zone.`, 'Write an IANA zone such as "Europe/Berlin".');
    const { calendars } = this.surroundings;
    if (take === 'calendar' && (text === undefined || calendars?.has(text) === false)) {
      const names = [...(calendars ?? [])];
      const cure =
        names.length === 0
          ? 'Declare the calendar in company.yaml.'
          : `Write ${nearest(text ?? '', names) ?? names.join(', ')} in quotation marks.`;
      report('CALENDAR_UNKNOWN', 'This is no calendar of the company.', cure);
    }
    if (take === 'written_day' && (text === undefined || !isDay(text)))
      report('ARGUMENTS_WRONG', 'This is no day that is written out.', 'Write an existing day, day("2027-01-31").');
    if (take === 'written_instant' && (text === undefined || writtenInstant(text) === undefined))
      report('ARGUMENTS_WRONG', 'This is no instant that is written out.', 'Write timestamp("2027-01-31T09:00:00Z").');
    if (take === 'written_duration' && (text === undefined || writtenDuration(text) === undefined))
      report(
        'ARGUMENTS_WRONG',
        'This is no duration that is written out.',
        'Write hours, minutes and seconds, duration("1h30m").',
      );
  }
}

const TEXTS: ReadonlySet<Argument> = new Set([
  'zone',
  'calendar',
  'written_day',
  'written_instant',
  'written_duration',
]);

/** An argument of unknown type was reported already, so it fits everywhere. */
function fits(take: Argument, type: Type | undefined): boolean {
  return type === undefined || type.name === (TEXTS.has(take) ? 'text' : take);
}

function writtenSignature({ name, takes, gives }: Signature): string {
  const shown = takes.map((take) => take.replace('written_', ''));
  const call = name.startsWith('.')
    ? `${shown[0]}${name}(${shown.slice(1).join(', ')})`
    : `${name}(${shown.join(', ')})`;
  return `${call}, which gives ${gives}`;
}

/** The text of a constant; undefined for anything else. */
function textOf({ exprKind }: Expr): string | undefined {
  const kind = exprKind.case === 'constExpr' ? exprKind.value.constantKind : undefined;
  return kind?.case === 'stringValue' ? kind.value : undefined;
}
