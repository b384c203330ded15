import { counter } from './spec.js';

/** The codes that the REST API answers with. */
export const REST_CODES = [
  '200',
  '304',
  '400',
  '401',
  '403',
  '404',
  '405',
  '409',
  '429',
  '499',
  '500',
  '501',
  '503',
  '504',
] as const;

/** What HTTP is answered beside gRPC. Each call is in the metrics of gRPC too. */
export const REST_METRICS = {
  restAnswersTotal: counter(
    'cx_rest_answers_total',
    'scoring',
    { code: REST_CODES } as const,
    'Answers of the REST API, by HTTP code; 304 is an answer that the client has already.',
  ),
} as const;
