/** A language as a BCP 47 tag: "de", "pt-BR", "zh-Hant". */
export type Language = string;

/** Whether a text is a well-formed BCP 47 tag of at most 35 characters, in whatever capitals. */
export function isLanguage(text: string): boolean {
  if (text.length > MOST_CHARACTERS) return false;
  try {
    return Intl.getCanonicalLocales(text).length === 1;
  } catch {
    return false;
  }
}

/** What RFC 5646, 4.4.1 advises to make room for. */
const MOST_CHARACTERS = 35;
