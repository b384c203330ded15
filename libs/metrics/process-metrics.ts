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
  databaseConnections: gauge(
    'cx_database_connections',
    'number',
    'all',
    { state: ['used', 'idle', 'waiting'] } as const,
    'Connections to PostgreSQL in use and idle, and calls that wait for one.',
  ),
  databaseSize: gauge(
    'cx_database_size_bytes',
    'bytes',
    'all',
    {} as const,
    'Size of the database of the process, with its indexes.',
  ),
  auditHeadPosition: gauge(
    'cx_audit_head_position',
    'number',
    'all',
    {} as const,
    'Position of the newest line of the audit log.',
  ),
  auditHeadHash: gauge(
    'cx_audit_head_hash',
    'number',
    'all',
    {} as const,
    'The first 48 bits of the hash of that line, as a whole number, so that Prometheus remembers which line it was.',
  ),
  auditHeadWritten: gauge(
    'cx_audit_head_timestamp_seconds',
    'timestamp',
    'all',
    {} as const,
    'When the newest line of the audit log was written; absent while there is none.',
  ),
  auditLinesWaiting: gauge(
    'cx_audit_lines_waiting',
    'number',
    'all',
    {} as const,
    'Lines of the audit log that the database has not taken yet.',
  ),
  auditLinesLost: gauge(
    'cx_audit_lines_lost',
    'number',
    'all',
    {} as const,
    'Lines of the audit log that were lost since the start, because too many waited for the database.',
  ),
  auditBrokenPosition: gauge(
    'cx_audit_broken_position',
    'number',
    'all',
    {} as const,
    'The first line of the audit log that cannot be relied on; 0 when every line holds.',
  ),
  auditCheckLastSuccess: gauge(
    'cx_audit_check_last_success_timestamp_seconds',
    'timestamp',
    'all',
    {} as const,
    'When every line of the audit log was last found to hold.',
  ),
  rulesetInfo: info('cx_ruleset_info', 'scoring', { ruleset: OPEN, sha256: OPEN }, 'What the index is computed by.'),
} as const;
