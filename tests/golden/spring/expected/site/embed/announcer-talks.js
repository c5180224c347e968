// <announcer-talks src="https://talks.example.edu/upcoming.json" series="wilks" limit="5">
//   <a href="https://talks.example.edu/">Our talks</a>
// </announcer-talks>
//
// Shows the coming talks on any page. What stands inside is shown until they are there,
// and if they cannot be loaded. It writes text only, never HTML, and keeps nothing.
// The host of the file must allow other sites to read it (CORS).
(function () {
  "use strict";

  if (!("customElements" in window) || customElements.get("announcer-talks")) { return; }

  var words = {"direction": "ltr", "language": "en", "marks": {"cancelled": "Cancelled:", "moved": "New time:", "postponed": "Postponed:", "redated": "New date:", "room": "Other room:", "tentative": "Tentative:"}, "nothing": "Nothing is planned yet.", "now": "Now", "online": "Online", "roles": {"chair": "Chair", "discussant": "Discussant", "moderator": "Moderator", "panel": "Panel"}, "today": "Today", "untitled": "Title to be announced"};
  var script = document.currentScript;
  var top = script && script.src ? new URL("../", script.src).href : "";
  var LIMIT = 5;
  var STYLE = ":host{display:block}:host([hidden]){display:none}" +
    "ul{list-style:none;margin:0;padding:0}li{margin-block-end:1em}p{margin:0}" +
    ".title{font-weight:600}.off .title{font-weight:400}.now{text-transform:uppercase;font-size:.8125em}a{color:inherit}" +
    ".when,.series{opacity:.85;font-size:.9375em}";

  function put(parent, name, part, text) {
    var element = document.createElement(name);
    if (part) { element.className = part; element.setAttribute("part", part); }
    if (text) { element.textContent = text; }
    parent.appendChild(element);
    return element;
  }

  // Only addresses of pages: nothing that runs.
  function web(address) {
    try {
      var url = new URL(address, document.baseURI);
      return url.protocol === "https:" || url.protocol === "http:" ? url.href : null;
    } catch (error) { return null; }
  }

  function shaped(moment, zone, shape) {
    shape.timeZone = zone;
    return new Intl.DateTimeFormat(words.language, shape).format(moment);
  }

  // The time on the clocks where the talk is, and the name of their zone.
  function when(talk) {
    var start = new Date(talk.start);
    var end = new Date(talk.end);
    var day = { weekday: "long", day: "numeric", month: "long", year: "numeric" };
    if (talk.all_day) {
      var last = new Date(end.getTime() - 1);
      var first = shaped(start, talk.timezone, day);
      var until = shaped(last, talk.timezone, day);
      return first === until ? first : first + " \u2013 " + until;
    }
    var clock = { hour: "numeric", minute: "2-digit", timeZoneName: "short" };
    // the letters of a zone are those of several, or only an offset: its city is one
    var city = talk.timezone.indexOf("/") < 0 ? "" : talk.timezone.split("/").pop();
    var days = shaped(start, talk.timezone, day);
    if (end - start > 12 * 3600 * 1000) {
      var ends = shaped(end, talk.timezone, day);
      days += ends === days ? "" : " \u2013 " + ends;
    }
    return days + ", " + shaped(start, talk.timezone, clock) +
      (city && " (" + city.replace(/_/g, " ") + ")");
  }

  function who(talk) {
    return (talk.speakers || []).map(function (speaker) {
      var role = words.roles[speaker.role];
      return (role ? role + ": " : "") + speaker.name +
        (speaker.affiliation ? " (" + speaker.affiliation + ")" : "");
    }).join(", ");
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

  function isOff(talk) { return talk.status === "cancelled" || talk.status === "postponed"; }

  function stateOf(talk) {
    var state = stateAt(Date.now(), Date.parse(talk.start), Date.parse(talk.end), !talk.all_day);
    return state !== "over" && isOff(talk) ? "" : state;
  }

  function entry(list, talk, name) {
    var item = put(list, "li", isOff(talk) ? "talk off" : "talk");
    var title = put(item, "p", "title");
    var state = stateOf(talk);
    if (state) { put(title, "strong", "now", words[state]); title.append(" "); }
    var mark = markOf(talk);
    if (mark) { put(title, "strong", "mark", mark); title.append(" "); }
    var link = put(title, "a", "link", talk.title_text || words.untitled);
    var address = web(talk.page);
    if (address) { link.href = address; }
    if (talk.title_language) { link.lang = talk.title_language; }
    link.dir = "auto";
    if (who(talk)) { put(item, "p", "who", who(talk)).dir = "auto"; }
    var time = put(put(item, "p", "when"), "time", "", when(talk));
    time.dateTime = talk.all_day ? talk.start.slice(0, 10) : talk.start;
    if (placeOf(talk)) { time.after(" \u00b7 "); put(time.parentNode, "bdi", "where", placeOf(talk)); }
    if (talk.notice) { put(item, "p", "notice", talk.notice).dir = "auto"; }
    if (name) { put(item, "p", "series", name).dir = "auto"; }
  }

  function isOf(talk, series) {
    return series === null || talk.series === series || talk.series.indexOf(series + "/") === 0;
  }

  class AnnouncerTalks extends HTMLElement {
    static get observedAttributes() { return ["src", "series", "limit"]; }

    constructor() {
      super();
      this.attachShadow({ mode: "open" });
      // A sheet made here needs no exception in the policy of the page around it.
      if (this.shadowRoot.adoptedStyleSheets) {
        var sheet = new CSSStyleSheet();
        sheet.replaceSync(STYLE);
        this.shadowRoot.adoptedStyleSheets = [sheet];
      }
      put(this.shadowRoot, "slot");
    }

    connectedCallback() { this.load(); }

    attributeChangedCallback() { if (this.isConnected) { this.load(); } }

    load() {
      var element = this;
      var source = this.getAttribute("src");
      var series = this.getAttribute("series");
      var own = top && top + (series ? encodeURI(series) + "/" : "") + "upcoming.json";
      var address = web(source || own);
      var turn = this.turn = {};
      if (!address || !(source || own)) { return; }
      fetch(address, { credentials: "omit", referrerPolicy: "strict-origin-when-cross-origin" }).then(function (answer) {
        if (!answer.ok) { throw new Error(String(answer.status)); }
        return answer.json();
      }).then(function (data) {
        if (element.turn !== turn) { return; }
        element.shown = "";
        keepTime(function () {
          return element.turn === turn && element.isConnected ? element.show(data) : null;
        }, Date.now);
      }).catch(function (error) {
        console.warn("announcer-talks: cannot show " + address + ": " + error.message);
      });
    }

    // Returns when something begins or ends; what is as it was stays untouched.
    show(data) {
      var series = this.getAttribute("series");
      var limit = parseInt(this.getAttribute("limit"), 10);
      var now = Date.now();
      var names = {};
      data.series.forEach(function (one) { names[one.key] = one.name; });
      var coming = data.talks.filter(function (talk) {
        return Date.parse(talk.end) > now && isOf(talk, series);
      }).slice(0, limit > 0 ? limit : LIMIT);
      var moments = coming.reduce(function (all, talk) {
        return all.concat(Date.parse(talk.start), Date.parse(talk.end));
      }, []);
      var shown = "as " + coming.map(function (talk) { return talk.page + stateOf(talk); }).join();
      if (shown === this.shown) { return moments; }
      this.shown = shown;
      var box = document.createElement("div");
      box.lang = words.language;
      box.dir = words.direction;
      if (!coming.length) { put(box, "p", "nothing", words.nothing); }
      var list = coming.length ? put(box, "ul", "list") : null;
      coming.forEach(function (talk) {
        entry(list, talk, series === null && data.series.length > 1 ? names[talk.series] : "");
      });
      this.shadowRoot.replaceChildren(box);
      return moments;
    }
  }

  customElements.define("announcer-talks", AnnouncerTalks);
}());
