/* A deck on the screen: arrows, Page Up and Down, Home and End go from slide to slide; Esc closes. Without it the page scrolls. */
(() => {
  "use strict";
  const slides = [...document.querySelectorAll(".slide")];
  const place = document.querySelector("[data-place]");
  const fill = document.querySelector("[data-fill]");
  const print = document.querySelector("[data-print-deck]");
  const leave = document.querySelector("[data-leave]");

  print.hidden = false;
  print.addEventListener("click", () => window.print());
  if (document.fullscreenEnabled) {
    fill.hidden = false;
    fill.addEventListener("click", () => document.documentElement.requestFullscreen());
  }

  /* The slide that is on screen: the last one whose top is above the middle. */
  const current = () => {
    const middle = window.innerHeight / 2;
    const above = slides.filter((slide) => slide.getBoundingClientRect().top < middle);
    return Math.max(0, above.length - 1);
  };

  const say = () => {
    if (!slides.length) return;
    place.hidden = false;
    const words = place.dataset.words.replace("%(number)s", current() + 1).replace("%(total)s", slides.length);
    if (place.textContent !== words) place.textContent = words;
  };

  const go = (index) => {
    const slide = slides[Math.min(Math.max(index, 0), slides.length - 1)];
    slide.scrollIntoView({ behavior: "instant", block: "start" });
    slide.focus({ preventScroll: true });
    say();
  };

  const steps = {
    ArrowRight: () => current() + 1,
    ArrowDown: () => current() + 1,
    PageDown: () => current() + 1,
    ArrowLeft: () => current() - 1,
    ArrowUp: () => current() - 1,
    PageUp: () => current() - 1,
    Home: () => 0,
    End: () => slides.length - 1,
  };

  /* A slide taller than the screen is scrolled before it is left. */
  const hasMore = (key) => {
    const box = slides[current()].getBoundingClientRect();
    if (key === "ArrowDown" || key === "PageDown") return box.bottom > window.innerHeight + 4;
    return (key === "ArrowUp" || key === "PageUp") && box.top < -4;
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" && !document.fullscreenElement) {
      window.location.assign(leave.href);
      return;
    }
    const step = slides.length ? steps[event.key] : undefined;
    if (!step || hasMore(event.key)) return;
    event.preventDefault();
    go(step());
  });
  document.addEventListener("scroll", say, { passive: true });
  say();
})();
