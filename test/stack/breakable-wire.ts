import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A way to a database that can be cut in the middle of a conversation; what comes after goes through again. */
export async function breakableWire(target: string) {
  const { hostname, port } = new URL(target);
  const open = new Set<Socket>();
  const ways: { readonly near: Socket; readonly far: Socket }[] = [];
  const server = createServer((near) => {
    const far = connect(Number(port), hostname);
    for (const end of [near, far]) open.add(end.on('error', () => undefined));
    near.pipe(far).pipe(near);
    ways.push({ near, far });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const own = new URL(target);
  own.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const cut = () => {
    for (const end of open) end.destroy();
  };
  /** Until the client has sent these words, the server answers nothing. */
  const holdAnswersUntilSent = async (words: string) => {
    for (const { near, far } of ways) far.unpipe(near);
    await Promise.race(
      ways.map(
        ({ near }) =>
          new Promise<void>((resolve) => {
            near.on('data', (sent: Buffer) => sent.includes(words) && resolve());
          }),
      ),
    );
    for (const { near, far } of ways) far.pipe(near);
  };
  return { url: own.href, cut, holdAnswersUntilSent, close: () => server.close() };
}
