import {
  Composer,
  type CST,
  type Document,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  type Node,
  Parser,
  visit,
  type YAMLError,
} from 'yaml';
import type { FindingReason, Path } from '../finding.js';
import { offsetInside } from './offset-inside.js';

/** A document has at most so many bytes. The largest real one has a tenth of it. */
export const MOST_BYTES = 262_144;
/** Values are nested at most so deep. Documents need eight levels. */
export const MOST_DEPTH = 32;

/** A place in a text, as editors count: both from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** A mistake that is found before there are values: it has a place and no path. */
export interface TextMistake extends Place {
  readonly reason: FindingReason;
  readonly problem: string;
  readonly cure: string;
}

/** A text as values, with the way back from a value to its place. */
export interface ParsedYaml {
  /** Plain objects, lists, texts, numbers, true, false and null; undefined when the text could not be read. */
  readonly value: unknown;
  readonly mistakes: readonly TextMistake[];
  /** The place of a value or, with `atKey`, of its key; with `inside`, of what stands in a text behind so many characters. Of a value that is not there: of what would hold it. */
  placeOf(path: Path, atKey?: boolean, inside?: number): Place;
}

const START: Place = { line: 1, column: 1 };

/**
 * Reads YAML 1.2 without anchors, aliases and tags. Its time and memory are bounded by the size of the text, and it never throws:
 * whatever is wrong is a mistake.
 */
export function parseYaml(text: string): ParsedYaml {
  const lines = new LineCounter();
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(Math.max(0, offset));
    return line === 0 ? START : { line, column: col };
  };
  const refused = (mistake: TextMistake): ParsedYaml => ({
    value: undefined,
    mistakes: [mistake],
    placeOf: () => START,
  });

  if (Buffer.byteLength(text) > MOST_BYTES) return refused({ ...START, ...TOO_LARGE });
  const { document, tooDeepAt, secondAt } = compose(text, lines);
  if (tooDeepAt !== undefined) return refused({ ...placeAt(tooDeepAt), ...TOO_DEEP });
  const mistakes = withoutConsequences([...document.errors, ...document.warnings]).map(
    ({ code, message, pos: [offset] }) => ({ ...placeAt(offset), ...explained(code, message) }),
  );
  const uses: TextMistake[] = [...usesOf(document)].map(({ offset, ...mistake }) => ({
    ...placeAt(offset),
    ...mistake,
  }));
  if (secondAt !== undefined) uses.push({ ...placeAt(secondAt), ...SECOND_DOCUMENT });
  const isReadable = document.errors.every(({ code }) => code === 'DUPLICATE_KEY') && uses.length === 0;
  return {
    value: isReadable ? plainOf(document.contents) : undefined,
    mistakes: [...mistakes, ...uses],
    placeOf: (path, atKey = false, inside = 0) => {
      const offset = offsetOf(document, path, atKey);
      const value = inside === 0 ? undefined : document.getIn(path);
      return placeAt(typeof value === 'string' ? offsetInside(text, { offset, value, inside }) : offset);
    },
  };
}

interface Composed {
  readonly document: Document.Parsed;
  /** Where the nesting exceeds its bound; then the document is empty. */
  readonly tooDeepAt: number | undefined;
  /** Where a second document begins. */
  readonly secondAt: number | undefined;
}

/**
 * Makes a document of a text. The tokens are read one by one, without recursion, and before the library builds values of them
 * recursively: so no text can exhaust the stack.
 */
function compose(text: string, lines: LineCounter): Composed {
  const parser = new Parser(lines.addNewLine);
  let tooDeepAt: number | undefined;
  function* tokens(): Generator<CST.Token, void> {
    for (const lexeme of new Lexer().lex(text)) {
      yield* parser.next(lexeme);
      if (parser.stack.length > 2 * MOST_DEPTH) {
        tooDeepAt = parser.offset;
        return;
      }
    }
    yield* parser.end();
  }
  // The first line has no line break before it that would make the parser report it.
  lines.addNewLine(0);
  const composer = new Composer({ lineCounter: lines, prettyErrors: false, stringKeys: true, logLevel: 'silent' });
  const [document, second] = composer.compose(tokens(), true, text.length);
  if (document === undefined) throw new Error('the composer was asked to give a document for every text');
  return { document, tooDeepAt, secondAt: second?.range?.[0] };
}

const TOO_LARGE = {
  reason: 'FILE_TOO_LARGE',
  problem: `The document has more than ${MOST_BYTES / 1024} KiB.`,
  cure: 'Leave out what is not needed.',
} as const;

const TOO_DEEP = {
  reason: 'TOO_DEEP',
  problem: `Values are nested deeper than ${MOST_DEPTH} levels.`,
  cure: 'Write the document as its page shows it.',
} as const;

/** The first mistake of the syntax explains those behind it. A key that stands twice is a mistake of its own. */
function withoutConsequences(errors: readonly YAMLError[]): readonly YAMLError[] {
  const [first] = errors.filter(({ code }) => code !== 'DUPLICATE_KEY').sort((a, b) => a.pos[0] - b.pos[0]);
  return errors.filter((error) => error === first || error.code === 'DUPLICATE_KEY');
}

