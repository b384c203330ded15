import { status } from '@grpc/grpc-js';
import type { Ended, RecordedCall, Terminal } from './type-in.js';

/** How long Python listens to an endless stream. */
const LISTEN_SECONDS = 1;

/** Each call once, in the order in which they were first made. */
export function distinct(calls: readonly RecordedCall[]): RecordedCall[] {
  return [...new Map(calls.map((call) => [JSON.stringify(call), call])).values()];
}

/** The number of the gRPC status that a call ended with; grpcurl adds 64 to it for its exit code. */
export function statusOf({ exitCode }: RecordedCall): number {
  return exitCode === 0 ? status.OK : exitCode - 64;
}

/** Makes by buf curl the call that grpcurl made. */
export function makeByBuf(terminal: Terminal, call: RecordedCall): Promise<Ended> {
  const { address, method, caller, data, endless } = call;
  const flags = ['--protocol', 'grpc', '--http2-prior-knowledge', '-H', `cx-caller: ${caller}`, '-d', data];
  const words = ['curl', ...flags, `http://${address}/${method}`];
  return endless ? terminal.runUntilItPrints('buf', ...words) : terminal.run('buf', ...words);
}

/** The call that grpcurl made, as `call_all.py` is told of it. */
export function inPython({ address, method, caller, data, endless }: RecordedCall) {
  // JSON objects one after the other: those of a stream.
  const messages = data.split(/(?<=\})\s+(?=\{)/).reduce<string[]>((whole, piece) => {
    const last = whole.at(-1);
    if (last === undefined || isJson(last)) whole.push(piece);
    else whole[whole.length - 1] = `${last} ${piece}`;
    return whole;
  }, []);
  const seconds = endless ? LISTEN_SECONDS : 30;
  return { address, method, caller, seconds, messages: messages.map((text) => JSON.parse(text)) };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
