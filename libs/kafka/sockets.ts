import { connect, isIP } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { ISocketFactory } from 'kafkajs';
import { type KafkaSecurity, tlsOptions } from './security.js';

/** As kafkajs does it by itself. */
const KEEP_ALIVE_MS = 60_000;

/** Opens the connections of kafkajs, each with the certificates of now: kafkajs would keep those of the start. */
export function socketsOf(security: KafkaSecurity): ISocketFactory {
  return ({ host, port, onConnect }) => {
    const { tls } = security;
    const name = isIP(host) === 0 ? { servername: host } : {};
    const socket =
      tls === undefined
        ? connect({ host, port }, onConnect)
        : connectTls({ host, port, ...name, ...tlsOptions(tls) }, onConnect);
    return socket.setKeepAlive(true, KEEP_ALIVE_MS);
  };
}
