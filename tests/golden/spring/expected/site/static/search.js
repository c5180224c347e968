// Search without a server: finds the terms of a question in the files that the index
// was cut into, and shows the talks in which all of them stand. Nothing leaves the page.
(function () {
  "use strict";

  var place = document.querySelector("[data-search]");
  if (!place) { return; }
  var words = place.dataset;
  var top = new URL("../", document.currentScript.src);
  var form = place.querySelector("form");
  var field = place.querySelector("input");
  var told = place.querySelector("[role=status]");
  var list = place.querySelector("ol");
  var more = place.querySelector("button[type=button]");

  var STEP = 10;
  var MOST_FILES = 6;
  var asked = 0;

  // -- cutting words: the same as formats/web/terms.py --------------------------

  var SAME = {
    "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d",
    "þ": "th", "ı": "i", "ħ": "h", "ς": "σ"
  };
  var DROPPED = /['’ʼ`´\u00ad\u200b-\u200f\u2060]/g;
  var ACCENT = /[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u064b-\u065f\u0670]/g;
  var CLOSE = "\\u0e00-\\u0eff\\u1000-\\u109f\\u1780-\\u17ff\\u3040-\\u30ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}";
  var RUN = new RegExp("([" + CLOSE + "]+)|[^ " + CLOSE + "]+", "gu");

  function folded(text) {
    return Array.from(text.normalize("NFKD").replace(ACCENT, "").replace(DROPPED, ""), function (char) {
      var lower = char.toLowerCase();
      if (SAME[lower]) { return SAME[lower]; }
      return /[\p{L}\p{N}\p{M}]/u.test(char) ? lower : " ";
    }).join("").normalize("NFC");
  }

  // Each term with whether it was typed to its end.
  function terms(text) {
    var found = [];
    Array.from(folded(text).matchAll(RUN)).forEach(function (run) {
      if (!run[1]) { found.push(run[0]); return; }
      var chars = Array.from(run[1]);
      if (chars.length === 1) { found.push(chars[0]); }
      for (var at = 0; at + 1 < chars.length; at += 1) { found.push(chars[at] + chars[at + 1]); }
    });
    return found.filter(function (term, at) { return found.indexOf(term) === at; });
  }

  // -- files ---------------------------------------------------------------------

  var waiting = {};
  var loaded = {};

  window.announcerSearch = function (kind, number, value) {
    waiting[kind + number](value);
  };

  function load(kind, number) {
    var key = kind + number;
    if (!loaded[key]) {
      loaded[key] = new Promise(function (resolve, reject) {
        var script = document.createElement("script");
        waiting[key] = resolve;
        script.onerror = function () { delete loaded[key]; reject(new Error(key)); };
        script.src = new URL("search/" + (kind === "index" ? kind : kind + "-" + number) + "-" + words.stamp + ".js", top).href;
        document.head.appendChild(script);
      });
    }
    return loaded[key];
  }

  // -- finding -------------------------------------------------------------------

  function filesFor(term, first) {
    var start = 0;
    var found = [];
    first.forEach(function (one, at) { if (one && one <= term) { start = at; } });
    for (var at = start; at < first.length && found.length < MOST_FILES; at += 1) {
      if (at === start || first[at].startsWith(term)) { found.push(at); }
      else if (first[at] > term) { break; }
    }
    return found;
  }

  function count(found, steps, worth) {
    var talk = 0;
    steps.forEach(function (step) {
      talk += step;
      found.set(talk, Math.max(found.get(talk) || 0, worth));
    });
  }

  // The talks of a term and of what it is the beginning of, and what each is worth.
  function look(term, first) {
    var numbers = filesFor(term, first);
    return Promise.all(numbers.map(function (number) { return load("terms", number); })).then(function (files) {
      var result = { talks: new Map(), common: false };
      files.forEach(function (file) {
        Object.keys(file).forEach(function (one) {
          if (!one.startsWith(term)) { return; }
          var whole = one === term;
          var abstracts = file[one][1];
          count(result.talks, file[one][0], whole ? 12 : 8);
          if (abstracts[0] === -1) { result.common = true; }
          else { count(result.talks, abstracts, whole ? 4 : 2); }
        });
      });
      return result;
    });
  }

  // A word that nothing begins with may be one ending too long: networks, network.
  function lookShorter(term, first, cut) {
    return look(term, first).then(function (result) {
      var chars = Array.from(term);
      if (result.talks.size || result.common || !cut || chars.length < 5) { return result; }
      return lookShorter(chars.slice(0, -1).join(""), first, cut - 1);
    });
  }

  function both(one, other) {
    if (!one) { return other; }
    var free = one.common && other.common;
    var result = { talks: new Map(), common: free };
    one.talks.forEach(function (worth, talk) {
      var more = other.talks.get(talk);
      if (more || other.common) { result.talks.set(talk, worth + (more || 0)); }
    });
    if (one.common) {
      other.talks.forEach(function (worth, talk) {
        if (!result.talks.has(talk)) { result.talks.set(talk, worth); }
      });
    }
    return result;
  }

  function find(question) {
    return load("index", 0).then(function (index) {
      return Promise.all(terms(question).map(function (term) { return lookShorter(term, index.first, 3); })).then(function (found) {
        var result = found.reduce(both, null);
        if (!result) { return null; }
        var talks = Array.from(result.talks.keys());
        talks.sort(function (a, b) { return result.talks.get(b) - result.talks.get(a) || b - a; });
        return { talks: talks, share: index.share };
      });
    });
  }

  // -- showing -------------------------------------------------------------------

  function put(parent, name, text, className) {
    var element = document.createElement(name);
    if (text) { element.textContent = text; }
    if (className) { element.className = className; }
    parent.appendChild(element);
    return element;
  }

  function entry(talk) {
    var item = document.createElement("li");
    item.className = "talk";
    var heading = put(item, "h2");
    heading.dir = "auto";
    var mark = words[talk[5]];
    if (mark) { put(heading, "span", mark, "mark"); heading.append(" "); }
    var link = put(heading, "a", talk[1]);
    var path = talk[0].split("/").map(encodeURIComponent).join("/");
    link.href = new URL(path + "/index.html", top).href;
    if (talk[2]) { put(put(item, "p", "", "who"), "bdi", talk[2]); }
    var when = put(item, "p", "", "when");
    put(when, "span", talk[3]);
    put(when, "bdi", talk[4], "of");
    return item;
  }

  function show(result, from, turn) {
    var part = result.talks.slice(from, from + STEP);
    var files = part.map(function (talk) { return load("talks", Math.floor(talk / result.share)); });
    return Promise.all(files).then(function (loadedFiles) {
      if (turn !== asked) { return; }
      if (!from) { list.textContent = ""; }
      var items = part.map(function (talk, at) { return entry(loadedFiles[at][talk % result.share]); });
      items.forEach(function (item) { list.appendChild(item); });
      if (from && items.length) { items[0].querySelector("a").focus(); }
      more.hidden = result.talks.length <= from + STEP;
      more.onclick = function () { show(result, from + STEP, turn); };
    });
  }

  function say(text) { told.textContent = text; }

  function inWords(number) {
    if (number === 0) { return words.none; }
    return number === 1 ? words.one : words.many.replace("{number}", String(number));
  }

  function search() {
    var turn = asked += 1;
    var question = field.value.trim();
    var here = new URL(location.href);
    here.search = question ? "?q=" + encodeURIComponent(question) : "";
    try { history.replaceState(null, "", here); } catch (error) { /* a page on a disk may not */ }
    find(question).then(function (result) {
      if (turn !== asked) { return; }
      if (!result) { list.textContent = ""; more.hidden = true; say(""); return; }
      return show(result, 0, turn).then(function () {
        if (turn === asked) { say(inWords(result.talks.length)); }
      });
    }).catch(function () {
      if (turn === asked) { say(words.failed); }
    });
  }

  var pause;
  field.addEventListener("input", function () {
    window.clearTimeout(pause);
    pause = window.setTimeout(search, 120);
  });
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    window.clearTimeout(pause);
    search();
  });

  form.hidden = false;
  field.value = new URLSearchParams(location.search).get("q") || "";
  if (field.value) { search(); }
}());
