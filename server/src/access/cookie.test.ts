import { expect, test } from 'vitest';
import { DeviceCookie, SessionCookie } from './cookie.js';

test('Over http the cookie is out of reach of scripts and of other sites', () => {
  const cookie = new SessionCookie('http://localhost:4000');
  expect(cookie.set('token')).toBe('audit_session=token; Path=/; HttpOnly; SameSite=Lax; Max-Age=1209600');
  expect(cookie.clear()).toBe('audit_session=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0');
});

test('Over https it is also Secure, and bound to the host by its name', () => {
  const cookie = new SessionCookie('https://audit.example.com');
  expect(cookie.set('token')).toBe(
    '__Host-audit_session=token; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=1209600',
  );
});

test('The cookie by which a browser is known is another one, and stays for half a year', () => {
  expect(new DeviceCookie('https://audit.example.com').set('token')).toBe(
    '__Host-audit_device=token; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=15552000',
  );
  expect(new DeviceCookie('http://localhost:4000').read('audit_session=session; audit_device=device')).toBe('device');
});

test('It is found among other cookies, and only under its own name', () => {
  const cookie = new SessionCookie('http://localhost:4000');
  expect(cookie.read('theme=dark; audit_session=token;lang=en')).toBe('token');
  for (const header of [
    undefined,
    '',
    'audit_session',
    'audit_session=',
    'xaudit_session=token',
    '__Host-audit_session=token',
  ]) {
    expect(cookie.read(header)).toBeNull();
  }
});
