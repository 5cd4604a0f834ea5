/* What the portal says: after a deed the message takes the focus; short notes appear in the toast.
   Any script speaks with: document.dispatchEvent(new CustomEvent('portal:say', {detail: 'Link copied'})) */
(() => {
  document.querySelector('[data-focus]')?.focus();

  const toast = document.querySelector('[data-toast]');
  let timer;
  document.addEventListener('portal:say', event => {
    toast.textContent = event.detail;
    clearTimeout(timer);
    timer = setTimeout(() => { toast.textContent = ''; }, 6000);
  });
})();
