/** What stands in a log for a value that must not. */
export const HIDDEN = '[hidden]';

/** Fields whose value is a secret, whatever it looks like; also as parts of a name: "accessToken", "x-api-key". */
const SECRET_FIELD =
  /("(?:[\w-]*(?:password|passwd|secret|authorization|cookie|credential)[\w-]*|[\w-]*(?:access|refresh|id|bearer)[_-]?token|token|[\w-]*(?:api|case|private)[_-]?key)"\s*:\s*)(?:"(?:[^"\\]|\\.)*"|\[[^\]]*\]|\{"type":"Buffer"[^}]*\})/gi;

/** What looks like a secret or like personal data, wherever it stands. Lengths are bounded, so that a long word costs no time that grows by its square. */
const PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, HIDDEN],
  [/\b(bearer|basic|digest|negotiate) +[\w.~+/=-]{4,}/gi, `$1 ${HIDDEN}`],
  // A JSON Web Token, also without its signature.
  [/\beyJ[\w-]{6,}\.[\w-]{2,}(?:\.[\w-]*)?/g, HIDDEN],
  // A password in an address: scheme://user:password@host.
  [/(\b[a-z][a-z0-9+.-]{0,31}:\/\/[^\s:@/"]*:)[^\s@"]{1,1024}@/gi, `$1${HIDDEN}@`],
  [/[\w.%+-]{1,64}@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}\b/gi, HIDDEN],
];

/** The shortest value that is hidden wherever it stands: a shorter one would hide half of every line. */
const SHORTEST_SECRET = 8;

/**
 * Hides secrets and personal data in one line of a log. An order number has no form of its own and cannot be recognised; errors
 * that could quote one are cut by `loggedError`.
 *
 * @param line     JSON
 * @param secrets  of this process: its passwords and keys as they are
 */
export function redacted(line: string, secrets: Iterable<string> = []): string {
  let text = line;
  for (const secret of secrets) {
    if (secret.length >= SHORTEST_SECRET) text = text.replaceAll(JSON.stringify(secret).slice(1, -1), HIDDEN);
  }
  text = text.replace(SECRET_FIELD, `$1"${HIDDEN}"`);
  for (const [pattern, shown] of PATTERNS) text = text.replace(pattern, shown);
  return text;
}
