/** The parts of the worked example whose requests are numbered. */
const PARTS = { close: 1, correction: 2 } as const;

/** The id of a request: it is fixed, so that a start that was killed in between sends the same request again. */
export function requestIdOf(part: keyof typeof PARTS, step: number): string {
  return `c105ed00-2018-4007-8000-00000000${String(PARTS[part]).padStart(2, '0')}${String(step).padStart(2, '0')}`;
}
