const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;

/** The form in which the database can be asked for an id; null for what no row can have. */
export function asId(id: string): string | null {
  return UUID.test(id) ? id.toLowerCase() : null;
}
