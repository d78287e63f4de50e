import { PatchbayHub } from '@patchbay/hub/react';
import { useState } from 'react';
import { createRoot } from 'react-dom/client';

// Your backend makes the token with POST /connect_sessions; this page takes it from its address.
const address = new URLSearchParams(location.search);

function Connections() {
  const [said, say] = useState('');
  const [open, setOpen] = useState(true);
  return (
    <>
      <h1>Connections</h1>
      {open && (
        <PatchbayHub
          token={address.get('token') ?? undefined}
          baseUrl={address.get('base') ?? 'http://localhost:4400'}
          height="640px"
          onSuccess={(account) => say(`Linked ${account.provider} as account ${account.id}.`)}
          onClose={() => setOpen(false)}
        />
      )}
      <p role="status">{said}</p>
    </>
  );
}

createRoot(document.getElementById('root') as HTMLElement).render(<Connections />);
