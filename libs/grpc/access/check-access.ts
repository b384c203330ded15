import { randomUUID } from 'node:crypto';
import {
  type Metadata,
  ServerInterceptingCall,
  type ServerInterceptingCallInterface,
  type ServerInterceptor,
  status as statusNumbers,
} from '@grpc/grpc-js';
import type { Caller, Proven } from '#libs/domain/access.js';
import { CxError } from '#libs/domain/error.js';
import { clientCertificate } from '../client-certificate.js';
import { failureOf } from '../failure.js';
import { REASON_KEY } from '../refusal.js';
import { methodName } from '../watched-call.js';
import type { Audit, AuditEntry, AuditOutcome } from './audit.js';
import { GrantedCall, leaveAccess } from './call-access.js';
import type { BindingsOf, Identify } from './caller.js';
import {
  departmentsIn,
  isOwnDepartment,
  requireDepartments,
  requirePermission,
  requireResources,
  resourcesIn,
  rolesUsed,
} from './permitted.js';
import { REQUEST_ID_KEY, requestIdOf } from './request-id.js';
import type { AccessRule, AccessRules } from './rules.js';

export interface CheckAccessOptions {
  readonly identify: Identify;
  readonly bindingsOf: BindingsOf;
  readonly rules: AccessRules;
  /** The department whose process this is; undefined for scoring. */
  readonly department: string | undefined;
  readonly audit: Audit;
  readonly onBug: (error: unknown) => void;
}

/** Every connection may ask for the health, since orchestrators hold no certificate. */
const OPEN = /^\/grpc\.health\.v1\./;
/** Every proven caller may read the contracts, whatever its roles. */
const REFLECTION = /^\/grpc\.reflection\./;

/**
 * Checks who calls, and whether they may. It identifies the caller when the metadata arrives, before a message is decoded, and leaves
 * the caller for the handler. It checks the departments that the request names when the request arrives. It writes the audit log.
 */
export function checkingAccess(options: CheckAccessOptions): ServerInterceptor {
  return ({ path }, call) => {
    const rule = options.rules.get(path);
    if (OPEN.test(path)) return new ServerInterceptingCall(call);
    const checked = new CheckedCall(path, rule, call, options);
    return new ServerInterceptingCall(call, {
      start: (next) =>
        next({
          onReceiveMetadata: (metadata, pass) => checked.metadata(metadata, () => pass(metadata)),
          onReceiveMessage: (message, pass) => checked.message(message, () => pass(message)),
          onCancel: () => void checked.ended({ code: 'CANCELLED', reason: '' }),
        }),
      sendMessage: (message, pass) => checked.answer(() => pass(message)),
      sendStatus: (status, pass) => {
        const reason = String(status.metadata?.get(REASON_KEY)[0] ?? '');
        const code = statusNumbers[status.code ?? 0] ?? 'UNKNOWN';
        void checked.answered({ code, reason }).then(() => pass(status));
      },
    });
  };
}

/** One call on its way to the handler. */
class CheckedCall {
  #requestId = '';
  #granted: GrantedCall | undefined;
  #caller: Caller | undefined;
  #resources: readonly string[] = [];
  /** The line with which the call began; undefined while it has none. */
  #began: AuditEntry | undefined;
  #proven: Proven | undefined;
  /** The caller for whom a further message was checked last. While the roles stay the same, so does the caller. */
  #permitted: Caller | undefined;
  /** The first request, where the rule decides by it. */
  #request: object | undefined;
  #isRead = false;
  #isAnswered = false;
  #isOver = false;

  constructor(
    private readonly path: string,
    private readonly rule: AccessRule | undefined,
    private readonly call: ServerInterceptingCallInterface,
    private readonly options: CheckAccessOptions,
  ) {}

  /** Identifies the caller and checks its roles. */
  metadata(metadata: Metadata, pass: () => void): void {
    this.#requestId = requestIdOf(metadata.get(REQUEST_ID_KEY), randomUUID);
    this.#decide(async () => {
      const { identify, bindingsOf, department } = this.options;
      const certificate = clientCertificate(this.call);
      const proven = await identify({ address: this.call.getPeer(), certificate }, metadata);
      if (this.rule === undefined && REFLECTION.test(this.path)) return;
      this.#proven = proven;
      this.#caller = bindingsOf(proven);
      if (this.rule === undefined) throw new Error(`${this.path} has no rule`);
      requirePermission(this.#caller, this.rule, department);
      this.#granted = new GrantedCall(this.#caller, this.rule);
      leaveAccess(metadata, this.#granted);
    }, pass);
  }

