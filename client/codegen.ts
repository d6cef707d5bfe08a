import type { CodegenConfig } from '@graphql-codegen/cli';

/** Checks every document against the server's schema and writes its types; `npm run codegen` in this folder. */
const config: CodegenConfig = {
  schema: '../server/schema.graphql',
  documents: 'src/**/*.graphql',
  generates: {
    'src/gql/': {
      preset: 'client',
      presetConfig: { fragmentMasking: false },
      config: {
        documentMode: 'documentNode',
        importExtension: '.js',
        useTypeImports: true,
        enumsAsTypes: true,
        immutableTypes: true,
        defaultScalarType: 'unknown',
        strictScalars: true,
        scalars: { ID: 'string', DateTime: 'string', JSON: '@audit-log/shared/entry#Json' },
      },
    },
  },
};

export default config;
