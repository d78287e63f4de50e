import '@patchbay/hub';

// Your backend makes the token with POST /connect_sessions; this page takes it from its address.
const address = new URLSearchParams(location.search);
const hub = document.querySelector('patchbay-hub');
const said = document.querySelector('#said');

hub.addEventListener('success', ({ detail }) => {
  said.textContent = `Linked ${detail.provider} as account ${detail.id}.`;
});
hub.addEventListener('close', () => hub.remove());

hub.baseUrl = address.get('base') ?? hub.baseUrl;
hub.token = address.get('token');
