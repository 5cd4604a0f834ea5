/* A part of the page that changes by itself: <section id="pack-state" data-again="2"> is asked for again every so many
   seconds. When nothing more is to come, the whole page is loaded once. Without this there is a link. */
(() => {
  const look = async () => {
    const part = document.querySelector('[data-again]');
    if (!part) return;
    try {
      const answer = await fetch(location.href, { cache: 'no-store' });
      if (answer.ok && !answer.redirected) {
        const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
        const now = page.getElementById(part.id);
        if (!now || !now.dataset.again) return location.reload();
        if (now.textContent !== part.textContent) part.replaceChildren(...now.childNodes);
      }
    } catch { /* away for a moment: ask again */ }
    setTimeout(look, 1000 * part.dataset.again);
  };
  setTimeout(look, 1500);
})();
