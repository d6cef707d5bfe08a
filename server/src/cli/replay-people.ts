import { randomBytes } from 'node:crypto';
import { Client } from './replay-client.js';

/** Somebody of the history, with a session of their own. */
export interface Person {
  readonly id: string;
  readonly client: Client;
}

const INVITE = 'mutation ($input: InviteUserInput!) { inviteUser(input: $input) { user { id } link } }';
const ACCEPT = `mutation ($token: String!, $name: String!, $password: String!) {
  acceptInvite(token: $token, name: $name, password: $password) { user { id } }
}`;

/** The people of one replay: each is invited, as an administrator, when the history first names them. */
export class People {
  readonly #people = new Map<string, Person>();

  /**
   * @param admin calls with a key that may invite
   * @param run goes into the e-mail addresses, so that each replay has people of its own
   */
  constructor(
    private readonly admin: Client,
    private readonly run: string,
  ) {}

  get ids(): string[] {
    return [...this.#people.values()].map(({ id }) => id);
  }

  async named(name: string): Promise<Person> {
    const known = this.#people.get(name);
    if (known !== undefined) return known;
    const person = await this.#invite(name);
    this.#people.set(name, person);
    return person;
  }

  async #invite(name: string): Promise<Person> {
    const input = { email: this.#address(name), role: 'ADMIN' };
    const { inviteUser } = await this.admin.request<{ inviteUser: { user: { id: string }; link: string } }>(INVITE, { input });
    const token = new URL(inviteUser.link).searchParams.get('token');
    if (token === null) throw new Error(`the invitation of ${input.email} came without a token: ${inviteUser.link}`);
    const client = new Client(this.admin.url, null);
    await client.request(ACCEPT, { token, name, password: randomBytes(24).toString('base64url') });
    return { id: inviteUser.user.id, client };
  }

  /** A name may hold anything, an address may not: what it cannot take is left out, and a number keeps it unique. */
  #address(name: string): string {
    const plain = name.toLowerCase().replace(/[^a-z0-9-]+/g, '').slice(0, 40);
    const local = plain === name ? plain : `${plain}-${this.#people.size + 1}x`;
    return `${local}.${this.run}@replay.example`;
  }
}
