// Reloads the page when `announcer serve` shows something newer. In no published site.
(function () {
  "use strict";
  const version = document.currentScript.dataset.version;
  const KEPT = "announcer-frames";
  let source = null;

  // A mail that was chosen in the list of mails stays open when the list reloads.
  function frames() {
    return Array.from(document.querySelectorAll("iframe[name]"));
  }

  function keep() {
    const shown = {};
    for (const frame of frames()) {
      try {
        shown[frame.name] = frame.contentWindow.location.href;
      } catch (error) {
        // another site's page is none of ours
      }
    }
    sessionStorage.setItem(KEPT, JSON.stringify({ page: location.href, shown }));
  }

  function restore() {
    const kept = JSON.parse(sessionStorage.getItem(KEPT) || "{}");
    sessionStorage.removeItem(KEPT);
    for (const frame of frames()) {
      const href = kept.page === location.href && kept.shown[frame.name];
      if (href && href !== frame.src) {
        frame.contentWindow.location.replace(href);
      }
    }
  }

  function changed() {
    source.close();
    keep();
    location.reload();
  }

  // A browser keeps few connections to one server: hidden pages give theirs back.
  function listen() {
    if (document.hidden || source) {
      return;
    }
    source = new EventSource("/_serve/events?seen=" + encodeURIComponent(version));
    source.addEventListener("changed", changed);
  }

  function pause() {
    if (source) {
      source.close();
      source = null;
    }
  }

  if (window.top !== window) {
    return;
  }
  document.addEventListener("visibilitychange", function () {
    (document.hidden ? pause : listen)();
  });
  window.addEventListener("pagehide", pause);
  window.addEventListener("pageshow", listen);
  restore();
  listen();
})();
