import { checkExpression } from '#libs/expressions/check.js';
import { bindFacts, compile } from '#libs/expressions/compile.js';
import { MOST_FACTS } from '#libs/expressions/fact-lists.js';
import { calendarOf, KNOWN, PRICES, SEEN } from '#libs/expressions/fixtures/price-seen.js';
import type { TypeName } from '#libs/expressions/types.js';

/** What one evaluation of an expression costs. */
export interface ExpressionResult {
  readonly text: string;
  /** Microseconds of CPU for one evaluation: other programs on the machine do not count. */
  readonly cpuUs: number;
  /** Of one that fails, the name of what went wrong. */
  readonly failed: string;
}

/** The longest chain of a piece that the linter still accepts: what costs most. */
function atTheBound(first: string, piece: string, gives: TypeName): string {
  let text = first;
  while (checkExpression(text + piece, gives, PRICES, KNOWN).kind === 'checked') text += piece;
  return text;
}

const price = 'price_seen.our_cents';
const EXPRESSIONS: readonly (readonly [string, TypeName])[] = [
  ['has(price_seen)', 'yes_no'],
  [`${price} * 100 <= price_seen.low_cents * 105`, 'yes_no'],
  ['"category/" + price_seen.category', 'text'],
  ['endOfDay(price_seen.day, "Europe/Berlin")', 'instant'],
  ['workedBy(price_seen.happened_at, 240, "helpdesk")', 'instant'],
  [`${price} / (${price} - 1999) > 1`, 'yes_no'],
  [atTheBound(`${price} > 1`, ` && ${price} > 1`, 'yes_no'), 'yes_no'],
  [atTheBound(`${price} + 1`, ` + ${price}`, 'whole_number'), 'whole_number'],
  [atTheBound('price_seen.article', ' + price_seen.article', 'text'), 'text'],
  [
    atTheBound(
      'endOfDay(price_seen.day, "Europe/Berlin") > price_seen.happened_at',
      ' && endOfDay(price_seen.day, "Europe/Berlin") > price_seen.happened_at',
      'yes_no',
    ),
    'yes_no',
  ],
  ['size(all.price_seen) > 2', 'yes_no'],
  ['all.price_seen.all(p, p.our_cents > 1)', 'yes_no'],
  ['all.price_seen.all(p, p.our_cents > 1 && p.low_cents > 1 && has(p.raised))', 'yes_no'],
  ['all.price_seen.all(p, p.our_cents / (p.our_cents - 1999) > 1)', 'yes_no'],
  [
    atTheBound('all.price_seen.all(p, p.our_cents > 1)', ' && all.price_seen.all(p, p.our_cents > 1)', 'yes_no'),
    'yes_no',
  ],
  ['workedBy(price_seen.happened_at, 24000, "helpdesk")', 'instant'],
  [
    'workingMinutes(price_seen.happened_at, civilDaysLater(price_seen.happened_at, 99, "UTC"), "helpdesk")',
    'whole_number',
  ],
];

/** Evaluates expressions over one case, from the usual ones to those that cost as much as the linter accepts. */
export function measureExpressions(evaluations: number): ExpressionResult[] {
  const facts = bindFacts(SEEN, { price_seen: Array.from({ length: MOST_FACTS }, () => SEEN['price_seen'] ?? {}) });
  return EXPRESSIONS.map(([text, gives]) => {
    const evaluate = compile(text, gives, PRICES, { known: KNOWN, calendarOf });
    const result = evaluate(facts);
    for (let count = 0; count < evaluations / 10; count++) evaluate(facts);
    const before = process.cpuUsage();
    for (let count = 0; count < evaluations; count++) evaluate(facts);
    const { user, system } = process.cpuUsage(before);
    return { text, cpuUs: (user + system) / evaluations, failed: result.kind === 'failed' ? result.reason : '' };
  });
}

export function showExpressions(results: readonly ExpressionResult[]): void {
  for (const { text, cpuUs, failed } of results)
    console.log(
      `${cpuUs.toFixed(2).padStart(7)} us of CPU  ${text.length > 90 ? `${text.slice(0, 87)}...` : text}  ${failed}`,
    );
}
