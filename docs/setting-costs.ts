import { BOUNDS_COSTS } from './bounds-costs.js';
import type { SettingCosts } from './setting-cost.js';

const NOTHING: SettingCosts = { costs: 'nothing' };

/** Every setting of a service, by name. A test fails for a setting that is not here. */
export const SETTING_COSTS: Readonly<Record<string, SettingCosts>> = {
  CX_HOST: { costs: 'on another address than loopback, everything that reaches the port may try to call' },
  CX_GRPC_PORT: { unit: 'port', costs: 'nothing' },
  CX_HTTP_PORT: { unit: 'port', costs: 'nothing' },
  CX_DATABASE_URL: { costs: 'up to 10 connections of the server stay open, 16 for scoring' },
  CX_DATABASE_PASSWORD: { costs: 'in a file, no restart for a new one' },
  CX_MIGRATE: {
    costs: '`start`: the role of the process must own its tables; `wait`: one more step before each new version',
  },
  CX_INSTALLATION: { costs: 'never change it: processes refuse batches of another installation' },
  CX_TLS_CERTIFICATE_FILE: { costs: 'processor time for every byte; no restart for a new certificate' },
  CX_TLS_KEY_FILE: { costs: 'no restart for a new key' },
  CX_TLS_CA_FILE: { costs: 'every authority in it may sign the certificate of a service' },
  CX_FIRST_PUBLISHERS: {
    costs:
      'these people may publish anything until a version of the document access holds; without them the first version cannot be published',
  },
  CX_ACCEPTED_INSECURITIES: { costs: 'no alert reminds of what is accepted' },
  CX_TRUST_DOMAIN: { costs: 'all certificates have to be signed again for another one' },
  CX_OIDC_ISSUER: { costs: 'callers with new keys wait up to 3 seconds for the issuer' },
  CX_OIDC_AUDIENCE: { costs: 'tokens that were issued for another audience are refused' },
  CX_OIDC_CA_FILE: NOTHING,
  CX_OIDC_GROUPS_CLAIM: { costs: 'groups that stand in another claim bind to no role' },
  KAFKA_BROKERS: { costs: 'every batch is stored in Kafka too; without brokers each process asks the others' },
  KAFKA_COMPRESSION: { costs: 'processor time of writers and readers, for less disk and network' },
  KAFKA_TLS: { costs: 'processor time for every byte' },
  KAFKA_TLS_CA: { costs: 'no restart for another authority in a file' },
  KAFKA_TLS_CERTIFICATE: { costs: 'no restart for a new one in a file; connections that are open stay' },
  KAFKA_TLS_KEY: { costs: 'no restart for a new one in a file' },
  KAFKA_TLS_SERVER_NAME: { costs: 'the host in the address of a broker is not checked, only this name' },
  KAFKA_SASL_MECHANISM: { costs: '`PLAIN` without TLS sends the password unencrypted' },
  KAFKA_SASL_USERNAME: NOTHING,
  KAFKA_SASL_PASSWORD: { costs: 'in a file, no restart for a new one' },
  CX_UPSTREAMS: { costs: 'without Kafka, a call that waits at each address, all the time' },
  CX_LINGER_MS: { unit: 'milliseconds', costs: 'every stop takes that much longer' },
  CX_REDRIVE: { costs: '`all`: a batch that ends the process may do so again' },
  CX_DATA_FOLDER: { costs: 'one look at the file system for each scrape' },
  CX_LOG_LEVEL: { costs: '`debug`: more lines to store' },
  CX_CASE_KEY: { costs: 'never change it: a process with another key than at its first start ends' },
  CX_FACTS_KEPT_MONTHS: {
    unit: 'months',
    costs: 'documents that reach further into the past do not judge those cases again; their evidence is gone',
  },
  CX_SILENT_AFTER_DAYS: {
    unit: 'days',
    costs: 'longer: a silent feed delays verdicts; shorter: a feed that is late costs its department',
  },
  CX_DATABASE_LOST: { costs: '`yes`: everything must be reported again' },
  CX_SHARDS: {
    unit: 'shards',
    costs: 'a partition and a transaction more at a time for each; it may grow and never shrink',
  },
  ...BOUNDS_COSTS,
  CX_DEPARTMENT: NOTHING,
  CX_REST_PORT: { unit: 'port', costs: 'nothing; one more port to open, which answers the same callers as gRPC' },
  CX_SIGNER: { costs: 'no period is closed while it does not answer; empty: a closed period is hashed and not signed' },
  CX_SIGNING_KEYS: { costs: 'who reads it can sign for the installation; in a file, no restart for a new key' },
  CX_WEBHOOK_SECRETS: {
    costs: 'who reads them can make messages that subscribers believe; in a file, no restart for a new one',
  },
  CX_WEBHOOK_PRIVATE_HOSTS: { costs: 'who publishes the document webhooks can have messages sent to these hosts' },
  CX_WEBHOOK_HTTP: { costs: 'messages can be read and replaced on their way; their signature shows the second' },
  CX_WEBHOOK_CA: { costs: 'nothing; a subscriber whose certificate it signed is believed to be one' },
  CX_WEBHOOK_RETENTION_DAYS: { unit: 'days', costs: 'some hundred bytes for each message and subscription' },
  CX_AUDITORS: { costs: 'the access document of the company says nothing about them' },
};
