import { Database } from '#libs/postgres/database.js';
import { settle, supportProcess } from './rejudging.js';

/** A process of support that judges all cases again until it is killed. Its argument is the URL of the database. */
const database = new Database({ url: process.argv[2] ?? '', name: 'rejudging-process' });
await settle(database, supportProcess());
await database.close();
