import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import './ui/global.css';
import './ui/mantine.css';
import { App } from './app.js';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element with the id "root".');
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