  /** Checks what the first request names. Later ones of a stream name nothing. */
  message(message: unknown, pass: () => void): void {
    if (this.#isRead) return this.#again(pass);
    this.#isRead = true;
    const { rule } = this;
    const caller = this.#caller;
    if (rule === undefined || caller === undefined || !readsRequests(rule)) return pass();
    this.#decide(async () => {
      const request = message as object;
      this.#request = request;
      this.#resources = resourcesIn(rule, request);
      requireDepartments(caller, rule, request);
      requireResources(caller, rule, request);
      if (!this.#isAudited(caller, rule, request)) return;
      const entry = this.#entry();
      await this.options.audit.began(entry);
      this.#began = entry;
      if (this.#isOver) await this.ended({ code: 'CANCELLED', reason: '' });
    }, pass);
  }

  /** Lets the first answer pass: the call was checked for it. */
  answer(pass: () => void): void {
    if (this.#isAnswered) return this.#again(pass);
    this.#isAnswered = true;
    const proven = this.#proven;
    if (proven !== undefined) this.#granted?.follow(() => this.options.bindingsOf(proven));
    pass();
  }

  /** Writes how the handler answered. What only it can deny, such as the figures of a unit, is on record like every denial. */
  async answered(outcome: AuditOutcome): Promise<void> {
    const isOnRecord = this.#began !== undefined && this.#began.audited !== 'READING_OF_OTHERS';
    if (isDenial(outcome) && !isOnRecord) await this.#denied(outcome);
    await this.ended(outcome);
  }

  /** Writes once how a call ended that has a line for its beginning. */
  async ended(outcome: AuditOutcome): Promise<void> {
    this.#isOver = true;
    const entry = this.#began;
    if (entry === undefined) return;
    this.#began = undefined;
    const { audit, onBug } = this.options;
    await audit.ended(entry, { ...this.#granted?.changed, ...outcome }).catch(onBug);
  }

  /** Checks a stream at each further message: the roles of a caller may end while it is open. */
  #again(pass: () => void): void {
    const { rule } = this;
    if (this.#proven === undefined || this.#granted === undefined || rule === undefined) return pass();
    try {
      const caller = this.options.bindingsOf(this.#proven);
      if (caller === this.#permitted) return pass();
      requirePermission(caller, rule, this.options.department);
      if (this.#request !== undefined) requireDepartments(caller, rule, this.#request);
      this.#permitted = caller;
    } catch (error) {
      return void this.#refuse(error);
    }
    pass();
  }

  #decide(check: () => Promise<void>, pass: () => void): void {
    check().then(pass, (error: unknown) => this.#refuse(error));
  }

  async #refuse(error: unknown): Promise<void> {
    if (error instanceof CxError && isDenial(error)) {
      const code = error.reason === 'CALLER_UNKNOWN' ? 'UNAUTHENTICATED' : 'PERMISSION_DENIED';
      await this.#denied({ code, reason: error.reason });
    }
    this.call.sendStatus(failureOf(error, this.options));
  }

  async #denied(outcome: AuditOutcome): Promise<void> {
    const { audit, onBug } = this.options;
    await audit.denied(this.#entry(), outcome).catch(onBug);
  }

  #isAudited(caller: Caller, rule: AccessRule, request: object): boolean {
    if (rule.audited !== 'READING_OF_OTHERS') return rule.audited !== 'NEVER';
    const named = rule.department.length > 0 ? departmentsIn(rule, request) : [this.options.department ?? '-'];
    return named.some((one) => this.#granted?.sees(one) === 'all' && !isOwnDepartment(caller, one));
  }

  #entry(): AuditEntry {
    return {
      ...methodName(this.path),
      requestId: this.#requestId,
      caller: this.#caller,
      roles: this.#caller === undefined || this.rule === undefined ? [] : rolesUsed(this.#caller, this.rule),
      peer: this.call.getPeer(),
      audited: this.rule?.audited ?? 'NEVER',
      resources: this.#resources,
    };
  }
}

/** Whether a rule decides by what stands in the request. */
function readsRequests({ audited, department, restrict = [] }: AccessRule): boolean {
  return audited !== 'NEVER' || department.length > 0 || restrict.length > 0;
}

const isDenial = ({ reason }: { readonly reason: string }) =>
  reason === 'CALLER_UNKNOWN' || reason === 'CALLER_NOT_ALLOWED';
