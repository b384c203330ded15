/**
 * What facts can be about that is no order and no contact: a *subject*. The word is what people read. A return of warehouse is the return
 * of every department, so two things that are not the same have two words.
 */
export const SUBJECT_KINDS = [
  'receipt',
  'location_count',
  'return',
  'packaging_audit',
  'route',
  'courtesy_audit',
  'session',
  'stock_check',
  'price_check',
  'stock_notice',
  'reminder',
  'customer_span',
  'training',
] as const;
export type SubjectKind = (typeof SUBJECT_KINDS)[number];
