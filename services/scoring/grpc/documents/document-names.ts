import { DOCUMENT_KINDS, type DocumentKind } from '#libs/domain/document-kind.js';
import { CxError } from '#libs/domain/error.js';

/** The kind of `documents/ruleset`. @throws {CxError} NAME_INVALID, DOCUMENT_KIND_UNKNOWN */
export function kindIn(parent: string, field: string): DocumentKind {
  const [, text] = /^documents\/([^/]+)$/.exec(parent) ?? [];
  if (text === undefined) throw new CxError('NAME_INVALID', `${field} is written documents/ruleset`, { field });
  const kind = DOCUMENT_KINDS.find((one) => one === text);
  if (kind !== undefined) return kind;
  throw new CxError('DOCUMENT_KIND_UNKNOWN', `${text} is no kind of document; the kinds are ${DOCUMENT_KINDS}`, {
    field,
  });
}

/** What a name such as `documents/ruleset/versions/1` stands for; "latest" is undefined. @throws {CxError} as `kindIn` */
export function versionIn(name: string): { readonly kind: DocumentKind; readonly version: number | undefined } {
  const [, parent = '', number = ''] = /^(documents\/[^/]+)\/versions\/(latest|[1-9]\d{0,8})$/.exec(name) ?? [];
  if (parent === '')
    throw new CxError('NAME_INVALID', 'name is written documents/ruleset/versions/1', { field: 'name' });
  return { kind: kindIn(parent, 'name'), version: number === 'latest' ? undefined : Number(number) };
}

/** What a name such as `documents/ruleset/proposals/17` stands for. @throws {CxError} as `kindIn` */
export function proposalIn(name: string): { readonly kind: DocumentKind; readonly number: number } {
  const [, parent = '', number = ''] = /^(documents\/[^/]+)\/proposals\/([1-9]\d{0,8})$/.exec(name) ?? [];
  if (parent === '')
    throw new CxError('NAME_INVALID', 'name is written documents/ruleset/proposals/17', { field: 'name' });
  return { kind: kindIn(parent, 'name'), number: Number(number) };
}

export const versionName = (kind: DocumentKind, version: number) => `documents/${kind}/versions/${version}`;
export const proposalName = (kind: DocumentKind, number: number) => `documents/${kind}/proposals/${number}`;
