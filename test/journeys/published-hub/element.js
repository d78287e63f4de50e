/** Shows the published web component with the attributes of the address, and notes what it reports. */
const element = document.createElement('stackone-hub');
const names = { token: 'token', baseUrl: 'base-url', accountId: 'account-id' };
for (const [name, value] of new URLSearchParams(location.search)) element.setAttribute(names[name], value);
globalThis.reports = [];
element.addEventListener('success', ({ detail }) => globalThis.reports.push({ type: 'success', account: detail }));
element.addEventListener('close', () => globalThis.reports.push({ type: 'close' }));
document.getElementById('stage').append(element);
