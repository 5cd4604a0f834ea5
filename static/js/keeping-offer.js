/* Offers text that this browser kept and the server never got. Taking it back posts it as an unsaved preview. */
(() => {
  const shelf = window.keepingShelf;
  const form = document.querySelector('form[data-draft]');
  const status = document.querySelector('[data-keeping]');
  const callout = document.querySelector('[data-kept]');
  if (!shelf || !callout || status.dataset.unsaved !== undefined) return;
  const from = callout.querySelector('[data-kept-from]');
  let offers = shelf.offers();

  const clock = at => new Intl.DateTimeFormat(document.documentElement.lang, {
    ...(Date.now() - at > 43200000 && { day: 'numeric', month: 'short' }),
    hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: status.dataset.zone,
  }).format(at) + ` ${status.dataset.zoneName}`;

  function show() {
    callout.hidden = !offers.length;
    if (offers.length) from.textContent = `${from.dataset.keptFrom} ${clock(offers[0].at)}`;
  }
  function post(address) {
    const sent = document.createElement('form');
    sent.method = 'post';
    sent.action = address;
    sent.enctype = 'multipart/form-data';
    const token = form.elements.csrfmiddlewaretoken.value;
    const all = [...offers[0].fields, ['seen', offers[0].seen], ['action', 'preview'], ['csrfmiddlewaretoken', token]];
    for (const [name, value] of all) {
      const field = document.createElement('input');
      Object.assign(field, { type: 'hidden', name, value });
      sent.append(field);
    }
    document.body.append(sent);
    shelf.take(offers[0].key);
    sent.submit();
  }

  const take = callout.querySelector('[data-kept-take]');
  const look = callout.querySelector('[data-kept-show]');
  const discard = callout.querySelector('[data-kept-discard]');
  take.addEventListener('click', () => post(take.dataset.keptTake));
  look.addEventListener('click', () => post(look.dataset.keptShow));
  discard.addEventListener('click', () => {
    if (!window.confirm(discard.dataset.keptDiscard)) return;
    shelf.forget(offers[0].key);
    offers = offers.slice(1);
    show();
  });
  show();
})();
