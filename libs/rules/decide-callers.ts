import type { AccessDocument } from '#libs/documents/access/access-document.js';
import { bindingsOf } from '#libs/documents/access/bindings-of.js';
import type { Caller, Proven } from '#libs/domain/access.js';
import { CxError } from '#libs/domain/error.js';
import type { Instant } from '#libs/domain/time.js';
import type { AccessAt } from './access-in-force.js';

/** Who may call one process, and by what it decides. */
export interface CallersOptions {
  /** The services of the installation, by the names in their certificates. */
  readonly services: { get(name: string): Caller | undefined };
  /** By the documents that this process has. */
  readonly accessAt: AccessAt;
  /** CX_FIRST_PUBLISHERS: subjects and groups that may propose and publish while no version of `access` holds. */
  readonly firstPublishers: readonly string[];
  /** Unset for scoring, to which no feed reports. */
  readonly feeds?: FeedCallers;
  readonly now: () => Instant;
}

/** What the document `feeds` says about clients that are feeds. */
export interface FeedCallers {
  /** The feed that a client is while no version of `access` holds; undefined for a client that cannot be one. */
  unbound(client: string): Caller | undefined;
  /** A feed that `access` binds, with the bindings that `feeds` leaves to it. */
  permitted(feed: Caller): Caller;
  /** What holds now: the same object for as long as the answers stay the same. */
  rules(): object | undefined;
}

/** What was decided about one proof, and by what. */
interface Decided {
  readonly document: AccessDocument | undefined;
  readonly feedRules: object | undefined;
  readonly caller: Caller;
}

/**
 * The roles of a proven caller at this instant. Certificates decide about services, the version of `access` that holds now about people and
 * clients. While none holds, the first publishers may propose and publish, and clients may report as the feeds of their names.
 *
 * Every call and every message of a stream asks. So one proof gets the same caller, without a search, until another version holds.
 *
 * @throws {CxError} CALLER_UNKNOWN for a certificate that names no service of this installation
 */
export function decideCallers({ services, accessAt, firstPublishers, feeds, now }: CallersOptions) {
  const decided = new WeakMap<Proven, Decided>();
  return (proven: Proven): Caller => {
    if (proven.kind === 'service') return serviceIn(services, proven.name);
    const [document, feedRules] = [accessAt(now()), feeds?.rules()];
    const known = decided.get(proven);
    if (known !== undefined && known.document === document && known.feedRules === feedRules) return known.caller;
    const caller = decide(proven, document);
    decided.set(proven, { document, feedRules, caller });
    return caller;
  };

  function decide(proven: ProvenToken, document: AccessDocument | undefined): Caller {
    const caller = bindingsOf(proven, { document, firstPublishers });
    if (document !== undefined) return caller.kind === 'feed' && feeds !== undefined ? feeds.permitted(caller) : caller;
    // A person who uses a program of that name is not the program.
    const isClient = proven.subject === proven.client;
    if (caller.bindings.length > 0 || !isClient) return caller;
    return feeds?.unbound(proven.client) ?? caller;
  }
}

type ProvenToken = Extract<Proven, { kind: 'token' }>;

function serviceIn(services: CallersOptions['services'], name: string): Caller {
  const caller = services.get(name);
  if (caller?.kind === 'service') return caller;
  throw new CxError('CALLER_UNKNOWN', `the certificate names ${name}, which is no service of this installation`);
}
