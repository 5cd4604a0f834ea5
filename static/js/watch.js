/* A page left open hears within a minute that its words changed: a bar says which rule and when, and the old row is struck
   through. The question carries no cookie and is answered from memory; only a yes asks further, as the reader. A hidden tab
   asks nothing, and asks at once when it is looked at again. */
(() => {
  const EVERY = 45000, AT_LEAST = 5000;
  const place = document.querySelector('[data-poll]');
  if (!place) return;
  let asked = Date.now(), timer;

  const ask = async () => {
    if (!place.isConnected) return; // covered on a shared computer: it asks when it is uncovered
    asked = Date.now();
    const poll = await fetch(place.dataset.poll, { credentials: 'omit', cache: 'no-store' });
    if (poll.status === 204) return;
    const answer = await fetch(place.dataset.ask, { redirect: 'manual', cache: 'no-store' });
    if (answer.status === 403) return location.reload(); // restricted while it was open
    if (answer.status !== 200 && answer.status !== 204) return;
    if (answer.status === 200) tell(await answer.text());
    place.dataset.poll = answer.headers.get('X-Poll') || place.dataset.poll;
    place.dataset.ask = answer.headers.get('X-Ask') || place.dataset.ask;
  };

  const tell = html => {
    const news = new DOMParser().parseFromString(html, 'text/html');
    const bar = news.querySelector('.bar');
    const rows = news.querySelector('template')?.content;
    for (const id of bar.dataset.gone.split(' ')) strike(document.getElementById(id), bar.dataset.until);
    for (const id of bar.dataset.changed.split(' ')) if (id) renew(id, rows, bar.dataset.until);
    for (const id of bar.dataset.pinned.split(' ')) if (id) pin(id, rows);
    place.replaceChildren(bar);
  };

  /* What stands under the row of a rule: what is pinned on it, then its cases. */
  const more = row => {
    const found = [];
    for (let next = row?.nextElementSibling; next?.matches('.rule-more'); next = next.nextElementSibling) found.push(next);
    return found;
  };

  const pin = (id, rows) => {
    const row = document.getElementById(id), fresh = rows?.querySelector(`tr#${CSS.escape(id)}`);
    if (!row?.matches('.rules tr') || !fresh) return;
    const open = more(row).some(one => one.querySelector('details[open]')), details = more(fresh);
    for (const one of more(row)) one.remove();
    row.after(...details);
    for (const one of details) for (const cases of one.querySelectorAll('details')) cases.open = open;
  };

  const strike = (row, until) => {
    if (!row?.matches('.rules tr')) return;
    row.removeAttribute('id');
    row.className = 'was';
    for (const one of more(row)) one.remove();
    row.querySelectorAll('th .tag').forEach(tag => tag.remove());
    const tag = document.createElement('span');
    tag.className = 'tag';
    tag.textContent = until;
    row.querySelector('th')?.append(' ', tag);
  };

  const renew = (id, rows, until) => {
    const fresh = rows?.querySelector(`tr#${CSS.escape(id)}`);
    if (!fresh) return;
    const old = document.getElementById(id), after = old || above(fresh);
    const details = more(fresh);
    strike(old, until);
    if (after) (more(after).at(-1) || after).after(fresh, ...details);
    else document.querySelector('.rules tbody')?.prepend(fresh, ...details);
  };

  /* The row of this page below which a new rule is read. */
  const above = fresh => {
    for (let row = fresh.previousElementSibling; row; row = row.previousElementSibling) {
      const here = row.id && document.getElementById(row.id);
      if (here) return here;
    }
    return null;
  };

  const plan = () => {
    clearTimeout(timer);
    if (document.hidden) return;
    timer = setTimeout(look, Math.max(AT_LEAST, asked + EVERY - Date.now()));
  };
  const look = () => ask().catch(() => { /* no network: the next question comes */ }).finally(plan);

  const again = () => {
    if (!document.hidden && Date.now() - asked > AT_LEAST) look();
    else plan();
  };
  document.addEventListener('visibilitychange', again);
  window.addEventListener('focus', again); // also when a page is uncovered
  plan();
})();
