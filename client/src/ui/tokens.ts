/** One colour of the page: how it looks on light and on dark. */
type Pair = readonly [light: string, dark: string];

const surfaces = {
  app: ['#f6f7f8', '#0c0e11'],
  bg: ['#ffffff', '#121418'],
  sunk: ['#fafbfc', '#0f1114'],
  hover: ['#f4f5f7', '#191c21'],
  press: ['#e9ebee', '#23272e'],
  float: ['#ffffff', '#1a1d22'],
  line: ['#e8eaed', '#22262c'],
  'line-2': ['#d7dade', '#343a42'],
  ink: ['#15181d', '#e9ebee'],
  'ink-2': ['#444b56', '#b4bac4'],
  'ink-3': ['#626976', '#8b929e'],
  accent: ['#4e46c4', '#6a61dd'],
  'accent-text': ['#4e46c4', '#aaa4fb'],
  'accent-soft': ['#f1f0fc', '#1d1c33'],
  'accent-line': ['#cdc9f4', '#403b80'],
  'box-line': ['#868d98', '#5d6571'],
} satisfies Record<string, Pair>;

/** Colours that carry a meaning: text, soft ground, line. */
const meanings = {
  green: ['#17754a', '#62c793'],
  'green-soft': ['#e5f4ec', '#11271c'],
  'green-line': ['#b4dcc6', '#24523a'],
  red: ['#bf2f2b', '#fb8b83'],
  'red-soft': ['#fcebea', '#301817'],
  'red-line': ['#f2c0bd', '#6a312e'],
  blue: ['#0a68a6', '#70b8ea'],
  'blue-soft': ['#e5f1f9', '#0f2536'],
  'blue-line': ['#b3d6ed', '#224e6e'],
  amber: ['#8a5800', '#e3b04f'],
  'amber-soft': ['#fdf5e3', '#2a200d'],
  'amber-line': ['#ecd6a3', '#5e4818'],
  slate: ['#566272', '#9fabba'],
  'slate-soft': ['#eef1f4', '#1d2229'],
  'slate-line': ['#d5dbe2', '#36404b'],
  'live-dot': ['#3d9a6b', '#429b70'],
  'failed-dot': ['#c48416', '#cf9126'],
  'bar-update': ['#8896a8', '#5f6b7a'],
  'bar-create': ['#3d9a6b', '#429b70'],
  'bar-access': ['#3d93c9', '#458fc2'],
  'bar-delete': ['#cf4b44', '#d65c55'],
  'bar-failed': ['#c48416', '#cf9126'],
} satisfies Record<string, Pair>;

const shadows = {
  'shadow-float': [
    '0 1px 2px rgb(0 0 0 / 5%), 0 8px 24px -6px rgb(0 0 0 / 14%)',
    '0 0 0 1px rgb(0 0 0 / 50%), 0 12px 32px -8px rgb(0 0 0 / 70%)',
  ],
  'shadow-panel': ['-12px 0 32px -16px rgb(0 0 0 / 18%)', '-12px 0 32px -16px rgb(0 0 0 / 70%)'],
} satisfies Record<string, Pair>;

const pairs: Record<string, Pair> = { ...surfaces, ...meanings, ...shadows };

/** Every token as a CSS variable for one of the two schemes. */
export function tokenVariables(scheme: 'light' | 'dark'): Record<string, string> {
  const side = scheme === 'light' ? 0 : 1;
  return Object.fromEntries(Object.entries(pairs).map(([name, pair]) => [`--${name}`, pair[side]]));
}

/** What Mantine's own variables stand for here, so that its components need no colours of their own. */
export const mantineVariables: Record<string, string> = {
  '--mantine-color-body': 'var(--bg)',
  '--mantine-color-text': 'var(--ink)',
  '--mantine-color-bright': 'var(--ink)',
  '--mantine-color-dimmed': 'var(--ink-3)',
  '--mantine-color-placeholder': 'var(--ink-3)',
  '--mantine-color-default': 'var(--bg)',
  '--mantine-color-default-hover': 'var(--hover)',
  '--mantine-color-default-color': 'var(--ink)',
  '--mantine-color-default-border': 'var(--line-2)',
  '--mantine-color-anchor': 'var(--accent-text)',
  '--mantine-color-error': 'var(--red)',
  '--mantine-primary-color-filled': 'var(--accent)',
};
