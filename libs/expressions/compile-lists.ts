import { type CelFunc, type CelInput, CelScalar, celFunc, isCelError } from '@bufbuild/cel';
import { countedList, type Loop, loopOf, MOST_FACTS } from './fact-lists.js';
import { ExpressionFailure } from './failure.js';
import type { Expr, Parsed } from './parse.js';
import { partsOf } from './parts.js';

/** A fact as CEL reads it. */
type Fact = CelInput;

/** What an evaluation reads: facts that count, by kind, and all facts, by kind. */
export interface Bound {
  readonly counting: Readonly<Record<string, CelInput>>;
  readonly all: ReadonlyMap<string, readonly Fact[]>;
}

/** Something that is asked of a list. */
interface Question {
  readonly kind: string;
  readonly loop?: Loop;
  readonly gives: 'count' | 'yes_no';
}

/** Plans an expression, in which a fact may have a name of its own. */
type PlanCondition = (condition: Expr, variable: string) => (variables: Readonly<Record<string, CelInput>>) => unknown;

/**
 * Takes what is asked of lists of facts out of an expression. Macros of CEL cost a microsecond for each element, so each question becomes a
 * function without arguments, and a loop here answers it when CEL asks it.
 *
 * @param facts  of the evaluation that runs; there is one at a time
 * @returns      the functions that the changed expression calls
 */
export function takeLists(parsed: Parsed, facts: () => Bound, planCondition: PlanCondition): CelFunc[] {
  const questions: Question[] = [];
  if (parsed.expr !== undefined) replaceLists(parsed.expr, parsed, questions);
  return questions.map((question, place) => {
    const name = `list${place}`;
    if (question.gives === 'count') {
      const count = counting(question, facts, planCondition);
      return celFunc(name, [], CelScalar.INT, () => BigInt(count()));
    }
    return celFunc(name, [], CelScalar.BOOL, deciding(question.loop as Loop, facts, planCondition));
  });
}

function counting({ kind, loop }: Question, facts: () => Bound, planCondition: PlanCondition): () => number {
  if (loop === undefined) return () => (facts().all.get(kind) ?? []).length;
  const ask = asking(loop, facts, planCondition);
  return () => {
    let count = 0;
    ask((answer) => {
      if (answer) count++;
      return false;
    });
    return count;
  };
}

function deciding(loop: Loop, facts: () => Bound, planCondition: PlanCondition): () => boolean {
  const ask = asking(loop, facts, planCondition);
  const decides = loop.macro === 'exists';
  return () => {
    const isDecided = ask((answer) => answer === decides);
    return isDecided ? decides : !decides;
  };
}

/**
 * Asks the condition of each fact in order of time, until one ends it. A condition that fails ends it, too: a failure costs ten times as
 * much as an answer, so there is one at most.
 */
function asking(loop: Loop, facts: () => Bound, planCondition: PlanCondition) {
  const evaluate = planCondition(loop.condition, loop.variable);
  return (ends: (answer: boolean) => boolean): boolean => {
    const { counting: variables, all } = facts();
    const list = all.get(loop.kind) ?? [];
    if (list.length > MOST_FACTS) throw new ExpressionFailure('TOO_MANY_FACTS');
    const known: Record<string, CelInput> = { ...variables };
    return list.some((fact) => {
      known[loop.variable] = fact;
      return ends(truth(evaluate(known)));
    });
  };
}

function truth(answer: unknown): boolean {
  if (typeof answer === 'boolean') return answer;
  throw isCelError(answer) ? answer : new ExpressionFailure('NOT_EVALUATED');
}

function replaceLists(expr: Expr, parsed: Parsed, questions: Question[]): void {
  const counted = countedList(expr, parsed);
  const loop = counted === undefined ? loopOf(expr, parsed) : undefined;
  if (counted !== undefined) questions.push({ ...counted, gives: 'count' });
  else if (loop !== undefined) questions.push({ kind: loop.kind, loop, gives: 'yes_no' });
  if (counted !== undefined || loop !== undefined) {
    const call = { $typeName: 'cel.expr.Expr.Call', function: `list${questions.length - 1}`, args: [] } as const;
    expr.exprKind = { case: 'callExpr', value: call } as unknown as Expr['exprKind'];
    return;
  }
  for (const part of partsBelow(expr)) replaceLists(part, parsed, questions);
}

function partsBelow(expr: Expr): Expr[] {
  const step = expr.exprKind.case === 'comprehensionExpr' ? expr.exprKind.value.loopStep : undefined;
  return step === undefined ? partsOf(expr) : [...partsOf(expr), step];
}
