import type { GraphQLError } from 'graphql';

/**
 * What graphql-js says of a request, without the values it quotes of it: any may be a password in the wrong place, and
 * answers are kept in many logs. What names the place stays: variables, fields, types; and `locations` says the rest.
 */
export function withoutValues({ message, originalError }: GraphQLError): string {
  const ofVariable = /^Variable "\$\w+" got invalid value /.exec(message);
  if (ofVariable === null) return withoutLiterals(message);
  const reason = originalError?.message ?? '';
  const quoted = message.slice(ofVariable[0].length, reason === '' ? undefined : -reason.length);
  const place = / at "[\w.[\]]+"(?=; $)/.exec(quoted)?.[0] ?? '';
  return `${ofVariable[0].trimEnd()}${place}; ${withoutLiterals(reason)}`;
}

/** The forms in which graphql-js quotes a value or a token. Values may hold anything, quotes and line ends too. */
function withoutLiterals(message: string): string {
  return message
    .replace(/^(\w+|Enum "\w+") (cannot represent [^:"]*?value)\b.*?( Did you mean the enum value (?:"\w+"(?:, or |, | or )?)+\?)?$/s, '$1 $2.$3')
    .replace(/^Value ".*" does not exist in ("\w+") enum\.( Did you mean the enum value (?:"\w+"(?:, or |, | or )?)+\?)?$/s, 'The value does not exist in $1 enum.$2')
    .replace(/^(Expected value of type "[\w![\]]+"), found .*$/s, '$1.')
    .replace(/^(Syntax Error: .*?\b(?:Name|String|BlockString|Int|Float)) ".*$/s, '$1.')
    .replace(/^(Syntax Error: Invalid (?:character escape sequence|Unicode escape sequence|number\b[^:]*)): .*$/s, '$1.');
}
