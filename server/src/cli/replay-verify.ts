import type { AuditLogFilter } from '@audit-log/shared/filter';
import type { Operation } from './replay-apply.js';
import type { Client } from './replay-client.js';
import { differences, leavesEntry, type Applied, type ReplayedEntry } from './replay-compare.js';
import type { Edit } from './replay-history.js';

interface Page {
  readonly edges: readonly { readonly node: ReplayedEntry }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

const PAGE = `query ($filter: AuditLogFilterInput!, $after: String) {
  auditLogs(filter: $filter, first: 200, after: $after) {
    edges { node {
      id eventType action project { name } user { id } entity { id } operationId details { field old new redacted }
    } }
    pageInfo { hasNextPage endCursor }
  }
}`;

const COUNT = `query ($filter: AuditLogFilterInput!, $after: String) {
  auditLogs(filter: $filter, first: 200, after: $after) { edges { node { id } } pageInfo { hasNextPage endCursor } }
}`;

/** How many people one question asks about. */
const PEOPLE = 100;

/** Who answers questions about the log. */
export type Auditor = Pick<Client, 'request'>;

/** Compares what the log says with the edits that were applied, one operation at a time. */
export class Verifier {
  /** The entries of an operation that no edit has claimed yet, oldest first. */
  readonly #unclaimed = new Map<string, ReplayedEntry[]>();
  #expected = 0;

  /**
   * @param auditor calls with a key that may read the log
   */
  constructor(
    private readonly auditor: Auditor,
    private readonly operations: ReadonlyMap<string, Operation>,
  ) {}

  /** Everything that differs between the edit and its entry, each with the place in the history. */
  async compare(edit: Edit, applied: Applied): Promise<string[]> {
    const entries = await this.#entriesOf(applied);
    const at = entries.findIndex(
      ({ eventType, action, entity }) =>
        eventType === 'TEST_CASE' && action === edit.op && entity?.id === applied.entityId,
    );
    const entry = entries[at];
    const found = entry === undefined ? ['the log has no entry'] : differences(edit, applied, entry);
    // An edit to what is already there need not leave an entry; a later edit's entry is then not its own.
    if (!leavesEntry(edit) && found.length > 0) return [];
    entries.splice(at, entry === undefined ? 0 : 1);
    this.#expected++;
    return found.map((difference) => `line ${edit.line} (${edit.op} of test case ${edit.testCase}): ${difference}`);
  }

  /**
   * What is in the log although no edit explains it; to be asked when every edit has been compared.
   * @param userIds everybody who took part
   */
  async extra(userIds: readonly string[]): Promise<string[]> {
    const found: string[] = [];
    for (const { id, made } of this.operations.values()) {
      const rest = (this.#unclaimed.get(id) ?? []).map(({ eventType, action, entity }) => `${eventType} ${entity?.id} ${action}`);
      for (const thing of made) {
        const at = rest.indexOf(`${thing} create`);
        if (at === -1) found.push(`operation ${id}: the log has no entry of ${thing}`);
        else rest.splice(at, 1);
      }
      for (const thing of rest) found.push(`operation ${id}: the log has one entry too many, ${thing}`);
    }
    let total = 0;
    for (let i = 0; i < userIds.length; i += PEOPLE) {
      total += await this.#count({ userIds: userIds.slice(i, i + PEOPLE), eventTypes: ['TEST_CASE'] });
    }
    if (total !== this.#expected) found.push(`the log has ${total} entries of test cases by these people, not ${this.#expected}`);
    return found;
  }

  async #entriesOf({ operationId, userId }: Applied): Promise<ReplayedEntry[]> {
    const known = this.#unclaimed.get(operationId);
    if (known !== undefined) return known;
    const newestFirst: ReplayedEntry[] = [];
    for await (const entry of this.#read(PAGE, { operationId, userIds: [userId] })) newestFirst.push(entry);
    const entries = newestFirst.toReversed();
    this.#unclaimed.set(operationId, entries);
    return entries;
  }

  async #count(filter: AuditLogFilter): Promise<number> {
    let count = 0;
    for await (const _ of this.#read(COUNT, filter)) count++;
    return count;
  }

  async *#read(query: string, filter: AuditLogFilter): AsyncGenerator<ReplayedEntry> {
    let after: string | null = null;
    for (;;) {
      const { auditLogs }: { auditLogs: Page } = await this.auditor.request(query, { filter, after });
      for (const { node } of auditLogs.edges) yield node;
      if (!auditLogs.pageInfo.hasNextPage) return;
      after = auditLogs.pageInfo.endCursor;
    }
  }
}
