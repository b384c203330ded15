/** One part of a path between two slashes: a word, or any text but an empty one. */
interface Segment {
  readonly word: string | undefined;
  /** The field that it is a part of; undefined outside of braces. */
  readonly field: string | undefined;
}

/** The path of a call, as google.api.http writes it: "/v1/{name=periods/*\/snapshots/*}:file". */
export interface PathTemplate {
  readonly text: string;
  readonly segments: readonly Segment[];
  /** What follows the colon at the end; empty without one. */
  readonly verb: string;
}

/** @throws {Error} for what this product does not use: `**`, and a field with a dot */
export function pathTemplate(text: string): PathTemplate {
  const [, path = '', verb = ''] = /^\/(.*?)(?::([a-zA-Z]+))?$/.exec(text) ?? [];
  const segments: Segment[] = [];
  for (const [part] of path.matchAll(/\{[^}]*\}|[^/]+/g)) {
    const [, field, pattern = '*'] = /^\{([a-z_]+)(?:=([^}]+))?\}$/.exec(part) ?? [];
    for (const word of (field === undefined ? part : pattern).split('/')) {
      if (word !== '*' && !/^[\w.-]+$/.test(word)) throw new Error(`${text}: ${word} cannot be a part of a path`);
      segments.push({ word: word === '*' ? undefined : word, field });
    }
  }
  if (segments.length === 0) throw new Error(`${text} is no path`);
  return { text, segments, verb };
}

/**
 * The fields that a path states.
 *
 * @param path  as it was sent, with its percent codes
 * @returns     undefined when the path is another one
 */
export function matchPath({ segments, verb }: PathTemplate, path: string): ReadonlyMap<string, string> | undefined {
  const sent = splitPath(path);
  if (sent === undefined || sent.verb !== verb || sent.parts.length !== segments.length) return undefined;
  const fields = new Map<string, string[]>();
  for (const [place, { word, field }] of segments.entries()) {
    const part = sent.parts[place] ?? '';
    if (part === '' || (word !== undefined && word !== part)) return undefined;
    if (field !== undefined) fields.set(field, [...(fields.get(field) ?? []), part]);
  }
  return new Map([...fields].map(([field, parts]) => [field, parts.join('/')]));
}

/** Whether one path can be both. */
export function overlap(a: PathTemplate, b: PathTemplate): boolean {
  if (a.verb !== b.verb || a.segments.length !== b.segments.length) return false;
  return a.segments.every(({ word }, place) => {
    const other = b.segments[place]?.word;
    return word === undefined || other === undefined || word === other;
  });
}

/** A part with a coded slash would be two parts of a name. */
function splitPath(path: string): { readonly parts: readonly string[]; readonly verb: string } | undefined {
  const [, rest = '', verb = ''] = /^\/(.*?)(?::([a-zA-Z]+))?$/.exec(path) ?? [];
  try {
    const parts = rest.split('/').map((part) => decodeURIComponent(part));
    return parts.some((part) => part.includes('/')) ? undefined : { parts, verb };
  } catch {
    return undefined;
  }
}
