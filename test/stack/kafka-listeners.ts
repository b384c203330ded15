import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { freePort } from '#deploy/local/ports.js';

/** A broker's settings for three listeners beside that of its controller: one open, one with TLS, one with a login. */
export interface Listeners {
  /** Of the open listener. */
  readonly port: number;
  /** "127.0.0.1:9093" */
  readonly tls: string;
  readonly login: string;
  readonly settings: Readonly<Record<string, string>>;
}

const PASSWORD = 'only-for-tests';

/** Makes a certificate with Java's keytool in that folder, and chooses free ports. */
export async function listenersIn(folder: string): Promise<Listeners> {
  const [port, tls, login, controller] = [await freePort(), await freePort(), await freePort(), await freePort()];
  const open = `PLAINTEXT://127.0.0.1:${port},TLS://127.0.0.1:${tls},LOGIN://127.0.0.1:${login}`;
  const keystore = makeKeystore(folder);
  const settings = {
    listeners: `${open},CONTROLLER://127.0.0.1:${controller}`,
    'advertised.listeners': open,
    'controller.quorum.voters': `1@127.0.0.1:${controller}`,
    'listener.security.protocol.map': 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,TLS:SSL,LOGIN:SASL_PLAINTEXT',
    'ssl.keystore.type': 'PKCS12',
    'ssl.keystore.location': keystore,
    'ssl.keystore.password': PASSWORD,
    'sasl.enabled.mechanisms': 'PLAIN',
    'listener.name.login.plain.sasl.jaas.config': `org.apache.kafka.common.security.plain.PlainLoginModule required user_cx="${PASSWORD}";`,
  };
  return { port, tls: `127.0.0.1:${tls}`, login: `127.0.0.1:${login}`, settings };
}

function makeKeystore(folder: string): string {
  const file = join(folder, 'broker.p12');
  const name = ['-alias', 'broker', '-dname', 'CN=127.0.0.1', '-ext', 'san=ip:127.0.0.1', '-validity', '2'];
  const store = ['-keystore', file, '-storetype', 'PKCS12', '-storepass', PASSWORD];
  execFileSync('keytool', ['-genkeypair', '-keyalg', 'RSA', ...name, ...store], { stdio: 'pipe' });
  return file;
}
