import { gauge, info, OPEN } from './spec.js';

/** What every process exports about itself. The disk is that of CX_DATA_FOLDER; it is absent where that is not set. */
export const PROCESS_METRICS = {
  buildInfo: info('cx_build_info', 'all', { process: OPEN, version: OPEN }, 'Which program this is.'),
  dataFolderFree: gauge(
    'cx_data_folder_free_bytes',
    'bytes',
    'all',
    {} as const,
    'Bytes that may still be written to the disk of the data folder.',
  ),
  dataFolderSize: gauge(
    'cx_data_folder_size_bytes',
    'bytes',
    'all',
    {} as const,
    'Size of the disk of the data folder.',
  ),
  rulesetInfo: info('cx_ruleset_info', 'scoring', { ruleset: OPEN, sha256: OPEN }, 'What the index is computed by.'),
} as const;
