import { createHash } from 'node:crypto';
import type { Entry, Facts, Who } from '../chain/entry.js';

/** Names and facts of the log: words, numbers, hashes, resource names. No blank, no @, no quote. */
const WORD = /^[A-Za-z0-9_.:/~-]{1,100}$/;
const CALL = /^[A-Za-z0-9_.]{1,120}\/[A-Za-z0-9_]{1,80}$/;
const REASON = /^[A-Z_]{1,64}$/;
const MOST_ROLES = 20;
const MOST_FACTS = 20;

/** What stands for a value that has not the form of a word. */
const NOT_SHOWN = 'not-shown';

/**
 * An entry as it may be written: every text has the form of a word and a limited length. So a line takes at most 8 kB, whatever a
 * caller sends, and no free text gets into the log.
 */
export function safeEntry(entry: Entry): Entry {
  const { who, what, outcome } = entry;
  return {
    ...entry,
    who: safeWho(who),
    what: { call: CALL.test(what.call) ? what.call : '', resource: safeTexts(what.resource) },
    before: entry.before && safeFacts(entry.before),
    after: entry.after && safeFacts(entry.after),
    outcome: outcome && {
      code: REASON.test(outcome.code) ? outcome.code : 'UNKNOWN',
      reason: REASON.test(outcome.reason) ? outcome.reason : '',
    },
  };
}

/** A subject that is no word, such as an e-mail address, stands there as its hash: still one caller, and not readable. */
function safeWho({ name, kind, roles }: Who): Who {
  const shown = name === '' || WORD.test(name) ? name : hashed(name);
  return { name: kind === 'unknown' ? '' : shown, kind, roles: roles.slice(0, MOST_ROLES).map(safeText) };
}

function hashed(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex').slice(0, 32)}`;
}

function safeFacts(facts: Facts): Facts {
  const some = Object.entries(facts).slice(0, MOST_FACTS);
  return Object.fromEntries(some.map(([key, value]) => [key, typeof value === 'string' ? safeText(value) : value]));
}

function safeTexts(texts: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return safeFacts(texts) as Readonly<Record<string, string>>;
}

function safeText(text: string): string {
  return text === '' || WORD.test(text) ? text : NOT_SHOWN;
}