function explained(code: string, message: string): Pick<TextMistake, 'reason' | 'problem' | 'cure'> {
  if (code === 'DUPLICATE_KEY')
    return { reason: 'KEY_TWICE', problem: 'This key stands here twice.', cure: 'Remove one of them.' };
  if (code === 'TAG_RESOLVE_FAILED') return TAG_USED;
  const sentence = message.split('\n')[0] ?? '';
  return {
    reason: 'YAML_INVALID',
    problem: `This is not YAML: ${sentence.replace(/[.:]*$/, '')}.`,
    cure: cureOfSyntax(code, sentence),
  };
}

function cureOfSyntax(code: string, sentence: string): string {
  if (code === 'BAD_INDENT' && sentence.startsWith('Flow')) return 'Close the bracket that is opened here.';
  return SYNTAX_CURES[code] ?? 'Check the indentation, the quotes and the colons of this line.';
}

const SYNTAX_CURES: Readonly<Record<string, string | undefined>> = {
  TAB_AS_INDENT: 'Indent with spaces in place of tabs.',
  BAD_INDENT: 'Let this line begin in the column of the lines that belong beside it.',
  MULTILINE_IMPLICIT_KEY: 'Write a colon and a blank behind the key: "key: value".',
  BLOCK_AS_IMPLICIT_KEY: 'Put quotes around a value with a colon, or indent what lies below the key.',
};

const TAG_USED = {
  reason: 'TAG_USED',
  problem: 'The text uses a tag of YAML.',
  cure: 'Write the plain value.',
} as const;
const ALIAS_USED = {
  reason: 'ALIAS_USED',
  problem: 'The text uses an anchor or an alias.',
  cure: 'Write the value itself, here and wherever it counts.',
} as const;

const PROTO_USED = {
  reason: 'KEY_UNKNOWN',
  problem: 'The key "__proto__" has no meaning in any document.',
  cure: 'Remove it.',
} as const;
const DIRECTIVE_USED = {
  reason: 'TAG_USED',
  problem: 'The text uses a directive of YAML.',
  cure: 'Remove the line: documents are YAML 1.2.',
} as const;
const SECOND_DOCUMENT = {
  reason: 'DOCUMENT_TWICE',
  problem: 'A second document of YAML begins here.',
  cure: 'Remove the line "---", or move what follows into a file of its own.',
} as const;
const USES = { alias: ALIAS_USED, tag: TAG_USED, proto: PROTO_USED, directive: DIRECTIVE_USED };

/** Anchors, aliases, tags and directives of a document, and the one key that JavaScript does not treat like any other. */
function* usesOf(document: Document.Parsed) {
  const found: { readonly offset: number; readonly use: keyof typeof USES }[] = [];
  if (document.directives.yaml.explicit === true) found.push({ offset: 0, use: 'directive' });
  visit(document, {
    Alias: (_, { range }) => void found.push({ offset: range?.[0] ?? 0, use: 'alias' }),
    Pair: (_, { key }) => {
      if (keyOf(key) === '__proto__') found.push({ offset: (key as Node).range?.[0] ?? 0, use: 'proto' });
    },
    Value: (_, node) => {
      if (node.anchor !== undefined) found.push({ offset: node.range?.[0] ?? 0, use: 'alias' });
      if (node.tag !== undefined) found.push({ offset: node.range?.[0] ?? 0, use: 'tag' });
    },
  });
  for (const { offset, use } of found) yield { offset, ...USES[use] };
}

/** Plain values of a text that has passed `usesOf`. */
function plainOf(node: Node | null): unknown {
  if (isScalar(node)) return node.value;
  if (isSeq(node)) return node.items.map((item) => plainOf(item as Node | null));
  if (!isMap(node)) return null;
  return Object.fromEntries(node.items.map(({ key, value }) => [keyOf(key), plainOf(value as Node | null)]));
}

function keyOf(key: unknown): string {
  return isScalar(key) ? String(key.value) : String(key);
}

function offsetOf({ contents }: Document.Parsed, path: Path, atKey: boolean): number {
  let node: Node | null = contents;
  let offset = node?.range?.[0] ?? 0;
  for (const [depth, step] of path.entries()) {
    const isLast = depth === path.length - 1;
    const pair = isMap(node) ? node.items.findLast(({ key }) => keyOf(key) === String(step)) : undefined;
    const next: Node | null | undefined = isSeq(node)
      ? (node.items[Number(step)] as Node)
      : (pair?.value as Node | null);
    if (pair === undefined && next === undefined) return offset;
    const key = (pair?.key as Node | undefined)?.range?.[0];
    const value = next?.range?.[0];
    // An empty value has no place of its own: its key stands for it.
    const hasPlace = value !== undefined && (isCollection(next) || (isScalar(next) && next.source !== ''));
    offset = (isLast && atKey) || !hasPlace ? (key ?? value ?? offset) : value;
    node = next ?? null;
  }
  return offset;
}
