/** Values of a chart, as a values file holds them. */
export type Values = Readonly<Record<string, unknown>>;

/** The smallest values that the chart takes: what has no default that could be right. */
export const SMALLEST = {
  installation: { id: '0b2f6b43-6d2a-4c1e-9a50-7a3f2f6d1c11' },
  oidc: { issuer: 'https://login.example.com/realms/shop', firstPublishers: ['cx-rules-publishers'] },
  database: { host: 'db.example.com' },
} as const satisfies Values;

const CERT_MANAGER = { tls: { certManager: { enabled: true, issuer: { name: 'shop-ca' } } } };
const KAFKA = { brokers: ['kafka-bootstrap.kafka.svc:9093'] };
const MONITORING = {
  serviceMonitor: { enabled: true, labels: { release: 'prometheus' }, clientCertificate: { secret: 'prometheus-tls' } },
  rules: { enabled: true, labels: { release: 'prometheus' } },
  dashboards: { enabled: true },
};

/** Installations as companies have them. The chart is rendered for each. */
export const MATRIX: Readonly<Record<string, Values>> = {
  'the smallest one': SMALLEST,
  'cert-manager and an own authority': { ...SMALLEST, ...CERT_MANAGER },
  'an external issuer of certificates': {
    ...SMALLEST,
    tls: { certManager: { enabled: true, issuer: { name: 'vault', kind: 'VaultIssuer', group: 'certs.example.com' } } },
  },
  'Kafka with SCRAM': { ...SMALLEST, kafka: KAFKA },
  'Kafka with client certificates, by Strimzi': {
    ...SMALLEST,
    installation: { ...SMALLEST.installation, shards: 4 },
    kafka: {
      ...KAFKA,
      tls: { clientCertificates: true },
      sasl: { mechanism: 'none' },
      strimzi: { enabled: true, cluster: 'shop' },
    },
  },
  'a managed Kafka with PLAIN and a public authority': {
    ...SMALLEST,
    kafka: {
      brokers: ['broker-1.example.com:9092', 'broker-2.example.com:9192'],
      compression: 'zstd',
      tls: { ca: { secret: '' } },
      sasl: { mechanism: 'PLAIN' },
    },
  },
  'a managed PostgreSQL with a public authority': {
    ...SMALLEST,
    database: { host: 'shop.example.com', port: 6432, ca: { secret: '' } },
  },
  'departments of the company': {
    ...SMALLEST,
    kafka: { ...KAFKA, strimzi: { enabled: true, cluster: 'shop' } },
    ownDepartments: [
      { name: 'product_range', replicas: 2 },
      {
        name: 'it',
        database: { host: 'other.example.com', port: 5433, name: 'it', user: 'it', secret: 'it-database' },
      },
    ],
  },
  'scaling by an adapter': { ...SMALLEST, autoscaling: { kind: 'hpa', maxReplicas: 4 } },
  'scaling by KEDA': {
    ...SMALLEST,
    autoscaling: { kind: 'keda', keda: { prometheus: 'https://prometheus.example.com', authentication: 'prometheus' } },
  },
  'the Prometheus operator and Grafana': { ...SMALLEST, monitoring: MONITORING },
  'closes that are signed': { ...SMALLEST, kafka: KAFKA, signer: { enabled: true, auditors: ['auditors'] } },
  'payouts that are signed': {
    ...SMALLEST,
    ...CERT_MANAGER,
    kafka: { ...KAFKA, tls: { clientCertificates: true }, strimzi: { enabled: true, cluster: 'shop' } },
    signer: { enabled: true },
    payout: { enabled: true },
    monitoring: MONITORING,
  },
  'no migration role': { ...SMALLEST, migrations: { enabled: false } },
  'nothing optional': {
    ...SMALLEST,
    networkPolicy: { enabled: false },
    podDisruptionBudget: { enabled: false },
    migrations: { enabled: false },
  },
  'everything at once': {
    ...SMALLEST,
    ...CERT_MANAGER,
    image: {
      repository: 'registry.example.com:5000/cx/cx-index',
      digest: `sha256:${'a'.repeat(64)}`,
      pullSecrets: ['registry'],
    },
    kafka: { ...KAFKA, strimzi: { enabled: true, cluster: 'shop' } },
    monitoring: MONITORING,
    autoscaling: { kind: 'keda', keda: { prometheus: 'http://prometheus:9090' } },
    settings: { CX_LINGER_MS: 8000 },
    defaults: {
      podAnnotations: { team: 'cx' },
      podLabels: { cost: 'shop' },
      nodeSelector: { disk: 'ssd' },
      tolerations: [{ key: 'shop', operator: 'Exists' }],
      priorityClassName: 'high',
      nodeArguments: ['--single-threaded-gc'],
    },
    departments: { delivery: { replicas: 3, settings: { CX_LINGER_MS: 9000 }, kafka: { user: 'd', secret: 'd' } } },
    topologySpread: { zone: 'DoNotSchedule' },
    ownDepartments: [{ name: 'product' }],
    oidc: { ...SMALLEST.oidc, ca: { secret: 'login-ca' } },
    rest: { enabled: true },
    webhooks: { secret: 'cx-webhooks' },
    networkPolicy: {
      callers: [{ namespaceSelector: { matchLabels: { team: 'gateway' } } }],
      restCallers: [{ namespaceSelector: { matchLabels: { team: 'hr' } } }],
      webhooks: [{ ipBlock: { cidr: '203.0.113.0/24' } }],
      prometheus: [{ namespaceSelector: { matchLabels: { team: 'monitoring' } } }],
      database: [{ ipBlock: { cidr: '10.1.0.0/16' } }],
      kafka: [{ namespaceSelector: { matchLabels: { team: 'kafka' } } }],
      issuer: [{ ipBlock: { cidr: '10.2.0.0/16' } }],
    },
  },
};

