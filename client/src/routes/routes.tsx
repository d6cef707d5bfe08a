import { Button } from '@mantine/core';
import { lazy, Suspense, useState, type ComponentType } from 'react';
import { Link, Redirect, Route, Switch, useLocation, useSearch } from 'wouter';
import { addressAfterSignIn, signInAddress } from '../access/next.js';
import { useViewer } from '../access/viewer.js';
import { EmptyState } from '../ui/empty-state.js';
import { PageHeader } from '../ui/page-header.js';
import { Broken } from './broken.js';
import { NotAllowed } from './not-allowed.js';
import { auditLogsPath, signInPath } from './paths.js';
import { Shell } from './shell.js';
import { FirstLoad, FirstLoadFailed } from './first-load.js';

const SignInPage = lazy(() => import('../access/sign-in-page.js'));
const InvitePage = lazy(() => import('../access/invite-page.js'));
const SignInLinkPage = lazy(() => import('../access/sign-in-link-page.js'));
const loadAuditLogs = () => import('./audit-logs-route.js');
const LazyAuditLogs = lazy(loadAuditLogs);
/** What is drawn where the code has come already: a lazy component waits even then, and React's stand-in stays for 300 ms. */
let loadedAuditLogs: ComponentType<{ allowed: boolean }> | null = null;
// Fetched while it is still being asked who looks; what does not come now is asked for again when it is drawn.
if (location.pathname === auditLogsPath) {
  loadAuditLogs().then(
    (route) => {
      loadedAuditLogs = route.default;
    },
    () => undefined,
  );
}
const ProjectsPage = lazy(() => import('../workspace/projects-page.js'));
const ProjectPage = lazy(() => import('../workspace/project-page.js'));
const TimelineRoute = lazy(() => import('./timeline-route.js'));
const UsersPage = lazy(() => import('../access/users-page.js'));
const ApiKeysPage = lazy(() => import('../access/api-keys-page.js'));
const OrganizationPage = lazy(() => import('../organization/organization-page.js'));

export function Routes() {
  return (
    <Broken>
      <Suspense fallback={<FirstLoad />}>
        <Switch>
          <Route path={signInPath}>
            <SignInRoute />
          </Route>
          <Route path="/invite">
            <TicketRoute page={InvitePage} />
          </Route>
          <Route path="/sign-in-link">
            <TicketRoute page={SignInLinkPage} />
          </Route>
          <Route>
            <SignedInRoutes />
          </Route>
        </Switch>
      </Suspense>
    </Broken>
  );
}

function SignInRoute() {
  const viewer = useViewer();
  const search = useSearch();
  if (viewer.status === 'signed-in') return <Redirect to={addressAfterSignIn(search, location.origin)} replace />;
  return <SignInPage />;
}

interface TicketPageProps {
  token: string;
  onDone: () => void;
}

function TicketRoute({ page: Page }: { page: ComponentType<TicketPageProps> }) {
  const token = new URLSearchParams(useSearch()).get('token') ?? '';
  const [, navigate] = useLocation();
  return <Page token={token} onDone={() => navigate('/', { replace: true })} />;
}

function SignedInRoutes() {
  const state = useViewer();
  const [path] = useLocation();
  const search = useSearch();
  if (state.status === 'loading') return <FirstLoad />;
  if (state.status === 'failed') return <FirstLoadFailed failure={state.failure} onRetry={state.retry} />;
  if (state.status === 'signed-out') {
    return <Redirect to={signInAddress(search === '' ? path : `${path}?${search}`)} replace />;
  }

  const { viewer, can, reload } = state;
  return (
    <Shell viewer={viewer} can={can}>
      <Suspense fallback={null}>
        <Switch>
          <Route path="/">
            <Redirect to="/projects" replace />
          </Route>
          <Route path="/projects">
            <ProjectsPage canWrite={can('workspace.write')} />
          </Route>
          <Route path="/projects/:id">
            {({ id }) => <ProjectPage key={id} id={id} canWrite={can('workspace.write')} />}
          </Route>
          <Route path="/settings/organization">
            {can('account.read') ? (
              <OrganizationPage organization={viewer.organization} canWrite={can('account.write')} onChanged={reload} />
            ) : (
              <NotAllowed title="Organization" what="The organization’s settings are" />
            )}
          </Route>
          <Route path="/settings/users">
            {can('account.read') ? (
              <UsersPage canWrite={can('account.write')} />
            ) : (
              <NotAllowed title="Users" what="The list of users is" />
            )}
          </Route>
          <Route path="/settings/api-keys">
            {can('account.read') ? (
              <ApiKeysPage canWrite={can('account.write')} />
            ) : (
              <NotAllowed title="API keys" what="The list of API keys is" />
            )}
          </Route>
          <Route path={`${auditLogsPath}/history/*`}>
            <TimelineRoute allowed={can('audit.read')} />
          </Route>
          <Route path={auditLogsPath}>
            <AuditLogsRoute allowed={can('audit.read')} />
          </Route>
          <Route>
            <NotFound />
          </Route>
        </Switch>
      </Suspense>
    </Shell>
  );
}

function AuditLogsRoute({ allowed }: { allowed: boolean }) {
  // The same for as long as the page stands: another one would begin afresh.
  const [{ Page }] = useState(() => ({ Page: loadedAuditLogs ?? LazyAuditLogs }));
  return <Page allowed={allowed} />;
}

function NotFound() {
  return (
    <>
      <PageHeader title="Page not found" />
      <EmptyState
        title="There is nothing at this address"
        action={
          <Button variant="default" component={Link} href="/projects">
            Go to projects
          </Button>
        }
      >
        The link may be old, or a part of it may be missing.
      </EmptyState>
    </>
  );
}
