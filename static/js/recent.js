/* Home: what was opened last in this browser. Citations alone are remembered (static/js/palette.js), by person; where they
   lead and what they are called is asked for through the rights of whoever is signed in. Before there are any it says what
   stands here; not at a shared computer, which remembers nothing. */
(async () => {
  const place = document.querySelector('[data-recent]');
  const palette = document.getElementById('palette');
  if (!place || !palette) return;
  const policyId = text => {
    const [market, ...rest] = text.split('-'), made = document.createElement('span');
    const code = made.appendChild(document.createElement('b'));
    made.className = 'pid';
    code.append(market);
    code.appendChild(document.createElement('i')).append('-');
    made.append(rest.join('-'));
    return made;
  };
  const shared = document.documentElement.dataset.shared === 'on';
  let cites = [];
  try { cites = JSON.parse(localStorage.getItem(`opened:${palette.dataset.person}`)) ?? []; } catch { /* no storage: nothing to show */ }
  if (!Array.isArray(cites) || !cites.length) {
    place.hidden = shared;
    return;
  }
  const query = new URLSearchParams(cites.slice(0, 5).map(cite => ['recent', cite]));
  const answer = await fetch(`${palette.dataset.options}?${query}`).catch(() => null);
  if (!answer?.ok) return;
  for (const option of (await answer.json()).options) {
    const link = document.createElement('a'), words = document.createElement('span');
    link.href = option.url;
    words.lang = option.language;
    words.textContent = option.text;
    place.querySelector('[data-none]')?.remove();
    link.append(policyId(option.policy_id), ' ', words);
    place.querySelector('ul').appendChild(document.createElement('li')).append(link);
    place.hidden = false;
  }
})();
