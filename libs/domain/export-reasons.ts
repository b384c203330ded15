import { spec } from './reason-spec.js';

/** Why nothing is claimed for another system. They are part of the one list, `REASONS`. */
export const EXPORT_REASONS = {
  EXPORT_NOT_CLOSED: spec(
    'FAILED_PRECONDITION',
    'The version can still change; only a closed one is claimed. To look at the file: cx bonus export --simulate.',
  ),
  EXPORT_NOT_ADJUSTED: spec(
    'FAILED_PRECONDITION',
    'Deltas are claimed of an adjusted version, which a posted correction has made; amounts of the close are claimed for PAY.',
  ),
  EXPORT_NOT_PAYABLE: spec(
    'FAILED_PRECONDITION',
    'A reason stands against paying this line; leave the department out.',
  ),
  EXPORT_CLAIMED: spec(
    'FAILED_PRECONDITION',
    'The department was taken over for this purpose before; the facts say by whom and when. Only that request may write the file again.',
  ),
  EXPORT_INVALID: spec(
    'INVALID_ARGUMENT',
    'A claim names its purpose, profile, departments, hashes, and the pool of amounts; field says which is wrong.',
  ),
} as const;
