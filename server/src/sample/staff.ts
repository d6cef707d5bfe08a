import { randomBytes } from 'node:crypto';
import type { OpenCaller } from '../graphql/in-process.js';
import { Colleague } from './colleague.js';

type Role = 'ADMIN' | 'READ_ONLY';

const INVITE = `mutation ($input: InviteUserInput!) { inviteUser(input: $input) { link user { id } } }`;
const RENEW = 'mutation ($id: ID!) { renewInvitation(id: $id) { user { id } } }';
const ACCEPT = `mutation ($token: String!, $name: String!, $password: String!) {
  acceptInvite(token: $token, name: $name, password: $password) { user { id } }
}`;
const SIGN_IN = 'mutation ($email: String!, $password: String!) { signIn(email: $email, password: $password) { user { id } } }';
const SIGN_OUT = 'mutation { signOut }';
const UPDATE_ROLE = 'mutation ($id: ID!, $role: Role!) { updateUserRole(id: $id, role: $role) { id } }';
const REMOVE = 'mutation ($id: ID!) { removeUser(id: $id) { id } }';
const CREATE_KEY = 'mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { key apiKey { id } } }';
const REVOKE_KEY = 'mutation ($id: ID!) { revokeApiKey(id: $id) { id } }';

/** Somebody who has accepted. Their password is random, and is forgotten with this object: nobody can sign in by it. */
export interface Member extends Colleague {
  readonly id: string;
  readonly email: string;
}

/** People and keys of the sample: who comes, and who goes. */
export class Staff {
  readonly #passwords = new Map<string, string>();

  /** @param domain of their addresses, to which no mail is ever delivered */
  constructor(
    private readonly open: OpenCaller,
    readonly domain: string,
    private readonly onDone: () => void,
  ) {}

  /** Invites somebody who accepts at once, and is signed in then. */
  async hire(by: Colleague, name: string, role: Role): Promise<Member> {
    const { link } = await this.#invite(by, name, role);
    const token = new URL(link).searchParams.get('token');
    const password = randomBytes(32).toString('base64url');
    const caller = this.open(null);
    const { acceptInvite } = await caller.send<{ acceptInvite: { user: { id: string } } }>(ACCEPT, { token, name, password });
    this.onDone();
    this.#passwords.set(acceptInvite.user.id, password);
    return Object.assign(new Colleague(acceptInvite.user.id, caller, this.onDone), { id: acceptInvite.user.id, email: this.#email(name) });
  }

  /** Invites somebody who does not come, and is invited again. */
  async inviteInVain(by: Colleague, name: string): Promise<void> {
    const { id } = await this.#invite(by, name, 'READ_ONLY');
    await by.caller.send(RENEW, { id });
    this.onDone();
  }

  /** Signs out, mistypes the password, and signs in again. */
  async comeBack(member: Member): Promise<void> {
    await this.signOut(member);
    // It is told UNAUTHENTICATED, and recorded.
    await member.caller.send(SIGN_IN, { email: member.email, password: 'mistyped' }).catch(() => undefined);
    this.onDone();
    await member.caller.send(SIGN_IN, { email: member.email, password: this.#passwords.get(member.id) });
    this.onDone();
  }

  async signOut(member: Member): Promise<void> {
    await member.caller.send(SIGN_OUT, {});
    this.onDone();
  }

  async changeRole(by: Colleague, member: Member, role: Role): Promise<void> {
    await by.do(UPDATE_ROLE, { id: member.id, role });
  }

  async remove(by: Colleague, member: Member): Promise<void> {
    await by.do(REMOVE, { id: member.id });
  }

  /** Makes a key, lets it work, and revokes it whatever came of that. */
  async withKey(by: Colleague, name: string, work: (program: Colleague) => Promise<void>): Promise<void> {
    const input = { name, scopes: ['workspace:write'] };
    const { createApiKey } = await by.caller.send<{ createApiKey: { key: string; apiKey: { id: string } } }>(CREATE_KEY, { input });
    this.onDone();
    try {
      await work(new Colleague(null, this.open({ authorization: `Bearer ${createApiKey.key}` }), this.onDone));
    } finally {
      await by.do(REVOKE_KEY, { id: createApiKey.apiKey.id });
    }
  }

  async #invite(by: Colleague, name: string, role: Role): Promise<{ link: string; id: string }> {
    const input = { email: this.#email(name), name, role };
    const { inviteUser } = await by.caller.send<{ inviteUser: { link: string; user: { id: string } } }>(INVITE, { input });
    this.onDone();
    return { link: inviteUser.link, id: inviteUser.user.id };
  }

  #email(name: string): string {
    return `${name.toLowerCase().replaceAll(' ', '.')}@${this.domain}`;
  }
}
