// A frame drops what is over by the reader's clock, for nobody may have built it again.
(function () {
  "use strict";

  function keepRight() {
    var left = 0;
    document.querySelectorAll("[data-end]").forEach(function (talk) {
      if (Date.parse(talk.dataset.end) <= Date.now()) { talk.remove(); } else { left += 1; }
    });
    document.querySelectorAll("[data-ends]").forEach(function (more) {
      var ahead = more.dataset.ends.split(" ").some(function (end) { return end * 1000 > Date.now(); });
      more.hidden = !ahead;
      left += ahead ? 1 : 0;
    });
    document.querySelector(".announcer-nothing").hidden = left > 0;
  }

  keepRight();
  window.setInterval(keepRight, 60000);
}());
