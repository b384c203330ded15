import { readdirSync } from 'node:fs';
import { REASONS, type Reason } from '#libs/domain/error.js';
import { ROOT, readText } from '#test/tidy/source.js';

/** A call as its contract describes it. */
export interface DocumentedCall {
  /** "cx.scoring.v1.ScoringService/GetIndex" */
  readonly method: string;
  /** Whether its rule asks for lines in the audit log. */
  readonly isAudited: boolean;
  readonly reasons: ReadonlySet<Reason>;
  /** Reasons that the contract names under another status than that of the list. */
  readonly wrongStatus: readonly string[];
}

/** The reasons that a comment names: those of its own text, and the calls whose reasons it shares ("as ExplainIndex"). */
interface Named {
  readonly reasons: readonly Reason[];
  readonly as: readonly string[];
  readonly wrongStatus: readonly string[];
}

/** Every call of every service, with the reasons that the comments of its contract name. */
export function documentedCalls(): DocumentedCall[] {
  const files = readdirSync(`${ROOT}/proto/cx`, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.proto'),
  );
  return files.toSorted().flatMap((file) => callsIn(readText(`proto/cx/${file}`)));
}

export function callsIn(text: string): DocumentedCall[] {
  const package_ = /^package (.+);$/m.exec(text)?.[1] ?? '';
  const services = [...text.matchAll(/((?:^\/\/.*\n)*)^service (\w+) \{\n([\s\S]*?)^\}/gm)];
  return services.flatMap(([, comment = '', service = '', body = '']) => {
    const common = commonOf(plain(comment));
    const calls = [...body.matchAll(/((?:^ {2}\/\/.*\n)*)^ {2}rpc (\w+)\((?:stream )?\w+\) returns \((stream )?/gm)];
    const named = new Map(calls.map(([, own = '', name = '']) => [name, namedIn(afterErrors(plain(own)))]));
    return calls.map(([whole, , name = ''], place) => {
      const own = withShared(name, named);
      const isStream = whole.includes('(stream ');
      const needsStore = own.reasons.includes('STORE_UNAVAILABLE');
      const rule = body.slice(calls[place]?.index, calls[place + 1]?.index);
      const isAudited = /audited: AUDITED_(?!NEVER)/.test(rule);
      const all = [
        ...[common.call, own],
        ...(isStream ? [common.stream] : []),
        ...(needsStore ? [common.store] : []),
        ...(isAudited ? [common.audited] : []),
      ];
      return {
        method: `${package_}.${service}/${name}`,
        isAudited,
        reasons: new Set(all.flatMap(({ reasons }) => reasons)),
        wrongStatus: all.flatMap(({ wrongStatus }) => wrongStatus),
      };
    });
  });
}

function commonOf(comment: string) {
  const part = (title: string) =>
    namedIn(new RegExp(`Errors of every ${title}: (.*?)(?=Errors of every|$)`).exec(comment)?.[1] ?? '');
  return {
    call: part('call'),
    stream: part('stream'),
    store: part('call that can answer STORE_UNAVAILABLE'),
    audited: part('call that is put on record'),
  };
}

function withShared(name: string, named: ReadonlyMap<string, Named>): Named {
  const own = named.get(name) ?? { reasons: [], as: [], wrongStatus: [] };
  const shared = own.as.map((other) => {
    if (!named.has(other)) throw new Error(`${name} has the errors of ${other}, which is no call of its service`);
    return withShared(other, named);
  });
  return { ...own, reasons: [...own.reasons, ...shared.flatMap(({ reasons }) => reasons)] };
}

/** Settings such as CX_STREAM_SECONDS are no reasons. */
function namedIn(text: string): Named {
  const reasons: Reason[] = [];
  const wrongStatus: string[] = [];
  let status: string | undefined;
  for (const [word] of text.matchAll(
    /Reasons of one fact|\b(?!CX_)[A-Z]+(?:_[A-Z]+)+\b|\b(?:ABORTED|UNAVAILABLE|UNAUTHENTICATED)\b/g,
  )) {
    if (word === 'Reasons of one fact') status = undefined;
    else if (STATUSES.has(word)) status = word;
    else if (isReason(word)) {
      reasons.push(word);
      if (status !== undefined && REASONS[word].status !== status) wrongStatus.push(`${status} with ${word}`);
    } else throw new Error(`${word} is neither a status nor a reason of libs/domain/error.ts`);
  }
  return { reasons, wrongStatus, as: [...text.matchAll(/\bas ([A-Z]\w+)/g)].map(([, name = '']) => name) };
}

const STATUSES: ReadonlySet<string> = new Set(Object.values(REASONS).map(({ status }) => status));

function isReason(word: string): word is Reason {
  return Object.hasOwn(REASONS, word);
}

/** A comment on one line. */
function plain(comment: string): string {
  return comment.replace(/^\s*\/\/ ?/gm, ' ').replaceAll(/\s+/g, ' ');
}

function afterErrors(comment: string): string {
  return /Errors(?: of the whole call)?: (.*)$/.exec(comment)?.[1] ?? '';
}
