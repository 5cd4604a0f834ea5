/* The reading page: the contents follow the reader, and Esc hides the meaning of a term (WCAG 1.4.13). */
(() => {
  const links = [...document.querySelectorAll('.toc a')];
  if (links.length && 'IntersectionObserver' in window) {
    const mark = id => {
      for (const link of links) {
        if (link.hash === `#${id}`) link.setAttribute('aria-current', 'true');
        else link.removeAttribute('aria-current');
      }
    };
    const observer = new IntersectionObserver(
      seen => { for (const one of seen) if (one.isIntersecting) mark(one.target.id); },
      { rootMargin: '-12% 0px -75%' },
    );
    for (const link of links) {
      const target = link.hash && document.getElementById(decodeURIComponent(link.hash.slice(1)));
      if (target) observer.observe(target);
    }
  }

  const terms = [...document.querySelectorAll('.term')];
  for (const term of terms) {
    for (const arrival of ['pointerenter', 'focusin']) {
      term.addEventListener(arrival, () => term.classList.remove('shut'));
    }
  }
  document.addEventListener('keydown', event => {
    if (event.key === 'Escape') for (const term of terms) term.classList.add('shut');
  });
})();

/* Whoever comes for a rule, as from a case that was found, sees its cases without unfolding them. */
(() => {
  const unfold = () => {
    const row = /^#r\d+$/.test(location.hash) ? document.querySelector(`.rules tr${location.hash}`) : null;
    for (let more = row?.nextElementSibling; more?.matches('.rule-more'); more = more.nextElementSibling) {
      for (const cases of more.querySelectorAll('details.more')) cases.open = true;
    }
  };
  window.addEventListener('hashchange', unfold);
  unfold();
})();

/* “In force at another moment” stands last on a rule card: opened, it comes out from under the bar of actions. */
(() => {
  for (const moment of document.querySelectorAll('.as-of')) {
    moment.addEventListener('toggle', () => { if (moment.open) moment.scrollIntoView({ block: 'nearest' }); });
  }
})();

/* On a narrow screen the results come first: the filters wait to be opened. */
(() => {
  if (!matchMedia('(max-width: 61.99rem)').matches) return;
  for (const filters of document.querySelectorAll('.facets > details')) filters.removeAttribute('open');
})();
