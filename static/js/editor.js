/* The editor: buttons and previews without a new page. The server arranges the blocks and renders the text; without
   this file every button posts the form and comes back with the whole page. Announces editor:drawn after new blocks. */
(() => {
  const form = document.querySelector('form[data-editor]');
  if (!form) return;
  const PREVIEW_AFTER = 400, PATIENCE = 15000;
  const TYPED = ['preview', 'checks', 'counts'];
  const part = name => document.querySelector(`[data-part=${name}]`);
  const say = words => document.dispatchEvent(new CustomEvent('portal:say', { detail: words }));
  const unfolded = () => [...form.querySelectorAll('[data-block] > details[open]')].map(fold => fold.parentElement.dataset.block);
  let waiting, asking, previews = 0;

  async function ask(wanted, action, names) {
    clearTimeout(waiting);
    asking?.abort();
    const mine = asking = new AbortController();
    setTimeout(() => mine.abort(), PATIENCE);
    const body = new FormData(form);
    body.set('action', action);
    for (const key of unfolded()) body.append('open', key);
    body.append('open', '-');
    const answer = await fetch(location.pathname, { method: 'POST', body, headers: { 'X-Part': wanted }, signal: mine.signal });
    if (!answer.ok || answer.redirected) throw new Error(answer.status);
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const found = names.map(name => page.querySelector(`[data-part=${name}]`));
    if (mine.signal.aborted || found.includes(null)) throw new Error('no answer');
    names.forEach((name, at) => put(part(name), found[at]));
  }

  /* New content in the place of the old; what was unfolded in the preview stays so. */
  function put(here, fresh) {
    const folds = new Map([...here.querySelectorAll('.prose details')].map(fold => [fold.querySelector('summary').textContent, fold.open]));
    for (const fold of fresh.querySelectorAll('.prose details')) fold.open = folds.get(fold.querySelector('summary').textContent) ?? fold.open;
    if (here.matches('[data-part=blocks]')) here.replaceChildren(...fresh.childNodes); // fields hold more than their markup says
    else renew(here, fresh);
  }
  /* Only what differs is drawn anew: a page of hundreds of rules must not hold up whoever types. */
  function renew(here, fresh) {
    const old = [...here.childNodes], now = [...fresh.childNodes];
    if (old.length !== now.length) { here.replaceChildren(...now); return; }
    for (const [at, node] of old.entries()) {
      if (node.isEqualNode(now[at])) continue;
      if (node.nodeType === Node.ELEMENT_NODE && now[at].nodeType === Node.ELEMENT_NODE && node.cloneNode().isEqualNode(now[at].cloneNode())) renew(node, now[at]);
      else node.replaceWith(now[at]);
    }
  }

  const preview = () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      if (!form.isConnected) return; // the page is covered (shared.js)
      part('preview').setAttribute('aria-busy', 'true');
      const mine = previews += 1;
      // Where it fails the next key asks again; saving says what is wrong.
      ask('preview', 'preview', TYPED).catch(() => {}).finally(() => { if (mine === previews) part('preview')?.removeAttribute('aria-busy'); });
    }, PREVIEW_AFTER);
  };
  form.addEventListener('input', preview);
  form.addEventListener('change', preview);

  /* Nothing can be typed into blocks that are about to be replaced. */
  async function arrange(action) {
    const blocks = part('blocks');
    blocks.inert = true;
    try {
      await ask('editor', action, ['blocks', ...TYPED]);
    } catch (error) {
      say(form.dataset.away);
      return false;
    } finally {
      blocks.inert = false;
    }
    say(form.querySelector('[data-said]').textContent.trim());
    form.dispatchEvent(new CustomEvent('draft:changed', { bubbles: true }));
    document.dispatchEvent(new CustomEvent('editor:drawn'));
    return true;
  }
  form.addEventListener('editor:arrange', event => arrange(event.detail));

  const ARRANGES = /^(up|down|remove|add|template|view)-/;
  form.addEventListener('submit', async event => {
    const button = event.submitter, action = button?.value ?? '';
    if (action === 'preview') {
      event.preventDefault();
      if (part('preview').offsetParent === null) document.querySelector('.seg[data-for=ed] [value=read]').click();
      ask('preview', 'preview', TYPED).then(() => part('preview').focus(), () => say(form.dataset.away));
    }
    if (!ARRANGES.test(action)) return;
    event.preventDefault();
    const blocks = () => [...form.querySelectorAll('[data-block]')];
    const place = blocks().indexOf(button.closest('[data-block]'));
    const field = button.dataset.field;
    delete button.dataset.field;
    button.closest('details.menu')?.removeAttribute('open');
    if (!await arrange(action)) { button.focus(); return; }
    const about = form.querySelector('[data-about]');
    const inside = selector => about?.querySelector(selector);
    const target = {
      up: () => inside(`[name$="-${field}"]`) ?? inside('button[value^=up-]'),
      down: () => inside(`[name$="-${field}"]`) ?? inside('button[value^=down-]'),
      add: () => inside('.body :is(textarea, input, select)'),
      template: () => inside('summary'),
      view: () => form.querySelector(`button[value=${action}]`),
      remove: () => blocks()[Math.min(place, blocks().length - 1)]?.querySelector('summary') ?? form.querySelector('[data-toolbar] button'),
    }[action.split('-')[0]]();
    target?.focus({ preventScroll: true });
    target?.scrollIntoView({ block: about && action.startsWith('add') ? 'center' : 'nearest' });
  });

  document.addEventListener('keydown', event => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 's') return;
    event.preventDefault();
    form.requestSubmit(form.querySelector('.form-end button[value=save]'));
  });

  // After a save one is where one was, with the same blocks unfolded. A problem has its own place on the page.
  const PLACE = 'editor-place', SOON = 30000;
  form.addEventListener('submit', event => {
    if (event.defaultPrevented || event.submitter?.value === 'submit') return;
    const place = { path: location.pathname, at: Date.now(), y: scrollY, open: unfolded(), name: document.activeElement.name };
    try { sessionStorage.setItem(PLACE, JSON.stringify(place)); } catch { /* no storage: the page begins at its top */ }
  });
  const goBack = () => {
    let place;
    try { place = JSON.parse(sessionStorage.getItem(PLACE)); sessionStorage.removeItem(PLACE); } catch { /* as above */ }
    const told = document.querySelectorAll('[data-focus]');
    if (place?.path !== location.pathname || Date.now() - place.at > SOON || !place.y) return;
    if (told.length !== 1 || told[0].getAttribute('role') !== 'status') return;
    for (const block of form.querySelectorAll('[data-block]')) block.querySelector('details').open = place.open.includes(block.dataset.block);
    if (place.name && place.name !== 'action') form.elements[place.name]?.focus?.({ preventScroll: true });
    scrollTo({ top: place.y, behavior: 'instant' });
    say(told[0].textContent.trim());
  };
  window.addEventListener('load', goBack); // after the script that puts the focus on what the page says

  // How the editor is laid out is remembered on this device. A phone shows one thing at a time.
  const layout = document.querySelector('.seg[data-for=ed]');
  const press = value => layout.querySelector(`[value=${value}]`)?.click();
  form.dataset.scripted = '';
  let kept = 'split';
  try { kept = localStorage.getItem('editor-layout') || kept; } catch { /* no storage: the layout starts anew */ }
  press(kept === 'split' && matchMedia('(max-width: 61.99rem)').matches ? 'write' : kept);
  layout.addEventListener('click', event => {
    const pressed = event.target.closest('button');
    try { if (pressed) localStorage.setItem('editor-layout', pressed.value); } catch { /* as above */ }
  });
})();
