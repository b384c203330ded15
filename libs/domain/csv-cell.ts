/** What spreadsheets take for the begin of a formula, also behind blanks and in full width, and controls that split a cell. */
const RUNS = /^(?:[\t\r\n]|\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20])/;

/** A text that no spreadsheet runs: an apostrophe stands before what would be a formula. Never use it for numbers: -1 stays -1. */
export function disarmed(text: string): string {
  return RUNS.test(text) ? `'${text}` : text;
}

/** The text before it was disarmed. */
export function armed(text: string): string {
  return text.startsWith("'") && RUNS.test(text.slice(1)) ? text.slice(1) : text;
}

/** A cell of CSV as RFC 4180 has it: quoted only where it must be. */
export function quotedIfNeeded(cell: string, separator = ','): string {
  return /["\r\n]/.test(cell) || cell.includes(separator) ? inQuotes(cell) : cell;
}

/** A cell in quotes. */
export function inQuotes(cell: string): string {
  return `"${cell.replaceAll('"', '""')}"`;
}

/** A text as a cell: disarmed, and quoted only where it must be. */
export function textCell(text: string): string {
  return quotedIfNeeded(disarmed(text));
}
