/* Nothing typed is lost. The form with data-draft is saved two seconds after the last key (data-autosave), and kept in
   this browser until the server has it. Needs keeping-shelf.js. Its words come from the page (editions/keeping.html). */
(() => {
  const form = document.querySelector('form[data-draft]');
  const status = document.querySelector('[data-keeping]');
  const shelf = window.keepingShelf;
  if (!shelf) return;
  const said = status.querySelector('[data-keeping-said]');
  const words = status.dataset;
  const SAVE_AFTER = 2000, KEEP_AFTER = 300, LONGEST_WAIT = 60000, TOO_SLOW = 30000;

  let saved = words.unsaved === undefined ? shelf.text() : '';
  let clock = words.clock;
  let waiting, keeping, running = false, again = false, leaving = false, refused = false, failures = 0;
  let pending; // what was sent and never answered: whether it arrived is known only after it was sent once more

  const show = (tone, text, ...more) => {
    if (said.firstChild?.textContent.trim() === text && !more.length) return; // nothing new to be read out
    status.querySelector('use').setAttribute('href', { ok: '#i-check', neutral: '#i-clock', danger: '#i-warn' }[tone]);
    status.className = `toned tone-${tone} keeping`;
    said.replaceChildren(text, ...more);
  };
  const notSaved = (reason, ...more) => {
    const sentence = `${words.notSaved} ${clock}: ${reason}`;
    // Whoever types further down does not see the head of the page.
    if (!status.classList.contains('tone-danger') && !failures) document.dispatchEvent(new CustomEvent('portal:say', { detail: sentence }));
    show('danger', sentence, ...more);
  };
  const isDirty = () => shelf.text() !== saved;

  const typed = () => {
    clearTimeout(keeping);
    keeping = setTimeout(() => { if (isDirty()) shelf.keep(); }, KEEP_AFTER);
    refused = leaving = false;
    saveIn(SAVE_AFTER);
  };
  const saveIn = time => {
    clearTimeout(waiting);
    waiting = setTimeout(save, time);
  };

  async function save() {
    if (running) { again = true; return; }
    if (refused || leaving) return;
    if (!pending && !isDirty()) { settled(); return; }
    shelf.keep();
    running = true;
    again = false;
    pending ||= { text: shelf.text(), body: new FormData(form) };
    show('neutral', words.saving);
    try {
      await take(await send());
    } catch {
      wait(words.away);
    }
    running = false;
    if (again) saveIn(0);
    document.dispatchEvent(new CustomEvent('draft:rested'));
  }
  function settled() {
    shelf.done();
    show('ok', `${words.saved} ${clock}`);
  }

  async function send(renewed = false) {
    pending.body.set('csrfmiddlewaretoken', form.elements.csrfmiddlewaretoken.value);
    const answer = await fetch(form.dataset.autosave, {
      method: 'POST', body: pending.body, headers: { Accept: 'application/json' }, signal: AbortSignal.timeout(TOO_SLOW),
    });
    const isOurs = answer.headers.get('Content-Type')?.startsWith('application/json');
    // The page outlived a session: its token is stale. Whoever signed in again in another tab gets a fresh one.
    if (answer.status === 403 && !isOurs && !renewed) {
      const fresh = await fetch(form.dataset.autosave, { headers: { Accept: 'application/json' } });
      if (!fresh.ok) return fresh;
      form.elements.csrfmiddlewaretoken.value = (await fresh.json()).token;
      return send(true);
    }
    return answer;
  }

  async function take(answer) {
    if (answer.status >= 500 || answer.status === 429) { wait(words.busy); return; }
    const told = await answer.json().catch(() => ({ problem: words.busy }));
    saved = answer.ok ? pending.text : saved;
    pending = undefined;
    failures = 0;
    if (!answer.ok) { refuse(answer.status, told); return; }
    form.elements.seen.value = told.digest;
    if (told.saved) clock = told.clock;
    if (isDirty()) again = true;
    else settled();
    document.dispatchEvent(new CustomEvent('draft:saved', { detail: told }));
    if (told.mended.length) document.dispatchEvent(new CustomEvent('portal:say', { detail: told.mended.join(' ') }));
  }

  /* The network is away or the server is busy: tried again, each time after a longer while. */
  function wait(reason) {
    notSaved(reason);
    failures += 1;
    saveIn(Math.min(LONGEST_WAIT, 1000 * 2 ** failures));
  }

  /* The server said no, so asking again helps only after something changed: here, or by signing in elsewhere. */
  function refuse(code, told) {
    refused = true;
    const space = document.createTextNode(' ');
    if (code === 401) notSaved(told.problem, space, link(told.go, words.signIn));
    else if (told.merge) notSaved(told.problem, space, mergeButton());
    else if (code === 409) notSaved(told.problem, space, link(told.go, words.look));
    else notSaved(told.problem);
  }
  function link(address, text) {
    const element = document.createElement('a');
    element.href = address;
    element.textContent = text;
    element.addEventListener('click', () => { leaving = true; });
    return element;
  }
  function mergeButton() {
    const button = document.createElement('button');
    Object.assign(button, { type: 'submit', name: 'action', value: 'save', className: 'btn small', textContent: words.merge });
    button.setAttribute('form', form.id);
    if (!form.id) button.addEventListener('click', () => form.requestSubmit());
    return button;
  }

  /* The server hands it back once the text is saved: only then is it taken off the shelf. */
  function nameWhatIsKept() {
    const name = 'kept-id';
    form.elements[name]?.remove();
    const field = document.createElement('input');
    Object.assign(field, { type: 'hidden', name, value: shelf.id });
    form.append(field);
  }

  for (const event of ['input', 'change', 'draft:changed']) form.addEventListener(event, typed);
  // A save by hand waits for the one under way: it would meet its own words as somebody else's.
  form.addEventListener('submit', event => {
    if (event.defaultPrevented) return; // a button of the editor: the page stays
    shelf.keepIf(isDirty());
    nameWhatIsKept();
    leaving = true;
    if (!running) return;
    event.preventDefault();
    document.addEventListener('draft:rested', () => form.requestSubmit(event.submitter), { once: true });
  });
  window.addEventListener('pageshow', event => { if (event.persisted) { leaving = false; typed(); } });
  window.addEventListener('online', () => { failures = 0; saveIn(0); });
  window.addEventListener('focus', () => { leaving = false; if (refused) { refused = false; saveIn(0); } });
  window.addEventListener('pagehide', () => shelf.keepIf(isDirty()));
  window.addEventListener('beforeunload', event => { if (isDirty() && !leaving) event.preventDefault(); });
  if (isDirty()) typed();
})();
