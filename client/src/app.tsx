import { ApolloProvider } from '@apollo/client/react';
import { MantineProvider } from '@mantine/core';
import { useViewer, ViewerProvider } from './access/viewer.js';
import { client, outage } from './apollo.js';
import { OutageBanner } from './outage/outage-banner.js';
import { EmbeddedApp, embeddedScheme } from './routes/embedded-app.js';
import { Routes } from './routes/routes.js';
import { embedded } from './ui/embedded.js';
import { cssVariablesResolver, theme } from './ui/theme.js';
import { Toasts } from './ui/toasts.js';

export function App() {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariablesResolver} defaultColorScheme="auto" {...embeddedScheme}>
      <ApolloProvider client={client}>
        <Toasts>
          {embedded ? (
            <EmbeddedApp />
          ) : (
            <ViewerProvider>
              <Routes />
              <OutageBeforePages />
            </ViewerProvider>
          )}
        </Toasts>
      </ApolloProvider>
    </MantineProvider>
  );
}

/** The pages of somebody who is known have a place for it themselves. */
function OutageBeforePages() {
  return useViewer().status === 'signed-in' ? null : <OutageBanner outage={outage} floating />;
}
