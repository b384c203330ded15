/** The kinds of documents that a company writes about itself, in the order in which people write and read them. */
export const DOCUMENT_KINDS = [
  'company',
  'departments',
  'metrics',
  'ruleset',
  'feeds',
  'access',
  'events',
  'pay-plan',
  'export-profiles',
  'webhooks',
] as const;
export type DocumentKind = (typeof DOCUMENT_KINDS)[number];
