/**
 * A part of a case: a parcel of an order, an issue of several contacts. It is named as its feed names it and follows the rule
 * for ids. WHOLE stands for the case as a whole, and for cases that have no parts.
 */
export type Part = string;

export const WHOLE: Part = '';
