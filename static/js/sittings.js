/* Tells the server every half minute that this draft is still open, and shows who else has it open. */
(() => {
  const place = document.querySelector('[data-sittings]');
  const token = document.querySelector('form[data-draft] [name=csrfmiddlewaretoken]');
  if (!place || !token) return;
  const show = others => {
    const lines = others.map(other => {
      const line = document.createElement('span');
      const icon = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
      const use = document.createElementNS('http://www.w3.org/2000/svg', 'use');
      icon.setAttribute('class', 'i');
      icon.setAttribute('aria-hidden', 'true');
      use.setAttribute('href', '#i-users');
      icon.append(use);
      line.className = 'sitting';
      line.append(icon, ' ', other.text);
      return line;
    });
    if (lines.map(line => line.textContent).join() !== [...place.children].map(line => line.textContent).join()) place.replaceChildren(...lines);
  };
  setInterval(async () => {
    try {
      const answer = await fetch(place.dataset.beat, {
        method: 'POST', headers: { 'X-CSRFToken': token.value, Accept: 'application/json' },
      });
      if (answer.ok) show((await answer.json()).others);
    } catch { /* the network is away; keeping.js says so where it matters */ }
  }, 30000);
  document.addEventListener('draft:saved', event => show(event.detail.others));
})();
