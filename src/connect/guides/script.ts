/**
 * Makes the choice of actions lively: shows the sections, steps and scopes that the ticked actions need, as the server
 * does for the same address. Plain JavaScript for browsers; without it the form asks the server.
 */
export const SCRIPT = `'use strict';
(() => {
  const root = document.querySelector('[data-guides-scope-selector]');
  if (root === null) return;
  const words = (text) => (text ?? '').split(' ').filter((word) => word !== '');
  const actions = new Map(JSON.parse(root.dataset.guideActionsJson).map((action) => [action.id, action]));
  const always = words(root.dataset.guideAlwaysScopes);
  let named = words(root.dataset.guideNamedScopes);
  const boxes = [...root.querySelectorAll('input[name="actions"]')];
  const status = root.querySelector('[data-guide-status]');
  const reset = root.querySelector('[data-guide-reset]');
  const details = root.querySelector('details');

  const shows = (element, needed) => {
    const scopes = words(element.dataset.guideScopes);
    return needed === undefined || scopes.length === 0 || scopes.some((scope) => needed.has(scope));
  };

  const show = () => {
    const chosen = boxes.filter((box) => box.checked).map((box) => actions.get(box.value));
    const nothing = chosen.length + named.length === 0;
    const needed = nothing ? undefined : new Set([...always, ...named, ...chosen.flatMap((action) => action.scopes)]);
    for (const step of document.querySelectorAll('[data-guide-step]')) step.closest('li').hidden = !shows(step, needed);
    for (const section of document.querySelectorAll('[data-guide-section]')) {
      const steps = [...section.querySelectorAll('[data-guide-step]')];
      const empty = steps.length > 0 && steps.every((step) => step.closest('li').hidden);
      section.hidden = empty || !shows(section, needed);
    }
    for (const scope of document.querySelectorAll('[data-scope]'))
      scope.hidden = needed !== undefined && !needed.has(scope.dataset.scope);
    reset.hidden = nothing;
    const count = chosen.length === 1 ? '1 action chosen.' : chosen.length + ' actions chosen.';
    status.textContent = nothing ? '' : (chosen.length === 0 ? '' : count + ' ') + 'Scopes needed: ';
    if (nothing) return;
    [...needed].forEach((scope, index) => {
      const code = document.createElement('code');
      code.textContent = scope;
      status.append(index === 0 ? '' : ', ', code);
    });
    status.append('.');
  };

  const note = () => {
    const url = new URL(location.href);
    const ids = boxes.filter((box) => box.checked).map((box) => box.value);
    for (const [name, values] of [['actions', ids], ['scopes', named]]) {
      url.searchParams.delete(name);
      if (values.length > 0) url.searchParams.set(name, values.join(','));
    }
    history.replaceState(null, '', url);
  };

  const find = document.createElement('input');
  find.type = 'search';
  find.className = 'find';
  find.placeholder = 'Find an action';
  find.setAttribute('aria-label', 'Find an action');
  find.addEventListener('input', () => {
    const wanted = find.value.trim().toLowerCase();
    for (const box of boxes) {
      const row = box.closest('li');
      row.hidden = !row.textContent.toLowerCase().includes(wanted);
    }
  });
  find.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') event.preventDefault();
  });
  details.querySelector('summary').after(find);

  root.querySelector('[data-guide-apply]').hidden = true;
  root.addEventListener('change', () => {
    show();
    note();
  });
  reset.addEventListener('click', (event) => {
    event.preventDefault();
    for (const box of boxes) box.checked = false;
    named = [];
    show();
    note();
    details.querySelector('summary').focus();
  });
  show();
})();
`;
