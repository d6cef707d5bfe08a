import { expect, test } from 'vitest';
import { isPermitted, PERMISSIONS, permissionsOf, type Role, type Scope } from './permission.js';

test('an administrator may do everything', () => {
  expect(permissionsOf({ role: 'ADMIN', scopes: [] })).toEqual(PERMISSIONS);
});

test('Read Only sees the workspace and nothing else, above all no audit log', () => {
  expect(permissionsOf({ role: 'READ_ONLY', scopes: [] })).toEqual(['workspace.read']);
});

test.for<[Scope, string[]]>([
  ['audit:read', ['audit.read']],
  ['audit:write', ['audit.write']],
  ['workspace:write', ['workspace.read', 'workspace.write']],
  ['account:write', ['account.read', 'account.write']],
])('a key with %s may do only that', ([scope, permissions]) => {
  expect(permissionsOf({ role: null, scopes: [scope] })).toEqual(permissions);
});

test('scopes add up', () => {
  expect(permissionsOf({ role: null, scopes: ['workspace:write', 'audit:read'] })).toEqual([
    'audit.read',
    'workspace.read',
    'workspace.write',
  ]);
});

test('nothing, and what is not in the table, permits nothing', () => {
  expect(permissionsOf({ role: null, scopes: [] })).toEqual([]);
  expect(permissionsOf({ role: 'OWNER' as Role, scopes: ['toString' as Scope, '*' as Scope] })).toEqual([]);
  expect(isPermitted({ role: 'READ_ONLY', scopes: [] }, 'audit.read')).toBe(false);
  expect(isPermitted({ role: null, scopes: ['audit:read'] }, 'audit.read')).toBe(true);
});
