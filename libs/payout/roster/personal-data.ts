/** Shapes of values by which a person is known. An opaque reference has none of them. */
export type PersonalShape = 'MAIL' | 'TELEPHONE' | 'NAME';

const MAIL = /@/;
/** A sign or a leading 0, then digits with the signs that people put between them. */
const TELEPHONE = /^(\+|00|0|\()[\d\s()./-]{6,}$/;
/** Two words of letters, with a blank, comma, dot or underscore between: "Erika Mustermann", "mustermann, erika", "e.mustermann". */
const NAME = /^\p{L}+[\s,._-]+\p{L}[\p{L}'-]+$/u;
/** One word that begins like a name: "Mustermann". A reference of letters alone is written in capitals or has a digit. */
const WORD = /^\p{Lu}\p{Ll}{2,}$/u;

/**
 * The shape of personal data that a value has; undefined for one without. It judges the shape alone: what looks like a reference may
 * still be a badge number, so a roster carries references that only its sender can resolve.
 */
export function personalDataIn(value: string): PersonalShape | undefined {
  const text = value.trim();
  if (MAIL.test(text)) return 'MAIL';
  if (TELEPHONE.test(text) && digits(text) >= 7) return 'TELEPHONE';
  return NAME.test(text) || WORD.test(text) ? 'NAME' : undefined;
}

function digits(text: string): number {
  return text.replace(/\D/g, '').length;
}
