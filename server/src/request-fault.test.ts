import { GraphQLError } from 'graphql';
import { expect, test } from 'vitest';
import { withoutValues } from './request-fault.js';

test.each([
  ['Variable "$p" got invalid value "pw; at "x"" at "p.a[0].b"; String cannot represent a non string value: "pw"', 'String cannot represent a non string value: "pw"', 'Variable "$p" got invalid value at "p.a[0].b"; String cannot represent a non string value.'],
  ['Variable "$p" got invalid value {\n pw: "; " }; Field "pw2" is not defined by type "Role".', 'Field "pw2" is not defined by type "Role".', 'Variable "$p" got invalid value; Field "pw2" is not defined by type "Role".'],
  ['Enum "Role" cannot represent non-enum value: "ADMIM". Did you mean the enum value "ADMIN"?', undefined, 'Enum "Role" cannot represent non-enum value. Did you mean the enum value "ADMIN"?'],
  ['Value "pw" does not exist in "Role" enum.', undefined, 'The value does not exist in "Role" enum.'],
  ['Expected value of type "[Role!]!", found "pw".', undefined, 'Expected value of type "[Role!]!".'],
  ['Syntax Error: Expected ":", found String "pw".', undefined, 'Syntax Error: Expected ":", found String.'],
  ['Syntax Error: Unexpected Name "pw".', undefined, 'Syntax Error: Unexpected Name.'],
  ['Syntax Error: Expected "{", found <EOF>.', undefined, 'Syntax Error: Expected "{", found <EOF>.'],
  ['Cannot query field "nme" on type "User". Did you mean "name"?', undefined, 'Cannot query field "nme" on type "User". Did you mean "name"?'],
])('names places and types, never values: %s', (message, reason, told) => {
  const error = new GraphQLError(message.replace('\\n', '\n'), { originalError: reason === undefined ? null : new GraphQLError(reason) });
  expect(withoutValues(error)).toBe(told);
});
