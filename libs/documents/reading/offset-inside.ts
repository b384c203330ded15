/**
 * Where a character of a value stands in the text of its document. YAML may quote a value, escape characters of it and fold its lines,
 * so both are walked through together.
 *
 * @param offset  where the value begins in the text, a quotation mark or the sign of a block included
 * @param inside  characters of the value before the one that is looked for
 */
export function offsetInside(
  text: string,
  { offset, value, inside }: { readonly offset: number; readonly value: string; readonly inside: number },
): number {
  let at = offset;
  if (text[at] === '|' || text[at] === '>') at = Math.max(at, text.indexOf('\n', at));
  else if (text[at] === '"' || text[at] === "'") at++;
  for (let place = 0; place < inside; ) {
    const character = text[at];
    if (character === undefined) return offset;
    if (character === value[place]) {
      at++;
      place++;
    } else if (isBlank(character) || character === '\\' || character === "'") at++;
    else if (isBlank(value[place])) place++;
    else return offset;
  }
  while (isBlank(text[at]) && !isBlank(value[inside])) at++;
  return at;
}

function isBlank(character: string | undefined): boolean {
  return character !== undefined && /\s/.test(character);
}
