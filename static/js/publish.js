/* The publish page: what the chosen moment means, shown as soon as it is chosen. Without this file a button asks. */
(() => {
  const form = document.querySelector('form[data-meaning]');
  if (!form) return;
  const place = document.getElementById(form.dataset.meaning);
  let asking;

  const look = async () => {
    asking?.abort();
    asking = new AbortController();
    const data = new FormData(form);
    data.set('action', 'look');
    place.setAttribute('aria-busy', 'true');
    try {
      const answer = await fetch(location.pathname, {
        method: 'POST', body: data, headers: { 'X-Part': 'meaning' }, signal: asking.signal,
      });
      if (answer.ok) {
        const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
        place.replaceChildren(...page.body.childNodes);
      }
      place.removeAttribute('aria-busy');
    } catch (error) {
      if (error.name !== 'AbortError') place.removeAttribute('aria-busy');
    }
  };

  form.addEventListener('change', event => {
    if (!['when', 'effective_from', 'effective_from_which'].includes(event.target.name)) return;
    if (event.target.name === 'effective_from' && event.target.value) {
      form.querySelector('[name=when][value=later]').checked = true;
    }
    look();
  });
})();
