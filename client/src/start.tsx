import { startTransition, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import './ui/global.css';
import './ui/mantine.css';
import { App } from './app.js';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element with the id "root".');
// As a transition it is drawn in slices of 5 ms, between which a slow phone stays responsive.
startTransition(() =>
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  ),
);
