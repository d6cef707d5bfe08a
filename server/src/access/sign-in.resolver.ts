import { Arg, Ctx, Field, Mutation, ObjectType, Query, Resolver, registerEnumType } from 'type-graphql';
import { DateTime } from '../graphql/date-time.js';
import { actingFor } from '../graphql/request-context.js';
import type { RequestContext } from '../graphql/request-context.js';
import { readOrganization } from './organization.js';
import { findPerson } from './person.js';
import type { NewSession } from './session.js';
import { findTicket } from './ticket.js';
import type { TicketPurpose } from './ticket.js';
import { OrganizationInfo, Viewer, viewerOf } from './viewer.resolver.js';

const TicketPurposeEnum = { INVITE: 'invite', SIGN_IN: 'sign_in' } as const;
registerEnumType(TicketPurposeEnum, {
  name: 'TicketPurpose',
  description: 'What a link is for.',
  valuesConfig: {
    INVITE: { description: 'To be used with acceptInvite.' },
    SIGN_IN: { description: 'To be used with signInWithLink.' },
  },
});

@ObjectType({
  simpleResolvers: true,
  description: 'What a link from an invitation or the console is for. Asking leaves it usable.',
})
class TicketInfo {
  @Field(() => TicketPurposeEnum)
  purpose!: TicketPurpose;

  @Field(() => String)
  email!: string;

  @Field(() => String, { nullable: true })
  name!: string | null;

  @Field(() => OrganizationInfo)
  organization!: OrganizationInfo;

  @Field(() => DateTime)
  expiresAt!: string;

  @Field(() => Boolean, { description: 'The person has no password yet and should set one.' })
  needsPassword!: boolean;
}

const SETS_COOKIE = 'Sets the session cookie, which lasts two weeks.';

@Resolver()
export class SignInResolver {
  @Query(() => TicketInfo, {
    nullable: true,
    description:
      'What the link with this token is for; null when it is unknown, used or expired. Open to everybody.',
  })
  async ticket(
    @Arg('token', () => String) token: string,
    @Ctx() { services }: RequestContext,
  ): Promise<TicketInfo | null> {
    const { query } = services.access;
    const ticket = await findTicket(query, token);
    const person = ticket === null ? null : await findPerson(query, ticket.personId);
    if (ticket === null || person === null) return null;
    return {
      purpose: ticket.purpose,
      email: person.email,
      name: person.name,
      organization: await readOrganization(query, person.organization),
      expiresAt: ticket.expiresAt,
      needsPassword: !person.hasPassword,
    };
  }

  @Mutation(() => Viewer, {
    description: `${SETS_COOKIE} Success and failure are both recorded. Errors: UNAUTHENTICATED, TOO_MANY_REQUESTS after many failures or very many successes, with the extension \`retryAfter\` in seconds.`,
  })
  async signIn(
    @Arg('email', () => String) email: string,
    @Arg('password', () => String) password: string,
    @Ctx() context: RequestContext,
  ): Promise<Viewer> {
    return begun(
      context,
      await context.services.access.signIn.withPassword(email, password, actingFor(context), deviceOf(context)),
    );
  }

  @Mutation(() => Viewer, {
    description: `Uses a one-time sign-in link up. ${SETS_COOKIE} Errors: NOT_FOUND, BAD_USER_INPUT.`,
  })
  async signInWithLink(
    @Arg('token', () => String) token: string,
    @Arg('password', () => String, {
      nullable: true,
      description: 'Sets a password, of 8 to 256 characters.',
    })
    password: string | null,
    @Ctx() context: RequestContext,
  ): Promise<Viewer> {
    return begun(
      context,
      await context.services.access.signIn.withLink(token, password ?? null, actingFor(context), deviceOf(context)),
    );
  }

  @Mutation(() => Viewer, {
    description: `Accepts an invitation, once. ${SETS_COOKIE} Errors: NOT_FOUND, BAD_USER_INPUT.`,
  })
  async acceptInvite(
    @Arg('token', () => String) token: string,
    @Arg('name', () => String, { description: 'At most 200 characters.' }) name: string,
    @Arg('password', () => String, { description: '8 to 256 characters.' }) password: string,
    @Ctx() context: RequestContext,
  ): Promise<Viewer> {
    return begun(
      context,
      await context.services.access.invitations.accept(token, name, password, actingFor(context), deviceOf(context)),
    );
  }

  @Mutation(() => Boolean, {
    description: 'Ends the session and clears its cookie. True also when there was none.',
  })
  async signOut(@Ctx() context: RequestContext): Promise<boolean> {
    const { access } = context.services;
    if (context.principal !== null) await access.signOut(context.principal, actingFor(context));
    context.setCookie(access.cookie.clear());
    return true;
  }
}

function deviceOf({ services, cookie }: RequestContext): string | null {
  return services.access.deviceCookie.read(cookie);
}

function begun(context: RequestContext, { principal, token, device }: NewSession): Promise<Viewer> {
  const { access } = context.services;
  context.setCookie(access.cookie.set(token));
  context.setCookie(access.deviceCookie.set(device));
  return viewerOf(access, principal);
}
