import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a script of deploy/operate asks of the orchestrator, answered by a test: whether it was done. */
export type Hooks = Readonly<Record<string, (name: string) => Promise<boolean>>>;

/** A file of bash with a function for each hook. The functions reach this process over loopback. */
export async function hooksFile(hooks: Hooks) {
  const server = createServer(async (request, response) => {
    const [, hook = '', name = ''] = (request.url ?? '').split('/');
    const done = await hooks[hook]?.(name).catch((error: unknown) => void console.error(error));
    response.writeHead(done === true ? 200 : 500).end();
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  const ask = [
    'ask() {',
    '  local version status',
    `  exec {answer}<>/dev/tcp/127.0.0.1/${port}`,
    '  printf \'GET /%s/%s HTTP/1.0\\r\\n\\r\\n\' "$1" "$2" >&"$answer"',
    '  read -r version status _ <&"$answer"',
    '  exec {answer}>&-',
    '  [ "$status" = 200 ]',
    '}',
  ];
  const folder = mkdtempSync(join(tmpdir(), 'cx-hooks-'));
  const file = join(folder, 'hooks.sh');
  const functions = Object.keys(hooks).map((hook) => `${hook}() { ask ${hook} "$1"; }`);
  writeFileSync(file, [...ask, ...functions, ''].join('\n'));
  const close = () => {
    server.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { file, close };
}
