// Keeps a screen right: what is over goes, what is new comes from upcoming.json of the
// same site. With ?talk= and the path of a talk's page that talk is shown alone.
(function () {
  "use strict";

  var words = {"lost": "The talks could not be loaded; these are the titles kept.", "marks": {"cancelled": "Cancelled:", "moved": "New time:", "postponed": "Postponed:", "redated": "New date:", "room": "Other room:", "tentative": "Tentative:"}, "missing": "What has no time here is no longer announced.", "now": "Now", "online": "Online", "over": "Over", "stale": "Not renewed since {time}.", "today": "Today", "unkept": "This browser keeps nothing for these pages.", "untitled": "Title to be announced"};
  var page = document.documentElement;
  var body = document.body;
  var here = body.dataset.zone;  // of the hours shown beside the clock, however the machine is set
  var list = document.querySelector("ol");
  var nothing = document.querySelector(".nothing");
  var stale = document.querySelector(".stale");
  var clock = document.querySelector(".clock");
  var SHOWN = 5;
  var EVERY = 5 * 60 * 1000;
  var LONG = 60 * 60 * 1000;
  var renewed = Date.now();

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

  function dayOf(moment, zone) {
    return shaped(moment, zone, { year: "numeric", month: "numeric", day: "numeric" });
  }

  function day(talk, start) {
    // what is shown is not over: it runs today as well if it began before
    if (start <= Date.now() || dayOf(start, talk.timezone) === dayOf(new Date(), talk.timezone)) { return words.today; }
    return shaped(start, talk.timezone, { weekday: "long", day: "numeric", month: "long" });
  }

  function hour(moment, zone) {
    var text = shaped(moment, zone, { timeStyle: "short" });
    return text.replace(/\s*([AP])M$/, function (_, half) { return half.toLowerCase() + "m"; });
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

  // The zone of a talk whose clock is not that of the site, in words of the page.
  function zoneOf(start, zone) {
    var shape = { hour: "numeric", timeZoneName: "shortGeneric", timeZone: zone };
    var parts = new Intl.DateTimeFormat(page.lang, shape).formatToParts(start);
    return parts.filter(function (part) { return part.type === "timeZoneName"; })[0].value;
  }

  function entry(talk, names, site) {
    var start = new Date(talk.start);
    var off = talk.status === "cancelled" || talk.status === "postponed";
    var item = put(list, "li", off ? "is-off" : "");
    item.dataset.end = talk.end;
    var when = put(item, "p", "when");
    put(when, "span", "day", day(talk, start));
    if (!talk.all_day) { put(when, "time", "", hour(start, talk.timezone)).dateTime = talk.start; }
    if (!talk.all_day && talk.timezone !== site.timezone) {
      put(when, "span", "zone", zoneOf(start, talk.timezone));
    }
    if (placeOf(talk)) { put(when, "bdi", "where", placeOf(talk)); }
    var title = put(item, "h2");
    var mark = markOf(talk);
    if (mark) { put(title, "strong", "", mark); title.append(" "); }
    put(title, "span", "", talk.title_text || words.untitled).dir = "auto";
    var who = put(item, "p", "who");
    (talk.speakers || []).forEach(function (speaker, at) {
      if (at) { who.append("; "); }
      put(who, "bdi", "", speaker.name);
      if (speaker.affiliation) { who.append(", "); put(who, "bdi", "from", speaker.affiliation); }
    });
    if (talk.notice) { put(item, "p", "notice", talk.notice).dir = "auto"; }
    if (names[talk.series]) { put(item, "p", "of", names[talk.series]).dir = "auto"; }
  }

  // What runs now says so in the place of its day; alone it stays when it is over.
  function tell(item) {
    var day = item.querySelector(".day");
    var time = item.querySelector("time");
    var start = Date.parse(time && time.dateTime);
    var end = Date.parse(item.dataset.end);
    var isOver = end <= Date.now();
    // of what has no hours, or takes days, its day says enough
    var isOn = time && start <= Date.now() && !isOver && end - start <= DAY;
    var off = item.classList.contains("is-off");
    day.dataset.name = day.dataset.name || day.textContent;
    day.textContent = off || !isOn && !isOver ? day.dataset.name : isOver ? words.over : words.now;
    item.classList.toggle("is-on", Boolean(isOn && !off));
  }

  function wanted() {
    return (new URLSearchParams(location.search).get("talk") || "").replace(/^\/|\/$/g, "");
  }

  function show(data) {
    var one = wanted();
    var keys = {};
    data.talks.forEach(function (talk) { keys[talk.series] = true; });
    var names = {};
    if (Object.keys(keys).length > 1) {
      data.series.forEach(function (series) { names[series.key] = series.name; });
    }
    var talks = data.talks.filter(function (talk) {
      if (one) { return decodeURI(new URL(talk.page).pathname).replace(/\/$/, "").endsWith("/" + one); }
      return Date.parse(talk.end) > Date.now();
    }).slice(0, one ? 1 : SHOWN);
    if (one && !talks.length) { return; }
    list.replaceChildren();
    talks.forEach(function (talk) { entry(talk, names, data.site); });
    body.classList.toggle("alone", Boolean(one));
    tidy();
  }

  function tidy() {
    var shown = 0;
    Array.prototype.forEach.call(list.children, function (item) {
      tell(item);
      item.hidden = !body.classList.contains("alone") && Date.parse(item.dataset.end) <= Date.now();
      if (!item.hidden) { shown += 1; }
    });
    nothing.hidden = shown > 0;
    fit();
    clock.hidden = false;
    clock.textContent = hour(new Date(), here);
    stale.hidden = Date.now() - renewed < LONG;
    stale.textContent = words.stale.replace("{time}", hour(new Date(renewed), here));
  }

  // Half a talk at the lower edge says nothing: it waits until those above are over, and
  // none overtakes it. The first one, and what runs now, are set smaller instead.
  function fit() {
    var room = list.parentNode.getBoundingClientRect().bottom + 1;
    var left = Array.prototype.filter.call(list.children, function (item) { return !item.hidden; });
    function isCut(item) { return item.lastElementChild.getBoundingClientRect().bottom > room; }
    body.classList.remove("dense");
    var must = left.filter(function (item, at) { return !at || item.classList.contains("is-on"); });
    if (must.some(isCut)) { body.classList.add("dense"); }
    var cut = left.findIndex(function (item, at) { return at > 0 && isCut(item); });
    left.slice(cut < 0 ? left.length : cut).forEach(function (item) { item.hidden = true; });
  }

  function renew() {
    fetch(body.dataset.upcoming, { cache: "no-cache" }).then(function (answer) {
      if (!answer.ok) { throw new Error(String(answer.status)); }
      return answer.json();
    }).then(function (data) {
      renewed = Date.now();
      show(data);
    }).catch(function (error) {
      console.warn("the screen shows what it had: " + error.message);
    });
  }

  // The clock on the screen goes on with every minute.
  function keepRight() {
    var moments = [Math.floor(Date.now() / 60000 + 1) * 60000];
    tidy();
    list.querySelectorAll("li").forEach(function (item) {
      var time = item.querySelector("time");
      moments.push(Date.parse(item.dataset.end), Date.parse(time && time.dateTime));
    });
    return moments;
  }

  keepTime(keepRight, Date.now);
  renew();
  window.setInterval(renew, EVERY);
  window.addEventListener("resize", tidy);
}());
