/** The metadata key under which a caller may send an id of its own for one call. */
export const REQUEST_ID_KEY = 'x-request-id';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * The id that joins the lines of a call: the one in the metadata if it is a UUID, otherwise a new one. Another text could hold
 * anything, such as the number of an order.
 */
export function requestIdOf(given: readonly unknown[], makeId: () => string): string {
  const [id] = given;
  return given.length === 1 && typeof id === 'string' && UUID.test(id) ? id : makeId();
}
