import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';
import { floatingClassNames } from './floating.js';
import { mantineVariables, tokenVariables } from './tokens.js';
import { VisibilityIcon } from './visibility-icon.js';
import controls from './controls.module.css';

const violet: MantineColorsTuple = [
  '#f1f0fc',
  '#dfdcf8',
  '#cdc9f4',
  '#aaa4fb',
  '#857df0',
  '#6a61dd',
  '#4e46c4',
  '#433ca8',
  '#38328c',
  '#2d2870',
];

const font =
  '-apple-system, BlinkMacSystemFont, "Segoe UI Variable Text", "Segoe UI", Inter, Roboto, "Noto Sans", "Liberation Sans", Arial, sans-serif';

const field = {
  wrapper: controls.wrapper,
  label: controls.label,
  description: controls.description,
  error: controls.error,
};

export const theme = createTheme({
  fontFamily: font,
  fontFamilyMonospace: 'ui-monospace, "SF Mono", "Cascadia Mono", "Noto Sans Mono", "Liberation Mono", monospace',
  fontSizes: { xs: '11px', sm: '13px', md: '13px', lg: '15px', xl: '17px' },
  lineHeights: { xs: '16px', sm: '20px', md: '20px', lg: '22px', xl: '24px' },
  fontWeights: { regular: '400', medium: '500', bold: '600' },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  radius: { xs: '4px', sm: '6px', md: '6px', lg: '10px', xl: '16px' },
  defaultRadius: 'sm',
  headings: { fontFamily: font, fontWeight: '600' },
  colors: { violet },
  primaryColor: 'violet',
  primaryShade: { light: 6, dark: 5 },
  respectReducedMotion: true,
  cursorType: 'pointer',
  components: {
    Button: { defaultProps: { size: 'sm' }, classNames: { root: controls.button } },
    TextInput: { classNames: { ...field, input: controls.input } },
    PasswordInput: {
      defaultProps: { visibilityToggleIcon: VisibilityIcon },
      classNames: { ...field, input: controls.input },
    },
    Textarea: { classNames: { ...field, input: controls.textarea } },
    NativeSelect: { classNames: { ...field, input: controls.input } },
    Select: {
      classNames: { ...field, input: controls.input, dropdown: floatingClassNames.surface, option: floatingClassNames.item },
    },
    Autocomplete: {
      classNames: { ...field, input: controls.input, dropdown: floatingClassNames.surface, option: floatingClassNames.item },
    },
    TagsInput: {
      classNames: {
        ...field,
        input: controls.tags,
        dropdown: floatingClassNames.surface,
        pill: controls.pill,
      },
    },
    Popover: {
      defaultProps: { transitionProps: { transition: 'fade', duration: 120 }, shadow: 'none' },
      classNames: { dropdown: floatingClassNames.surface },
    },
    Menu: {
      defaultProps: {
        transitionProps: { transition: 'fade', duration: 100 },
        shadow: 'none',
        withInitialFocusPlaceholder: false,
        // Beside its button, not at the end of the page: there it would belong to no landmark.
        withinPortal: false,
        floatingStrategy: 'fixed',
      },
      classNames: {
        dropdown: floatingClassNames.menu,
        item: floatingClassNames.item,
        label: floatingClassNames.label,
        divider: floatingClassNames.divider,
      },
    },
    Tooltip: {
      defaultProps: { openDelay: 250, transitionProps: { transition: 'fade', duration: 120 } },
      classNames: { tooltip: floatingClassNames.tooltip },
    },
    Modal: {
      defaultProps: {
        transitionProps: { transition: 'fade', duration: 120 },
        overlayProps: { backgroundOpacity: 0.4 },
        centered: true,
        shadow: 'none',
      },
      classNames: {
        content: floatingClassNames.modal,
        header: floatingClassNames.modalHeader,
        title: floatingClassNames.modalTitle,
        body: floatingClassNames.modalBody,
      },
    },
    Drawer: {
      defaultProps: { transitionProps: { duration: 150 }, overlayProps: { backgroundOpacity: 0.4 }, shadow: 'none' },
    },
  },
});

export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: {},
  light: { ...tokenVariables('light'), ...mantineVariables },
  dark: { ...tokenVariables('dark'), ...mantineVariables },
});
