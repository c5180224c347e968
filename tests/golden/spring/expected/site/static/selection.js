// The talks that a reader has marked, as a list and as one calendar. What is kept lies in
// this browser; talks.json and the talks' own calendar files say what is true of them.
(function () {
  "use strict";

  var kept = window.announcerSelection;
  var list = document.querySelector(".selection ol");
  var words = {"lost": "The talks could not be loaded; these are the titles kept.", "marks": {"cancelled": "Cancelled:", "moved": "New time:", "postponed": "Postponed:", "redated": "New date:", "room": "Other room:", "tentative": "Tentative:"}, "missing": "What has no time here is no longer announced.", "now": "Now", "online": "Online", "over": "Over", "stale": "Not renewed since {time}.", "today": "Today", "unkept": "This browser keeps nothing for these pages.", "untitled": "Title to be announced"};
  var page = document.documentElement;
  var none = document.querySelector(".selection .kindly");
  var told = document.querySelector("[role=status]");
  var button = document.querySelector(".actions button");
  var known = {};
  if (!kept) {
    told.textContent = words.unkept;
    return;
  }

  function put(parent, name, kind, text) {
    var element = document.createElement(name);
    if (kind) { element.className = kind; }
    if (text) { element.textContent = text; }
    parent.appendChild(element);
    return element;
  }

  function shaped(moment, zone, shape) {
    shape.timeZone = zone;
    return new Intl.DateTimeFormat(page.lang, shape).format(moment);
  }

  function when(talk) {
    var day = { weekday: "long", day: "numeric", month: "long", year: "numeric" };
    var start = new Date(talk.start);
    if (talk.all_day) { return shaped(start, talk.timezone, day); }
    var clock = { hour: "numeric", minute: "2-digit", timeZoneName: "short" };
    return shaped(start, talk.timezone, day) + ", " + shaped(start, talk.timezone, clock);
  }

  function pathOf(talk, site) {
    var above = new URL(site.url).pathname.replace(/\/$/, "");
    return decodeURI(new URL(talk.page).pathname.slice(above.length + 1));
  }

  // The word before a title for what became of a talk of talks.json, if any.
  function markOf(talk) {
    if (words.marks[talk.status]) { return words.marks[talk.status]; }
    if (!talk.previous_start) { return talk.previous_location ? words.marks.room : ""; }
    var day = { year: "numeric", month: "numeric", day: "numeric" };
    var was = shaped(new Date(talk.previous_start), talk.timezone, day);
    return was === shaped(new Date(talk.start), talk.timezone, day) ? words.marks.moved : words.marks.redated;
  }

  // Where one goes: a room, or nowhere at all; "" while nobody knows.
  function placeOf(talk) {
    return talk.location || (talk.attendance === "online" ? words.online : "");
  }

  function entry(path) {
    var talk = known[path];
    var item = put(list, "li", "talk");
    var title = put(item, "h3");
    var mark = talk && markOf(talk);
    if (mark) { put(title, "span", "mark", mark); title.append(" "); }
    var link = put(title, "a", "", talk ? talk.title_text || words.untitled : kept.all()[path]);
    link.href = new URL(encodeURI(path) + "index.html", kept.top).href;
    link.dir = "auto";
    if (talk) {
      var who = (talk.speakers || []).map(function (one) { return one.name; }).join(", ");
      if (who) { put(item, "p", "who", who).dir = "auto"; }
      put(item, "p", "when", when(talk) + (placeOf(talk) && " · " + placeOf(talk)));
    }
    kept.star(item, path, link.textContent);
  }

  function show(lost) {
    var paths = Object.keys(kept.all());
    function start(path) { return known[path] ? Date.parse(known[path].start) : Infinity; }
    paths.sort(function (a, b) { return start(a) - start(b); });
    list.replaceChildren();
    paths.forEach(entry);
    none.hidden = paths.length > 0;
    var missing = paths.filter(function (path) { return !known[path]; }).length;
    told.textContent = lost ? words.lost : missing ? words.missing : "";
    button.hidden = !paths.some(function (path) { return known[path]; });
  }

  // Blocks of the talks' own files, each zone once (RFC 5545 section 3.6).
  function joined(texts) {
    var zones = {};
    var events = [];
    texts.forEach(function (text) {
      (text.match(/BEGIN:VTIMEZONE[^]*?END:VTIMEZONE\r\n/g) || []).forEach(function (zone) {
        zones[/TZID:(.*)/.exec(zone)[1]] = zone;
      });
      events = events.concat(text.match(/BEGIN:VEVENT[^]*?END:VEVENT\r\n/g) || []);
    });
    var names = Object.keys(zones).map(function (name) { return zones[name]; });
    var head = /^BEGIN:VCALENDAR\r\n[^]*?(?=BEGIN:)/.exec(texts[0])[0].replace(/^METHOD:.*\r\n/m, "");
    return head + names.join("") + events.join("") + "END:VCALENDAR\r\n";
  }

  function download() {
    var paths = Object.keys(kept.all()).filter(function (path) { return known[path]; });
    Promise.all(paths.map(function (path) {
      return fetch(new URL(encodeURI(path) + "talk.ics", kept.top)).then(function (answer) {
        if (!answer.ok) { throw new Error(String(answer.status)); }
        return answer.text();
      });
    })).then(function (texts) {
      var link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([joined(texts)], { type: "text/calendar" }));
      link.download = "talks.ics";
      link.click();
      window.setTimeout(function () { URL.revokeObjectURL(link.href); }, 10000);
    }).catch(function () { told.textContent = words.lost; });
  }

  button.addEventListener("click", download);
  // Who takes a talk out with a key goes on from the next one.
  document.addEventListener("announcer-selection", function () {
    var left = document.activeElement.closest(".selection li");
    var at = Array.prototype.indexOf.call(list.children, left);
    show(false);
    if (at < 0) { return; }
    var stars = list.querySelectorAll(".star");
    (stars[Math.min(at, stars.length - 1)] || none).focus();
  });
  show(false);
  // A site of very many talks has several files, each with the name of the one before.
  function learn(name) {
    return fetch(new URL(name, kept.top)).then(function (answer) {
      if (!answer.ok) { throw new Error(String(answer.status)); }
      return answer.json();
    }).then(function (data) {
      data.talks.forEach(function (talk) { known[pathOf(talk, data.site)] = talk; });
      show(false);
      var missing = Object.keys(kept.all()).some(function (path) { return !known[path]; });
      return data.next && missing ? learn(data.next.split("/").pop()) : null;
    });
  }

  learn("talks.json").catch(function () { show(true); });
}());
