import { HIDDEN } from './redact.js';

/** What a log shows of an error. */
export interface LoggedError {
  readonly type: string;
  readonly message: string;
  readonly stack: string;
  readonly [field: string]: unknown;
}

/**
 * Fields of errors that name parts of this product. No others: PostgreSQL writes the refused row into `detail` and `where`, gRPC the
 * metadata of the call into `metadata`, and both may hold an order number or a token.
 */
const SHOWN = [
  'code',
  'reason',
  'field',
  'severity',
  'schema',
  'table',
  'column',
  'constraint',
  'syscall',
  'address',
  'port',
];
const MOST_CAUSES = 5;

/** What a log shows of an error and of what caused it. What is thrown and is no error is shown by its type only. */
export function loggedError(thrown: unknown, causes = MOST_CAUSES): LoggedError | { readonly type: string } {
  if (!(thrown instanceof Error)) return { type: typeof thrown };
  const fields = thrown as unknown as Readonly<Record<string, unknown>>;
  const shown = SHOWN.filter((name) => ['string', 'number'].includes(typeof fields[name]));
  const several = thrown instanceof AggregateError ? thrown.errors.slice(0, MOST_CAUSES) : [];
  const quoting = quotes(thrown, fields);
  return {
    type: thrown.name,
    message: quoting ? withoutQuotes(thrown.message) : thrown.message,
    stack: quoting ? stackWithoutMessage(thrown) : (thrown.stack ?? ''),
    ...Object.fromEntries(shown.map((name) => [name, fields[name]])),
    ...(several.length === 0 || causes === 0 ? {} : { errors: several.map((one) => loggedError(one, causes - 1)) }),
    ...(thrown.cause === undefined || causes === 0 ? {} : { cause: loggedError(thrown.cause, causes - 1) }),
  };
}

/** Whether the message quotes a value: of PostgreSQL about values (class 22), and of parsers about their text. */
function quotes(error: Error, { code, severity }: Readonly<Record<string, unknown>>): boolean {
  return error instanceof SyntaxError || (severity !== undefined && String(code).startsWith('22'));
}

function withoutQuotes(message: string): string {
  return message.replace(/"[^"]*"|'[^']*'/g, `"${HIDDEN}"`);
}

function stackWithoutMessage({ name, message, stack = '' }: Error): string {
  return `${name}: ${withoutQuotes(message)}${stack.slice(stack.indexOf(message) + message.length)}`;
}
