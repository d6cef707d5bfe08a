import { createHash } from 'node:crypto';
import { filterKey } from '@audit-log/shared/filter';
import { Arg, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import { requirePermission } from '../access/principal.js';
import type { RequestContext } from '../graphql/request-context.js';
import { soundFilter } from '../query/audit-query.js';
import { CreateEmbedTokenInput, CreateEmbedTokenPayload, EmbedTokenInfo } from './embed.types.js';

/** The log's form of milliseconds since 1970. */
function timeText(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace('Z', '000Z');
}

@Resolver()
export class EmbedResolver {
  @Query(() => EmbedTokenInfo, { nullable: true, description: 'The embed token that is asking; null for everybody else, and once it has expired or its key is revoked.' })
  embedToken(@Ctx() { principal }: RequestContext): EmbedTokenInfo | null {
    if (principal?.embed === undefined || principal.expiresAt === null) return null;
    const { expiresAt, embed, actor } = principal;
    const expiresInSeconds = Math.max(0, Math.floor((expiresAt - Date.now()) / 1000));
    const part = createHash('sha256').update(`${actor.organization} ${filterKey(embed.filter)}`).digest('hex').slice(0, 16);
    return { expiresAt: timeText(expiresAt), expiresInSeconds, origins: embed.origins, part };
  }

  @Mutation(() => CreateEmbedTokenPayload, {
    description:
      'Makes a token with which the viewer of the log is shown in a page of another product, by its server: it reads the entries that `filter` lets through, ' +
      'of this organization, until it expires, in pages of `origins`; it may do nothing else, and ends with the key that made it. ' +
      'Needs a key with `audit:read`. Errors: UNAUTHENTICATED, FORBIDDEN, also for a person who is signed in; BAD_USER_INPUT.',
  })
  async createEmbedToken(
    @Arg('input', () => CreateEmbedTokenInput) input: CreateEmbedTokenInput,
    @Ctx() { services, principal }: RequestContext,
  ): Promise<CreateEmbedTokenPayload> {
    requirePermission(principal, 'audit.read');
    const { filter, origins, expiresInSeconds = null, viewer = null } = input;
    return services.access.embedTokens.create(principal, { filter: soundFilter(filter), origins, expiresInSeconds, viewer });
  }
}
