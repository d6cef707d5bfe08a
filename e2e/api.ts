import { setTimeout } from 'node:timers/promises';
import type { AuditLogFilter } from '@audit-log/shared/filter';
import type { AuditEntry } from '@audit-log/shared/entry';

/** Usually some milliseconds; a server that was killed is numbering again within seconds. */
const NUMBERED_MS = 120_000;

interface Answer<T> {
  readonly data?: T;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
}

interface Page {
  readonly edges: readonly { readonly node: AuditEntry }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

const PAGE = `query ($filter: AuditLogFilterInput, $after: String) {
  auditLogs(filter: $filter, first: 200, after: $after) {
    edges { node {
      id time recordedAt eventType action project { id name } user { id kind name } entity { id name }
      details { field old new redacted } operationId source { ip userAgent via } sequence erased
    } }
    pageInfo { hasNextPage endCursor }
  }
}`;

/** The product's GraphQL as an integrator uses it. */
export class Api {
  constructor(
    private readonly url: string,
    private readonly headers: Readonly<Record<string, string>>,
  ) {}

  async request<T>(query: string, variables: Record<string, unknown> = {}): Promise<T> {
    const response = await fetch(`${this.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...this.headers },
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors } = (await response.json()) as Answer<T>;
    if (errors?.[0] !== undefined) throw new Error(`${errors[0].extensions?.code}: ${errors[0].message}`);
    return data as T;
  }

  /** All entries that the filter lets through, newest first, when each has its number: none of them changes any more. */
  async entries(filter: AuditLogFilter): Promise<AuditEntry[]> {
    for (const deadline = Date.now() + NUMBERED_MS; ; await setTimeout(20)) {
      const entries = await this.#entries(filter);
      if (entries.every(({ sequence }) => sequence !== null)) return entries;
      if (Date.now() > deadline) throw new Error(`an entry has no number after ${NUMBERED_MS} ms`);
    }
  }

  async #entries(filter: AuditLogFilter): Promise<AuditEntry[]> {
    const entries: AuditEntry[] = [];
    for (let after: string | null = null, more = true; more; ) {
      const { auditLogs }: { auditLogs: Page } = await this.request(PAGE, { filter, after });
      entries.push(...auditLogs.edges.map(({ node }) => node));
      more = auditLogs.pageInfo.hasNextPage;
      after = auditLogs.pageInfo.endCursor;
    }
    return entries;
  }

  async createProject(name: string): Promise<string> {
    const { createProject } = await this.request<{ createProject: { id: string } }>(
      'mutation ($input: CreateProjectInput!) { createProject(input: $input) { id } }',
      { input: { name } },
    );
    return createProject.id;
  }

  async createTestCase(projectId: string, title: string, more: Record<string, unknown> = {}): Promise<string> {
    const { createTestCase } = await this.request<{ createTestCase: { id: string } }>(
      'mutation ($input: CreateTestCaseInput!) { createTestCase(input: $input) { id } }',
      { input: { projectId, title, ...more } },
    );
    return createTestCase.id;
  }

  async updateTestCase(id: string, input: Record<string, unknown>): Promise<void> {
    await this.request('mutation ($id: ID!, $input: UpdateTestCaseInput!) { updateTestCase(id: $id, input: $input) { id } }', {
      id,
      input,
    });
  }
}
