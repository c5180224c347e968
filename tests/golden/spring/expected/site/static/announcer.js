// Kindnesses without a request: what runs now is marked, what has passed moves away from
// what is coming, times show the reader's own clock where it differs, and a star keeps a
// talk in mind. What is kept stays in this browser.
(function () {
  "use strict";

  var page = document.documentElement;
  var words = document.body.dataset;

  function each(selector, root, act) {
    Array.prototype.forEach.call(root.querySelectorAll(selector), act);
  }

  function offset(stamp) {
    var found = /([+-])(\d\d):(\d\d)$/.exec(stamp);
    if (!found) { return 0; }
    var minutes = Number(found[2]) * 60 + Number(found[3]);
    return found[1] === "-" ? -minutes : minutes;
  }

  function dayOf(moment, minutes) {
    return Math.floor((moment.getTime() / 60000 + minutes) / 1440);
  }

  function inWords(moment) {
    var text = new Intl.DateTimeFormat(page.lang, { timeStyle: "short" }).format(moment);
    return text.replace(/\s*([AP])M$/, function (_, half) { return half.toLowerCase() + "m"; });
  }

  // Says nothing where the reader's clock shows the same.
  function yours(time) {
    var stamp = time.getAttribute("datetime");
    if (stamp.indexOf("T") < 0) { return; }
    var moment = new Date(stamp);
    var here = -moment.getTimezoneOffset();
    var there = offset(stamp);
    if (here === there) { return; }
    var apart = dayOf(moment, here) - dayOf(moment, there);
    var text = words.here.replace("{time}", inWords(moment));
    if (apart > 0) { text += ", " + words.later; }
    if (apart < 0) { text += ", " + words.earlier; }
    var note = document.createElement("span");
    note.className = "yours from";
    note.textContent = " (" + text + ")";
    var zone = time.parentNode.querySelector(".zone") || time;
    zone.parentNode.insertBefore(note, zone.nextSibling);
  }

  // A preview made with a clock of its own goes on from there.
  var opened = Date.now();
  function now() {
    return words.now ? Date.parse(words.now) + Date.now() - opened : Date.now();
  }

  function isOver(talk) {
    return Date.parse(talk.dataset.end) <= now();
  }

  // -- what runs now ------------------------------------------------------------------

  var DAY = 24 * 60 * 60 * 1000;

  // What a talk that takes place is at a moment: "", "now", "today" without hours, "over".
  function stateAt(moment, start, end, hasHours) {
    var since = moment - start;
    var lasts = end - start;
    if (since < 0) { return ""; }
    if (moment >= end) { return "over"; }
    // a talk of several days rests at night; whole days do not
    if (lasts > DAY && lasts % DAY > 0 && since % DAY >= lasts % DAY) { return ""; }
    return hasHours ? "now" : "today";
  }

  // Does something now, again at the next of the moments that it returns, and every minute;
  // without moments never more.
  function keepTime(act, now) {
    var moments = act();
    if (!moments) { return; }
    var ahead = moments.map(function (moment) { return moment - now(); });
    var next = Math.min.apply(null, ahead.filter(function (left) { return left > 0; }).concat(60000));
    window.setTimeout(function () { keepTime(act, now); }, next);
  }

  var NAMES = { now: "Now", today: "Today", over: "Over" };

  function stateOf(talk) {
    var start = Date.parse(talk.dataset.start);
    var end = Date.parse(talk.dataset.end);
    if (talk.querySelector(":is(h1, h3) .off")) { return ""; }
    var state = stateAt(now(), start, end, talk.querySelector(".when time[datetime*='T']"));
    // a sheet names it under each of its days, and they are not all today
    return state !== "over" && end - start > DAY && talk.closest(".sheet") ? "" : state;
  }

  // Says aloud what changes while one reads; a page that opens is read as it is.
  var voice = document.createElement("p");
  voice.className = "unseen";
  voice.setAttribute("role", "status");
  document.getElementById("main").appendChild(voice);

  function announce(talk, state) {
    voice.textContent = NAMES[state] + ": " + talk.querySelector("h1, h3").textContent.trim();
  }

  // Puts the word where nothing stands: no line moves when it comes or goes.
  function tell(talk) {
    var place = talk.querySelector(".title") || talk;
    var mark = place.querySelector(".running");
    var state = stateOf(talk);
    var before = talk.dataset.state;
    if (before === state) { return; }
    talk.dataset.state = state;
    if (mark) { mark.remove(); }
    if (state && before !== undefined) { announce(talk, state); }
    if (!state || state === "over" && before === undefined) { return; }
    mark = document.createElement("span");
    mark.className = "running" + (state === "over" ? " over" : "");
    mark.textContent = NAMES[state];
    place.insertBefore(mark, place.firstChild);
  }

  function leave(talk) {
    var passed = document.querySelector(".passed");
    if (!passed) { return; }
    passed.hidden = false;
    var list = passed.querySelector("ol");
    list.insertBefore(talk, list.firstChild);
  }

  // The next talk is whatever stands first among those to come.
  function promote() {
    var next = document.querySelector(".next");
    if (!next || next.querySelector(".talk")) { return; }
    each(".actions", next, function (actions) { actions.remove(); });
    var first = document.querySelector("[data-coming]:not(.next) .talk:not(.is-off)");
    if (first) { next.querySelector("ol").appendChild(first); }
  }

  // What the first page leaves to the archive passes too; nobody else says how much.
  function hasMore() {
    var more = document.querySelector(".onward.more");
    if (!more) { return false; }
    var ends = more.dataset.ends.split(" ");
    var left = ends.filter(function (end) { return end * 1000 > now(); });
    more.hidden = !left.length;
    if (left.length < ends.length) { more.querySelector("a").textContent = more.dataset.some; }
    return left.length > 0;
  }

  // A series' page has what comes later in one line each, and these lines stay.
  function hasLater(nothing) {
    return Number(nothing.dataset.until) * 1000 > now();
  }

  // Nobody joins a talk that is over, or notes it down.
  function close(talk) {
    if (!isOver(talk)) { return; }
    each(".ahead", talk, function (fact) { fact.remove(); });
  }

  function tidy() {
    each("[data-coming]", document, function (block) {
      block.hidden = !block.querySelector(".talk");
    });
    var nothing = document.querySelector(".nothing");
    var first = document.querySelector(".next, .coming");
    var more = hasMore() || Boolean(nothing) && hasLater(nothing);
    if (nothing && (first || more)) { nothing.hidden = more || !first.hidden; }
  }

  // Returns when something begins or ends.
  function keepRight() {
    var moments = [];
    each(".talk[data-start], .one", document, function (talk) {
      tell(talk);
      moments.push(Date.parse(talk.dataset.start), Date.parse(talk.dataset.end));
    });
    each("[data-coming] .talk", document, function (talk) {
      if (isOver(talk)) { leave(talk); }
    });
    promote();
    tidy();
    each(".one", document, close);
    nameDays();
    return moments;
  }

  // What the first page calls today is that of whoever reads it.
  function nameDays() {
    var agenda = document.querySelector(".agenda");
    if (!agenda) { return; }
    each("[data-day]", agenda, function (block) {
      var near = block.querySelector(".near");
      var day = new Date(now());
      var names = [agenda.dataset.today, agenda.dataset.tomorrow];
      near.hidden = true;
      names.forEach(function (name, ahead) {
        var then = new Date(day.getFullYear(), day.getMonth(), day.getDate() + ahead, 12);
        if (then.toISOString().slice(0, 10) === block.dataset.day) {
          near.textContent = name;
          near.hidden = false;
        }
      });
    });
  }

  // -- a selection --------------------------------------------------------------------

  var top = new URL("../", document.currentScript.src);
  var KEY = "announcer selection " + top.pathname;

  // What was kept; null where this browser keeps nothing, as in a private window.
  function all() {
    var text;
    try { text = window.localStorage.getItem(KEY); } catch (error) { return null; }
    try { return JSON.parse(text) || {}; } catch (error) { return {}; }
  }

  function keep(path, title) {
    var kept = all() || {};
    if (path in kept) { delete kept[path]; } else { kept[path] = title; }
    try { window.localStorage.setItem(KEY, JSON.stringify(kept)); } catch (error) { return; }
    showSelection();
    document.dispatchEvent(new Event("announcer-selection"));
  }

  function showSelection() {
    var kept = all() || {};
    each("a.selected", document, function (link) { link.hidden = !Object.keys(kept).length; });
    each("button.star", document, function (button) {
      button.setAttribute("aria-pressed", String(button.dataset.path in kept));
    });
  }

  function star(place, path, title) {
    var button = document.createElement("button");
    button.type = "button";
    button.className = "star";
    button.dataset.path = path;
    button.setAttribute("aria-label", "Keep in my selection: {title}".replace("{title}", title));
    button.addEventListener("click", function () { keep(path, title); });
    place.appendChild(button);
    showSelection();
  }

  function pathOf(link) {
    var path = link.href.slice(top.href.length).replace(/index\.html$/, "");
    return decodeURI(path);
  }

  if (all()) {
    window.announcerSelection = { all: all, star: star, top: top };
    each(".talks .talk h3 a, .lines .line p > a:not(.of)", document, function (link) {
      star(link.closest("li"), pathOf(link), link.textContent);
    });
    each(".one .title h1", document, function (title) {
      var own = document.querySelector(".one").dataset.path;
      if (own) { star(title.parentNode, own, title.textContent.trim()); }
    });
    showSelection();
  }

  // -- copying ------------------------------------------------------------------------

  if (navigator.clipboard) {
    each("button.copy", document, function (button) {
      var label = button.textContent;
      button.hidden = false;
      button.addEventListener("click", function () {
        var source = button.dataset.copy || document.getElementById(button.dataset.from).textContent;
        navigator.clipboard.writeText(source).then(function () {
          button.textContent = "Copied";
          window.setTimeout(function () { button.textContent = label; }, 3000);
        });
      });
    });
  }

  // A list says it only of talks that one can attend from another zone.
  each(".next .talk, [data-coming] .talk[data-online], .one", document, function (talk) {
    if (isOver(talk)) { return; }
    yours(talk.querySelector(".when time"));
  });
  keepTime(keepRight, now);
  document.addEventListener("visibilitychange", keepRight);
}());
