import { status } from '@grpc/grpc-js';
import type { Ended, RecordedCall, Terminal } from './type-in.js';

/** How long Python listens to an endless stream. */
const LISTEN_SECONDS = 1;

/** Each call once, in the order of the first occurrences. */
export function distinct(calls: readonly RecordedCall[]): RecordedCall[] {
  return [...new Map(calls.map((call) => [JSON.stringify(call), call])).values()];
}

/** The gRPC status number of a call; grpcurl exits with 64 plus this number. */
export function statusOf({ exitCode }: RecordedCall): number {
  return exitCode === 0 ? status.OK : exitCode - 64;
}

/**
 * Repeats with buf curl a call that grpcurl made.
 *
 * @param reader  the header of a caller that may read the contract
 */
export function makeByBuf(terminal: Terminal, authority: string, reader: string, call: RecordedCall): Promise<Ended> {
  const { address, method, header, certificate, data, endless } = call;
  const proof = certificate === undefined ? [] : ['--cert', certificate.certificate, '--key', certificate.key];
  const headers = [...(header === '' ? [] : ['-H', header]), '--reflect-header', reader];
  const flags = ['--protocol', 'grpc', '--cacert', authority, ...proof, ...headers];
  const words = ['curl', ...flags, '-d', data, `https://${address}/${method}`];
  return endless ? terminal.runUntilItPrints('buf', ...words) : terminal.run('buf', ...words);
}

/** A call that grpcurl made, in the form that `call_all.py` reads. */
export function inPython({ address, method, header, certificate, data, endless }: RecordedCall) {
  // JSON objects one after the other: those of a stream.
  const messages = data.split(/(?<=\})\s+(?=\{)/).reduce<string[]>((whole, piece) => {
    const last = whole.at(-1);
    if (last === undefined || isJson(last)) whole.push(piece);
    else whole[whole.length - 1] = `${last} ${piece}`;
    return whole;
  }, []);
  const seconds = endless ? LISTEN_SECONDS : 30;
  return { address, method, header, ...certificate, seconds, messages: messages.map((text) => JSON.parse(text)) };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
