// Reloads the page when `announcer serve` shows something newer. In no published site.
(function () {
  "use strict";
  if (window.top !== window) {
    return; // the page around this one reloads both
  }
  const version = document.currentScript.dataset.version;
  const EVENTS = "/_serve/events?seen=";
  const KEPT = "announcer-frames";

  // A mail that was chosen in the list of mails stays open when the list reloads.
  function frames() {
    return Array.from(document.querySelectorAll("iframe[name]"));
  }

  function keep() {
    const shown = {};
    for (const frame of frames()) {
      try {
        // until something has loaded, the place is about:blank
        const place = frame.contentWindow.location;
        shown[frame.name] = place.protocol === "about:" ? frame.src : place.href;
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
        frame.src = href;
      }
    }
  }

  // What is newest, as far as this page has heard; a hidden page reloads when it is seen.
  let newest = version;

  function isNewer(other) {
    const [run, number] = other.split("-");
    const [ownRun, ownNumber] = newest.split("-");
    return run !== ownRun || Number(number) > Number(ownNumber);
  }

  function catchUp() {
    if (newest !== version && !document.hidden) {
      keep();
      location.reload();
    }
  }

  function hear(other) {
    if (isNewer(other)) {
      newest = other;
      catchUp();
    }
  }

  // A browser keeps six connections to one server, so one page listens for all of them.
  const others = new BroadcastChannel("announcer-serve");
  let source = null;

  function listen() {
    source = new EventSource(EVENTS + encodeURIComponent(newest));
    source.addEventListener("changed", function (event) {
      source.close();
      others.postMessage(event.data);
      hear(event.data);
      listen();
    });
  }

  others.onmessage = function (event) {
    if (event.data) {
      hear(event.data);
    } else if (source && source.readyState === EventSource.OPEN) {
      others.postMessage(newest);
    }
  };

  document.addEventListener("visibilitychange", catchUp);
  window.addEventListener("pageshow", catchUp);
  restore();
  if (navigator.locks) {
    navigator.locks.request("announcer-serve", function () {
      listen();
      return new Promise(function () {}); // until the page is left
    });
    others.postMessage(""); // what is newest?
  } else {
    listen(); // at an address of the network, browsers have no locks
  }
})();
