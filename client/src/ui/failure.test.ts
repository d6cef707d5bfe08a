import { expect, test } from 'vitest';
import { fieldOf } from './failure.js';

const form = { names: ['name', 'key'], conflict: 'key' };
const failure = (code: string, message: string) => ({ code, message, requestId: null });

test('What the server says of a field of the form stands beside that field', () => {
  expect(fieldOf(failure('BAD_USER_INPUT', 'name is blank: give it a character.'), form)).toEqual({
    field: 'name',
    message: 'Is blank: give it a character.',
  });
  expect(fieldOf(failure('CONFLICT', 'Another project has the key PAY.'), form)).toEqual({
    field: 'key',
    message: 'Another project has the key PAY.',
  });
});

test('All else is said of the whole form', () => {
  expect(fieldOf(failure('BAD_USER_INPUT', 'description is too long.'), form)).toBeNull();
  expect(fieldOf(failure('FORBIDDEN', 'name is not yours.'), form)).toBeNull();
  expect(fieldOf(failure('CONFLICT', 'It is taken.'), { names: ['name'] })).toBeNull();
});
