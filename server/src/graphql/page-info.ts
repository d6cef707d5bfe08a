/** Relay's page information: one type for every connection of the schema. */
export { PageInfo } from '../query/audit-log.types.js';
