import '@patchbay/hub';
import { createApp, h, ref } from 'vue';

// Your backend makes the token with POST /connect_sessions; this page takes it from its address.
const address = new URLSearchParams(location.search);

// In a template, tell the compiler first: `isCustomElement: (tag) => tag === 'patchbay-hub'`. Then it is
// <patchbay-hub :token="token" base-url="…" @success="onSuccess" @close="open = false" />
const Connections = {
  setup() {
    const said = ref('');
    const open = ref(true);
    return () => [
      h('h1', 'Connections'),
      open.value &&
        h('patchbay-hub', {
          token: address.get('token'),
          'base-url': address.get('base') ?? 'http://localhost:4400',
          height: '640px',
          onSuccess: ({ detail }) => {
            said.value = `Linked ${detail.provider} as account ${detail.id}.`;
          },
          onClose: () => {
            open.value = false;
          },
        }),
      h('p', { role: 'status' }, said.value),
    ];
  },
};

createApp(Connections).mount('#root');
