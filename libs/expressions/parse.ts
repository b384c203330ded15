import { parse } from '@bufbuild/cel';
import type { ExpressionMistake } from './mistake.js';

export type Parsed = ReturnType<typeof parse>;
/** A part of an expression, as CEL defines it. */
export type Expr = NonNullable<Parsed['expr']>;

/** Longer expressions are refused before they are read. */
export const MOST_CHARACTERS = 2_000;
/** Deeper nesting of brackets is refused before the text is read, so that no text exhausts the stack. */
const MOST_BRACKETS = 32;

export type ParseResult =
  | { readonly kind: 'parsed'; readonly parsed: Parsed }
  | { readonly kind: 'mistake'; readonly mistake: ExpressionMistake };

/** Reads the text of an expression. Time and memory are bounded by its length, and it never throws. */
export function parseExpression(text: string): ParseResult {
  if (text.length > MOST_CHARACTERS)
    return tooLarge(MOST_CHARACTERS, `It has more than ${MOST_CHARACTERS} characters.`);
  const deep = deepBracket(text);
  if (deep !== undefined) return tooLarge(deep, `Brackets are nested deeper than ${MOST_BRACKETS}.`);
  try {
    return { kind: 'parsed', parsed: parse(text) };
  } catch (error) {
    return { kind: 'mistake', mistake: syntaxMistake(text, error) };
  }
}

interface SyntaxFault {
  readonly rawMessage?: string;
  readonly found?: string | null;
  readonly location?: { readonly start: { readonly offset: number } };
}

/** Where the parser stopped. Whatever it throws, a stack that is too small included, is a mistake of the text. */
function syntaxMistake(text: string, error: unknown): ExpressionMistake {
  const { location } = error as SyntaxFault;
  const offset = Math.min(location?.start.offset ?? 0, text.length);
  const rest = text.slice(offset);
  const found = rest.trim() === '' ? 'the end' : `"${rest.trim().slice(0, 12)}"`;
  return {
    offset,
    reason: 'EXPRESSION_INVALID',
    problem: `This is no CEL: ${found} cannot stand here.`,
    cure: lacksBracket(text) ? 'Close every bracket that is opened.' : cureOf(rest),
  };
}

const CURES: readonly (readonly [RegExp, string])[] = [
  [/^=(?!=)/, 'Compare by ==.'],
  [/^and\b/i, 'Write && for "and".'],
  [/^or\b/i, 'Write || for "or".'],
  [/^not\b/i, 'Write ! for "not".'],
  [/^<>/, 'Write != for "not equal".'],
  [/^["']/, 'Close the text with the quotation mark with which it begins.'],
  [/^\s*$/, 'Complete the expression.'],
];

function cureOf(rest: string): string {
  const found = CURES.find(([sign]) => sign.test(rest));
  return found?.[1] ?? 'Correct the expression; texts stand in quotation marks, operators between two values.';
}

function lacksBracket(text: string): boolean {
  return text.split('(').length > text.split(')').length;
}

function deepBracket(text: string): number | undefined {
  let depth = 0;
  for (let offset = 0; offset < text.length; offset++) {
    const character = text[offset] as string;
    if ('([{'.includes(character)) depth++;
    else if (')]}'.includes(character)) depth--;
    if (depth > MOST_BRACKETS) return offset;
  }
  return undefined;
}

function tooLarge(offset: number, problem: string): ParseResult {
  const cure = 'Shorten the expression, or let the feed report the result as a field.';
  return { kind: 'mistake', mistake: { offset, reason: 'EXPRESSION_TOO_LARGE', problem, cure } };
}
