import { stringify } from 'yaml';
import { descriptorImage } from '#libs/grpc/descriptor-image.js';
import { contractOf } from '#libs/rest/contract.js';
import { openApi } from '#libs/rest/openapi.js';

/** The services of scoring, in the order of the page. No other process answers REST. */
export const REST_SERVICES = [
  'cx.scoring.v1.ScoringService',
  'cx.bonus.v1.PeriodService',
  'cx.bonus.v1.BonusInputService',
  'cx.bonus.v1.AdjustmentService',
  'cx.bonus.v1.ExportService',
  'cx.bonus.v1.WebhookService',
  'cx.contests.v1.ContestService',
  'cx.documents.v1.DocumentService',
  'cx.scoring.v1.CountsService',
] as const;

/** docs/openapi.yaml: all paths that are answered by HTTP. */
export function openApiFile(): string {
  const head = '# Printed by `npm run docs` from the contracts under proto/cx. Change it there.\n';
  return (
    head +
    stringify(openApi(contractOf(descriptorImage(), REST_SERVICES)), { lineWidth: 0, aliasDuplicateObjects: false })
  );
}
