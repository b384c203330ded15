import { readFileSync } from 'node:fs';
import { openSloFile, sloRulesFile, slosPage } from '#deploy/prometheus/slo/print-slos.js';
import { parseRuleset } from '#services/scoring/rulesets/ruleset.js';
import { accessPage } from './print-access.js';
import { secureConnectionsPage } from './print-causes.js';
import { chartFiles } from './print-chart-files.js';
import { companyDocumentsPage, schemaFiles } from './print-company-documents.js';
import { errorsPage } from './print-errors.js';
import { exportedMetricsPage } from './print-exported.js';
import { factContracts } from './print-fact-contracts.js';
import { factsPage } from './print-facts.js';
import { securityPage } from './print-insecurities.js';
import { kafkaAcls, strimziResources } from './print-kafka-access.js';
import { licencesPage } from './print-licences.js';
import { mapSchema } from './print-map-schema.js';
import { metricsPage } from './print-metrics.js';
import { openApiFile } from './print-openapi.js';
import { responsibilitiesPage } from './print-responsibilities.js';
import { settingsPage } from './print-settings.js';
import { transportPage } from './print-transport.js';
import { installPage } from './print-values.js';
import {
  currentDefinitions,
  PUBLISHED_FILE,
  publishedText,
  recordedDefinitions,
  withNewDefinitions,
} from './published-definitions.js';

/** The company whose weights the page of metrics shows. */
const RULESET = new URL('../data/olist/company/ruleset.yaml', import.meta.url);

/** The files that are printed from what the code says, by name. Published definitions are only ever added to. */
export function printedPages(): Readonly<Record<string, string>> {
  return {
    'docs/access.md': accessPage(),
    'docs/company-documents.md': companyDocumentsPage(),
    ...schemaFiles(),
    'docs/errors.md': errorsPage(),
    'docs/facts.md': factsPage(),
    'docs/licences.md': licencesPage(),
    'docs/schemas/import-map.json': mapSchema(),
    'libs/maps/contract/fact-contracts.json': factContracts(),
    'docs/install.md': installPage(),
    'docs/metrics.md': metricsPage([parseRuleset(readFileSync(RULESET, 'utf8'))]),
    'docs/openapi.yaml': openApiFile(),
    'docs/responsibilities.md': responsibilitiesPage(),
    'docs/secure-connections.md': secureConnectionsPage(),
    'docs/security.md': securityPage(),
    'docs/settings.md': settingsPage(),
    'docs/transport.md': transportPage(),
    ...chartFiles(),
    'deploy/prometheus/rules/slo.yaml': sloRulesFile(),
    'deploy/prometheus/slo/openslo.yaml': openSloFile(),
    'docs/service-levels.md': slosPage(),
    'deploy/kafka/acls.sh': kafkaAcls(),
    'deploy/kafka/strimzi.yaml': strimziResources(),
    'docs/exported-metrics.md': exportedMetricsPage(),
    [PUBLISHED_FILE]: publishedText(withNewDefinitions(recordedDefinitions(), currentDefinitions())),
  };
}
