import { ApolloProvider } from '@apollo/client/react';
import { MantineProvider } from '@mantine/core';
import { ViewerProvider } from './access/viewer.js';
import { client, outage } from './apollo.js';
import { OutageBanner } from './outage/outage-banner.js';
import { Routes } from './routes/routes.js';
import { cssVariablesResolver, theme } from './ui/theme.js';
import { Toasts } from './ui/toasts.js';

export function App() {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariablesResolver} defaultColorScheme="auto">
      <ApolloProvider client={client}>
        <Toasts>
          <ViewerProvider>
            <Routes />
          </ViewerProvider>
          <OutageBanner outage={outage} />
        </Toasts>
      </ApolloProvider>
    </MantineProvider>
  );
}
