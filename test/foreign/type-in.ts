import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { portsFrom, REST_OFFSET, type RunningServices, SERVICES } from '#deploy/local/services.js';
import { ROOT } from '#test/run/step.js';

/** The ports in the pages: those of `npm start`. */
const PRINTED = portsFrom(7100);
/** Separators of the words of a recorded command, and of commands. */
const WORD = '\u001e';
const COMMAND = '\u001d';

export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A call that grpcurl made while examples ran. */
export interface RecordedCall {
  /** "127.0.0.1:7100", an address of the test's installation. */
  readonly address: string;
  /** "cx.scoring.v1.ScoringService/GetIndex" */
  readonly method: string;
  /** "authorization: Bearer ...", or empty. */
  readonly header: string;
  /** The files of the client's certificate and its key; none for a person or feed. */
  readonly certificate: { readonly certificate: string; readonly key: string } | undefined;
  /** The argument of -d: one JSON object, or several for a stream. */
  readonly data: string;
  /** True if the example ends an endless stream. */
  readonly endless: boolean;
  readonly exitCode: number;
}

/**
 * A terminal that runs the examples of the pages. They run as printed, with two differences: the ports are those of this
 * installation, and `npx` starts the installed program without asking npm first, which takes 0.4 s.
 *
 * @param programs  foreign programs by name, "grpcurl"; their folder need not be on the PATH
 */
export class Terminal {
  readonly #folder = mkdtempSync(join(tmpdir(), 'cx-terminal-'));
  readonly #calls = join(this.#folder, 'calls');
  #env: NodeJS.ProcessEnv;
  readonly #installation: RunningServices & { readonly restPort?: number };

  constructor(
    installation: RunningServices & { readonly restPort?: number },
    programs: Readonly<Record<string, string>>,
  ) {
    this.#installation = installation;
    const bin = join(this.#folder, 'bin');
    mkdirSync(bin);
    const program = (name: string, ...lines: string[]) => {
      writeFileSync(join(bin, name), ['#!/bin/sh', ...lines, ''].join('\n'));
      chmodSync(join(bin, name), 0o755);
    };
    program('npx', `[ "$1" != cx ] || { shift; exec node '${ROOT}/cli/cx.mjs' "$@"; }`, 'exec "$@"');
    if (programs['grpcurl'] !== undefined)
      program(
        'grpcurl',
        `'${programs['grpcurl']}' "$@"`,
        'code=$?',
        `{ printf '%s\\036' "$code" "$@"; printf '\\035'; } >> '${this.#calls}'`,
        'exit $code',
      );
    const folders = Object.values(programs).map(dirname);
    const path = [bin, ...folders, join(ROOT, 'node_modules/.bin'), process.env['PATH'] ?? ''];
    const addresses = Object.entries(installation.addresses).map((pair) => pair.join('='));
    this.#env = { ...process.env, PATH: path.join(delimiter), CX_ADDRESSES: addresses.join(), NO_COLOR: '1' };
    this.#env['CX_DATA'] = installation.identity.dataDir;
  }

  /** Runs a block, and keeps what it exports for the blocks after it. */
  async keep(code: string): Promise<Ended> {
    const file = join(this.#folder, 'exported');
    const ended = await this.type('sh', `${code}\nenv -0 > '${file}'`);
    if (ended.code !== 0) return ended;
    const pairs = readFileSync(file, 'utf8').split('\0').filter(Boolean);
    const exported = pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]);
    this.#env = { ...this.#env, ...(Object.fromEntries(exported) as NodeJS.ProcessEnv) };
    return ended;
  }

  /** Runs a block as a script of the language; a failing command ends it. */
  type(language: 'sh' | 'python', code: string): Promise<Ended> {
    const text = this.#withOurPorts(code);
    return language === 'sh' ? this.run('bash', '--norc', '-euc', text) : this.run('python3', '-c', text);
  }

  run(program: string, ...words: string[]): Promise<Ended> {
    return this.#spawn(program, words, false);
  }

  /** Runs a program with an endless output and ends it after its first output. */
  runUntilItPrints(program: string, ...words: string[]): Promise<Ended> {
    return this.#spawn(program, words, true);
  }

  /** The calls that grpcurl has made so far, without list and describe. */
  recorded(): RecordedCall[] {
    if (!existsSync(this.#calls)) return [];
    const commands = readFileSync(this.#calls, 'utf8').split(COMMAND).slice(0, -1);
    return commands.map((command) => command.split(WORD).slice(0, -1)).flatMap(callOf);
  }

  #withOurPorts(code: string): string {
    const { ports, restPort } = this.#installation;
    const ours = new Map(
      SERVICES.flatMap((name) => [
        [PRINTED[name].grpc, ports[name].grpc] as const,
        [PRINTED[name].http, ports[name].http] as const,
      ]),
    );
    if (restPort !== undefined) ours.set(7100 + REST_OFFSET, restPort);
    const text = code.replace(/(?<=127\.0\.0\.1:)\d+/g, (port) => String(ours.get(Number(port)) ?? port));
    return text.replace(/(?<![\w/])\.cx\/tls/g, join(this.#installation.identity.dataDir, 'tls'));
  }

  #spawn(program: string, words: readonly string[], untilItPrints: boolean): Promise<Ended> {
    return new Promise((done, fail) => {
      const child = spawn(program, words, {
        ...{ cwd: ROOT, env: this.#env, detached: true },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let stdout = '';
      let stderr = '';
      child.stdout.on('data', (piece) => {
        // End the whole process group: npm's buf is a script that starts the real one.
        if (untilItPrints && stdout === '') process.kill(-(child.pid ?? 0), 'SIGTERM');
        stdout += piece;
      });
      child.stderr.on('data', (piece) => (stderr += piece));
      child.once('error', fail);
      child.once('close', (code) => done({ code: code ?? -1, stdout, stderr }));
    });
  }
}

function callOf([exitCode, ...words]: readonly string[]): RecordedCall[] {
  const [address, method] = words.slice(-2);
  if (address === undefined || method === undefined || !method.includes('/')) return [];
  const behind = (flag: string) => words[words.indexOf(flag) + 1] ?? '';
  return [
    {
      address,
      method,
      header: words.includes('-H') ? behind('-H') : '',
      certificate: words.includes('-cert') ? { certificate: behind('-cert'), key: behind('-key') } : undefined,
      data: words.includes('-d') ? behind('-d') : '{}',
      endless: words.includes('-max-time'),
      exitCode: Number(exitCode),
    },
  ];
}
