// A frame drops what is over by the reader's clock, for nobody may have built it again,
// and says what runs now.
(function () {
  "use strict";

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

  var NAMES = { now: "Now", today: "Today" };

  function tell(talk, state) {
    var mark = talk.querySelector(".announcer-now");
    if (talk.classList.contains("announcer-off")) { state = ""; }
    if (mark && !state) { mark.remove(); }
    if (mark || !state) { return; }
    mark = document.createElement("strong");
    mark.className = "announcer-now";
    mark.textContent = NAMES[state];
    talk.querySelector(".announcer-title").prepend(mark, " ");
  }

  // Returns when something begins or ends.
  function keepRight() {
    var left = 0;
    var moments = [];
    document.querySelectorAll("[data-end]").forEach(function (talk) {
      var start = Date.parse(talk.dataset.start);
      var end = Date.parse(talk.dataset.end);
      var state = stateAt(Date.now(), start, end, talk.querySelector("time[datetime*='T']"));
      if (state === "over") { talk.remove(); return; }
      tell(talk, state);
      moments.push(start, end);
      left += 1;
    });
    document.querySelectorAll("[data-ends]").forEach(function (more) {
      var ahead = more.dataset.ends.split(" ").some(function (end) { return end * 1000 > Date.now(); });
      more.hidden = !ahead;
      left += ahead ? 1 : 0;
    });
    document.querySelector(".announcer-nothing").hidden = left > 0;
    return moments;
  }

  keepTime(keepRight, Date.now);
  document.addEventListener("visibilitychange", keepRight);
}());
