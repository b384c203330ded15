/** How PostgreSQL, a pooler or the driver answers a wrong configuration. The answer is the same at every try. */
interface Misconfiguration {
  /** SQLSTATE of the server, or the error code of Node; empty for errors of the driver. */
  readonly code: RegExp;
  readonly message?: RegExp;
  /** What is wrong and which setting to change. */
  readonly says: string;
}

const AUTHORITY =
  /^(DEPTH_ZERO_)?SELF_SIGNED_CERT|^UNABLE_TO_(VERIFY|GET)|^CERT_(UNTRUSTED|SIGNATURE|REJECTED)|^INVALID_CA$/;
const NO_TLS = /does not support SSL connections|error establishing an SSL connection|SSL required|SSL not supported/i;

const PASSWORD: Misconfiguration = {
  code: /^28P01$|^$|^08P01$/,
  message:
    /password authentication failed|SASL authentication failed|auth failed|no such user|client password must be a/,
  says: 'the user or its password is refused; correct both in CX_DATABASE_URL, or the password in CX_DATABASE_PASSWORD',
};

/** The first row that fits. pgbouncer gives the code 08P01 to nearly everything, so its texts are compared. */
const MISCONFIGURATIONS: readonly Misconfiguration[] = [
  {
    code: /^08P01$/,
    message: /unsupported startup parameter/,
    says: 'the pooler refuses a startup parameter; remove it from CX_DATABASE_URL, or add it to ignore_startup_parameters of pgbouncer',
  },
  {
    code: /^$|^08P01$/,
    message: NO_TLS,
    says: 'the server and sslmode do not agree on encryption; change sslmode in CX_DATABASE_URL, or the certificate settings of the server',
  },
  {
    code: /^28000$/,
    message: /no encryption|SSL off/,
    says: 'the server takes only encrypted connections of this user; set sslmode=verify-full in CX_DATABASE_URL',
  },
  {
    code: /^28000$/,
    message: /client certificate/,
    says: 'the server asks for a certificate of this service; set sslcert and sslkey in CX_DATABASE_URL',
  },
  PASSWORD,
  {
    code: /^28...$/,
    says: 'the user may not connect from this machine; correct the user in CX_DATABASE_URL, or pg_hba.conf of the server',
  },
  {
    code: /^3D000$|^08P01$/,
    message: /database .* does not exist|no such database/,
    says: 'there is no database of this name; correct it in CX_DATABASE_URL, or create it',
  },
  {
    code: /^42501$/,
    message: /permission denied for database/,
    says: 'the user may not connect to this database; grant it CONNECT',
  },
  {
    code: /^42501$/,
    message: /permission denied for schema/,
    says: 'the user may not create tables in this database; run `main.js migrate` as the owner of the database and set CX_MIGRATE=wait, or make the user the owner',
  },
  {
    code: /^42501$/,
    says: 'the user may not do this in the database; run `main.js migrate` with CX_SERVICE_ROLE set to this user',
  },
  {
    code: /^CERT_HAS_EXPIRED$/,
    says: 'the certificate of the server has expired; renew it on the server',
  },
  {
    code: /^ERR_TLS_CERT_ALTNAME_INVALID$|^HOSTNAME_MISMATCH$/,
    says: 'the certificate of the server is for another host name; correct the host in CX_DATABASE_URL, or use sslmode=verify-ca',
  },
  {
    code: AUTHORITY,
    says: 'the certificate of the server is not from a known authority; correct sslrootcert in CX_DATABASE_URL',
  },
  {
    code: /^ERR_SSL_.*ALERT_(UNKNOWN_CA|BAD_CERTIFICATE|UNSUPPORTED_CERTIFICATE|CERTIFICATE_)/,
    says: 'the server refuses the certificate of this service; correct sslcert and sslkey in CX_DATABASE_URL',
  },
  {
    code: /^EPROTO$|^ERR_SSL_|^ERR_OSSL_/,
    says: 'the server and this service agree on no version of TLS; change sslmode or the certificate files in CX_DATABASE_URL',
  },
];

/** Whether the server refused the password, or the user. */
export function isPasswordRefused(code: string, message: string): boolean {
  return PASSWORD.code.test(code) && PASSWORD.message?.test(message) === true;
}

/** One clause that names what to change when the failure comes from the configuration; undefined when it may pass by itself. */
export function whyUnusable(code: string, message: string): string | undefined {
  return MISCONFIGURATIONS.find((row) => row.code.test(code) && (row.message?.test(message) ?? true))?.says;
}

/** Whether encryption failed, so that a connection that only prefers it is tried without. */
export function isTlsRefused(code: string, message: string): boolean {
  return (code === '' && NO_TLS.test(message)) || /^EPROTO$|^ERR_SSL_|^ERR_OSSL_/.test(code);
}