/** Mistakes as operators make them, with the field that the refusal names. */
export const MISTAKES: readonly (readonly [mistake: string, values: Values, field: string])[] = [
  ['no installation', { ...SMALLEST, installation: {} }, 'installation'],
  ['an installation that is no UUID', { ...SMALLEST, installation: { id: 'shop' } }, '/installation/id'],
  ['no database host', { ...SMALLEST, database: { host: '' } }, '/database/host'],
  [
    'a database without a check of its certificate',
    { ...SMALLEST, database: { host: 'db', sslmode: 'disable' } },
    '/database/sslmode',
  ],
  ['a port that is a text', { ...SMALLEST, database: { host: 'db', port: '5432' } }, '/database/port'],
  ['an issuer without TLS', { ...SMALLEST, oidc: { ...SMALLEST.oidc, issuer: 'http://login' } }, '/oidc/issuer'],
  ['no first publishers', { ...SMALLEST, oidc: { ...SMALLEST.oidc, firstPublishers: [] } }, '/oidc/firstPublishers'],
  ['the tag latest', { ...SMALLEST, image: { tag: 'latest' } }, '/image/tag'],
  ['a digest cut short', { ...SMALLEST, image: { digest: 'sha256:abc' } }, '/image/digest'],
  ['a misspelt value', { ...SMALLEST, databse: { host: 'db' } }, 'databse'],
  ['a misspelt value of a process', { ...SMALLEST, scoring: { replica: 2 } }, 'replica'],
  ['a department that the product does not have', { ...SMALLEST, departments: { returns: {} } }, 'returns'],
  ['a reserved name of a department', { ...SMALLEST, ownDepartments: [{ name: 'scoring' }] }, '/ownDepartments/0/name'],
  ['a department with capitals', { ...SMALLEST, ownDepartments: [{ name: 'Product' }] }, '/ownDepartments/0/name'],
  ['a department listed twice', { ...SMALLEST, ownDepartments: [{ name: 'it' }, { name: 'it' }] }, 'ownDepartments'],
  ['a broker without a port', { ...SMALLEST, kafka: { brokers: ['kafka'] } }, '/kafka/brokers/0'],
  ['an unknown login', { ...SMALLEST, kafka: { sasl: { mechanism: 'GSSAPI' } } }, '/kafka/sasl/mechanism'],
  ['no shards', { ...SMALLEST, installation: { ...SMALLEST.installation, shards: 0 } }, '/installation/shards'],
  ['a secret among the settings', { ...SMALLEST, settings: { CX_CASE_KEY: '00' } }, 'CX_CASE_KEY'],
  ['a setting that another value sets', { ...SMALLEST, settings: { CX_SHARDS: 2 } }, 'settings.CX_SHARDS'],
  [
    'memory without a limit',
    { ...SMALLEST, scoring: { resources: { limits: { cpu: '1', memory: 'much' } } } },
    '/scoring/resources/limits/memory',
  ],
  [
    'a stop that is shorter than the stopping',
    { ...SMALLEST, defaults: { terminationGracePeriodSeconds: 5 } },
    '/defaults/terminationGracePeriodSeconds',
  ],
  [
    'cert-manager without an issuer',
    { ...SMALLEST, tls: { certManager: { enabled: true } } },
    'tls.certManager.issuer.name',
  ],
  ['KEDA without Prometheus', { ...SMALLEST, autoscaling: { kind: 'keda' } }, 'autoscaling.keda.prometheus'],
  [
    'a ServiceMonitor without a certificate',
    { ...SMALLEST, monitoring: { serviceMonitor: { enabled: true } } },
    'monitoring.serviceMonitor.clientCertificate.secret',
  ],
  ['a payout process without a signer', { ...SMALLEST, payout: { enabled: true } }, 'signer.enabled'],
  ['Strimzi without a cluster', { ...SMALLEST, kafka: { strimzi: { enabled: true } } }, 'kafka.strimzi.cluster'],
];
