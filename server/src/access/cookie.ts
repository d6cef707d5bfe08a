/** How long a session lasts, in seconds: two weeks, after which one signs in anew. */
export const SESSION_SECONDS = 14 * 24 * 3600;

/** The session cookie of one installation. Over https it is bound to this host by its name's prefix. */
export class SessionCookie {
  readonly name: string;
  readonly #attributes: string;

  constructor(publicUrl: string) {
    const secure = publicUrl.startsWith('https:');
    this.name = secure ? '__Host-audit_session' : 'audit_session';
    this.#attributes = `Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
  }

  /** The value of a Set-Cookie header that keeps the token for as long as the session lasts. */
  set(token: string): string {
    return `${this.name}=${token}; ${this.#attributes}; Max-Age=${SESSION_SECONDS}`;
  }

  /** The value of a Set-Cookie header that makes the browser forget the token. */
  clear(): string {
    return `${this.name}=; ${this.#attributes}; Max-Age=0`;
  }

  /** The token within a Cookie header; null when it holds none. */
  read(header: string | undefined): string | null {
    for (const part of header?.split(';') ?? []) {
      const [name, value] = part.trim().split('=', 2);
      if (name === this.name && value) return value;
    }
    return null;
  }
}
