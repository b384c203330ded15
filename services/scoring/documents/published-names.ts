import type { Database } from '#libs/postgres/database.js';
import type { Clock } from '#libs/runtime/clock.js';
import { type DisplayNames, displayNamesOf, NO_DISPLAY_NAMES } from '../answers/display-names.js';
import { listVersions, readDocumentsHead } from './store.js';

/** The display names that the company has published, as the database had them at the last refresh. */
export class PublishedNames {
  #at: ReturnType<typeof displayNamesOf> = () => NO_DISPLAY_NAMES;
  #position = 0;

  constructor(
    private readonly database: Pick<Database, 'query'>,
    private readonly clock: Clock,
  ) {}

  /** Those that hold now. */
  readonly now: DisplayNames = (...of) => this.#at(this.clock.now())(...of);

  /** Reads them again if any document was published. */
  async refresh(): Promise<void> {
    const { position } = await readDocumentsHead(this.database);
    if (position === this.#position) return;
    const departments = await listVersions(this.database, 'departments');
    const [company] = await listVersions(this.database, 'company', undefined, 1);
    this.#at = displayNamesOf(departments, company);
    this.#position = position;
  }
}
