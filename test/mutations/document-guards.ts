import { contract, type Guard, unit } from './guard.js';

/** Guards of the documents that a company publishes. */
export const DOCUMENT_GUARDS: readonly Guard[] = [
  {
    guard: 'a file with two documents of YAML is refused, so that the second is not lost',
    file: 'libs/documents/reading/parse-yaml.ts',
    find: 'if (secondAt !== undefined) uses',
    replace: 'if (secondAt === null) uses',
    test: unit('libs/documents/reading/parse-yaml.test.ts'),
  },
  {
    guard: 'no text of YAML exhausts the stack of the linter',
    file: 'libs/documents/reading/parse-yaml.ts',
    find: 'if (parser.stack.length > 2 * MOST_DEPTH) {',
    replace: 'if (parser.stack.length > 200_000 * MOST_DEPTH) {',
    test: unit('libs/documents/reading/parse-yaml.test.ts'),
  },
  {
    guard: 'the linter compares the periods of rulesets only when they are periods',
    file: 'libs/documents/checks/check-rulesets.ts',
    find: '.filter(({ value }) => calendarDocument.safeParse(value.calendar).success)',
    replace: '',
    test: unit('libs/documents/check.test.ts'),
  },
  {
    guard: 'the secrets that cx init writes are closed to other users',
    file: 'cli/init/folder.ts',
    find: 'mode: 0o600',
    replace: 'mode: 0o644',
    test: unit('cli/init/folder.test.ts'),
  },
  {
    guard: 'rules that are published after their first day are taken only when that is asked for',
    file: 'services/scoring/documents/next-version.ts',
    find: 'if (boundAfterStart && !allowAfterFirstDay)',
    replace: 'if (boundAfterStart && Number.isNaN(before.now))',
    test: contract('documents.test.ts'),
  },
  {
    guard: 'a published ruleset counts as published when the database stored it',
    file: 'services/scoring/documents/next-version.ts',
    find: 'return { ...parseRuleset(text, definitions), publishedAt };',
    replace: 'return { publishedAt, ...parseRuleset(text, definitions) };',
    test: contract('documents.test.ts'),
  },
  {
    guard: 'a published version of a metric keeps its place and what it says',
    file: 'libs/documents/metrics/versions.ts',
    find: 'if (canonicalJson(own) === canonicalJson(version)) return [];',
    replace: 'return [];',
    test: unit('libs/documents/metrics/versions.test.ts'),
  },
  {
    guard: 'a company keeps the calendars that published limits name',
    file: 'libs/documents/check-next.ts',
    find: '!isOwn(one) && REFERENCES.includes(one.reason)',
    replace: '!isOwn(one) && REFERENCES.length === 0',
    test: unit('libs/documents/check-next.test.ts'),
  },
  {
    guard: 'counts are read again when the company has published rules',
    file: 'services/scoring/answers/counts-cache.ts',
    find: 'revision === this.rulesets.revision',
    replace: 'revision <= this.rulesets.revision',
    test: unit('services/scoring/answers/counts-cache.test.ts'),
  },
  {
    guard: 'a shadow counts a proposed definition only where that definition was counted',
    file: 'services/scoring/answers/shadow.ts',
    find: 'periodsOf(view, (_, metric) => definitionIn(proposed, metric))',
    replace: 'periodsOf(view, (period, metric) => inForce.definitionIn(period, metric))',
    test: unit('services/scoring/answers/shadow.test.ts'),
  },
  {
    guard: 'a suggested target is not raised by luck in months of few cases',
    file: 'services/scoring/index/suggest/levels.ts',
    find: 'if (between.numerator === 0n) return mean;',
    replace: 'if (months.length > 0) return fraction(month.hits, month.cases);',
    test: unit('services/scoring/index/suggest/suggest-anchors.test.ts'),
  },
  {
    guard: 'no anchor is set by generated cases',
    file: 'services/scoring/answers/suggestion.ts',
    find: "origin === 'GENERATED'",
    replace: 'origin === undefined',
    test: contract('rules-suggest.test.ts'),
  },
];
