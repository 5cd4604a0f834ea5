/* A computer that several people use. Nothing readable stays behind: no text in the browser's storage, no page to go back
   to. Where the site locks, the page is covered once nobody was there for its minutes; what it held waits in memory
   alone, for the same person's password. The server refuses by its own clock (people/locking.py). */
(() => {
  const empty = () => { document.body.replaceChildren(); document.title = ''; };
  try {
    for (const key of Object.keys(localStorage)) localStorage.removeItem(key);
    sessionStorage.removeItem('draft:taken');
  } catch { /* a browser without storage keeps nothing */ }
  window.addEventListener('pageshow', event => { if (event.persisted) location.reload(); });
  window.addEventListener('pagehide', event => { kept = undefined; if (event.persisted) empty(); });

  let kept; // what the page held before it was covered
  const others = new BroadcastChannel('portal:shared');
  const lock = document.querySelector('template[data-lock]');
  const sprite = document.querySelector('svg.sprite');
  // Whoever leaves in one tab leaves in all.
  document.addEventListener('submit', event => {
    if (/\/(sign-out|switch)\/$/.test(event.target.action) && !event.defaultPrevented) others.postMessage({ gone: true });
  });
  others.addEventListener('message', ({ data }) => {
    if (data.gone) { empty(); setTimeout(() => location.replace('/'), 1000); }
  });
  if (!lock) return;

  const IDLE = lock.dataset.minutes * 60000, SAY_AGAIN = Math.min(30000, IDLE / 4);
  const token = () => document.querySelector('[name=csrfmiddlewaretoken]').value;
  let used = Date.now(), said = used;

  const cover = () => {
    if (kept) return;
    kept = { nodes: [...document.body.childNodes].filter(node => node !== sprite), title: document.title, css: document.body.className, at: scrollY, focus: document.activeElement };
    document.body.replaceChildren(sprite, lock.content.cloneNode(true));
    document.body.className = 'plain';
    document.querySelector('[data-since]').textContent = new Intl.DateTimeFormat(document.documentElement.lang, {
      hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: lock.dataset.zone,
    }).format(used);
    document.title = lock.dataset.title;
    document.querySelector('[data-unlock]').addEventListener('submit', unlock);
    document.querySelector('[data-unlock] :is([type=password], button)').focus();
  };
  const uncover = () => {
    if (!kept) return;
    const { nodes, title, css, at, focus } = kept;
    kept = undefined;
    used = said = Date.now();
    document.body.replaceChildren(sprite, ...nodes);
    document.body.className = css;
    document.title = title;
    scrollTo(0, at);
    focus?.focus?.({ preventScroll: true });
    window.dispatchEvent(new Event('focus')); // what waits to be saved is tried again
  };

  async function unlock(event) {
    event.preventDefault();
    const form = event.target, said = form.querySelector('[role=alert]');
    const answer = await fetch(form.action, { method: 'POST', body: new FormData(form), headers: { Accept: 'application/json' } }).catch(() => null);
    if (answer?.ok) { others.postMessage({ open: form.elements.person.value }); uncover(); return; }
    if (answer && answer.status !== 422 && answer.status !== 429) { location.reload(); return; }
    if (!answer || !said) return;
    said.hidden = false;
    said.querySelector('span').textContent = (await answer.json()).problem;
    form.elements.password.value = '';
    form.elements.password.focus();
  }

  const isOver = () => Date.now() - used >= IDLE;
  const look = () => { if (isOver()) cover(); };
  const use = () => {
    look();
    if (kept) return;
    used = Date.now();
    if (used - said < SAY_AGAIN) return;
    said = used;
    others.postMessage({ used });
    fetch(lock.dataset.inUse, { method: 'POST', headers: { 'X-CSRFToken': token() } })
      .then(answer => { if (answer.status === 401) cover(); else if (!answer.ok) location.reload(); }, () => {});
  };
  others.addEventListener('message', ({ data }) => {
    if (data.used) used = said = Math.max(used, data.used);
    if (data.open && data.open === lock.content.querySelector('[name=person]').value) uncover();
  });
  for (const event of ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart', 'input']) {
    window.addEventListener(event, use, { capture: true, passive: true });
  }
  // The page's own keys sleep while it is covered.
  window.addEventListener('keydown', event => { if (kept) event.stopImmediatePropagation(); }, true);
  for (const event of ['focus', 'pageshow', 'visibilitychange']) window.addEventListener(event, look, true);
  setInterval(look, Math.min(5000, IDLE / 4));
})();
