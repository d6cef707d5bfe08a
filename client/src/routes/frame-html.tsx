import { MantineProvider } from '@mantine/core';
import { renderToStaticMarkup } from 'react-dom/server';
import { cssVariablesResolver, theme } from '../ui/theme.js';
import { frameOf, framedPaths } from './frame.js';

/** For the build: the frames by their address, as HTML with the colours they need. */
export const frames: ReadonlyMap<string, string> = new Map(
  framedPaths.map((path) => [
    path,
    renderToStaticMarkup(
      <MantineProvider theme={theme} cssVariablesResolver={cssVariablesResolver} defaultColorScheme="auto" withStaticClasses={false}>
        {frameOf(path)}
      </MantineProvider>,
    ),
  ]),
);
