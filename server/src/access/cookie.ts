/** How long a session lasts, in seconds: two weeks, after which one signs in anew. */
export const SESSION_SECONDS = 14 * 24 * 3600;

/** How long a browser is known in which somebody has signed in, in seconds. */
const DEVICE_SECONDS = 180 * 24 * 3600;

/** A cookie of one installation that scripts cannot read. Over https it is bound to this host by its name's prefix. */
class Cookie {
  readonly name: string;
  readonly #attributes: string;

  constructor(
    publicUrl: string,
    name: string,
    private readonly seconds: number,
  ) {
    const secure = publicUrl.startsWith('https:');
    this.name = secure ? `__Host-${name}` : name;
    this.#attributes = `Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
  }

  /** The value of a Set-Cookie header that keeps the token for its time. */
  set(token: string): string {
    return `${this.name}=${token}; ${this.#attributes}; Max-Age=${this.seconds}`;
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

/** Holds the token of the session. */
export class SessionCookie extends Cookie {
  constructor(publicUrl: string) {
    super(publicUrl, 'audit_session', SESSION_SECONDS);
  }
}

/** Holds the token by which the browser is known where somebody signs in anew; see throttle.ts. */
export class DeviceCookie extends Cookie {
  constructor(publicUrl: string) {
    super(publicUrl, 'audit_device', DEVICE_SECONDS);
  }
}
