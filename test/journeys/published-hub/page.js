import { StackOneHub } from '@stackone/hub';
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';

/** Shows the published React component with the props of the address, and notes what it reports. */
const props = Object.fromEntries(new URLSearchParams(location.search));
globalThis.reports = [];
createRoot(document.getElementById('stage')).render(
  createElement(StackOneHub, {
    ...props,
    onSuccess: (account) => globalThis.reports.push({ type: 'success', account }),
    onClose: () => globalThis.reports.push({ type: 'close' }),
  }),
);
