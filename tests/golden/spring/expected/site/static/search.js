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
  var MOST_TEXTS = 24;
  var asked = 0;

  // -- cutting words: the same as formats/web/terms.py --------------------------

  var SAME = {
    "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d",
    "þ": "th", "ı": "i", "ħ": "h", "ς": "σ"
  };
  var SPELT = { "ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe" };
  var DROPPED = /['\u05f4\u00ad\u200b-\u200f\u2060]/g;
  var APOSTROPHE = /[’‘ʼʻ`´′＇\u05f3]/g;
  var GERSHAYIM = /([א-ת])["“”″](?=[א-ת])/g;
  var POWER = /\^\{?([a-z0-9]{1,3})\}?/g;
  var INDEX = /([a-z0-9])_\{?([a-z0-9])\}?(?![a-z0-9_])/g;
  var AFTER = /[a-z\u00df-\u024f]'([a-z\u00df-\u024f]{3,})/g;
  var WITH_SPELT = /[a-z\u00df-\u024f]*[äöüåø][a-z\u00df-\u024f]*/g;
  var ACCENT = /[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u064b-\u065f\u0670]/g;
  var CLOSE = "\\u0e00-\\u0eff\\u1000-\\u109f\\u1780-\\u17ff\\u3040-\\u30ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}";
  var RUN = new RegExp("([" + CLOSE + "]+)|[^ " + CLOSE + "]+", "gu");
  var BEGINS_CLOSE = new RegExp("^[" + CLOSE + "]", "u");

  function plainer(text) {
    return text.toLowerCase().normalize("NFC").replace(APOSTROPHE, "'").replace(GERSHAYIM, "$1")
      .replace(POWER, "$1").replace(INDEX, "$1$2");
  }

  function bare(text) {
    return Array.from(text.normalize("NFKD").replace(ACCENT, "").replace(DROPPED, ""), function (char) {
      var lower = char.toLowerCase();
      if (SAME[lower]) { return SAME[lower]; }
      return /[\p{L}\p{N}\p{M}]/u.test(char) ? lower : " ";
    }).join("").normalize("NFC");
  }

  function folded(text) { return bare(plainer(text)).trim().replace(/ +/g, " "); }

  // What else a word may stand for: what is behind an apostrophe, Mueller for Müller.
  function otherForms(text) {
    var found = Array.from(text.matchAll(AFTER), function (match) { return bare(match[1]); });
    (text.match(WITH_SPELT) || []).forEach(function (word) {
      found.push(bare(word.replace(/[äöüåø]/g, function (char) { return SPELT[char]; })));
    });
    return found;
  }

  function cut(text) {
    var found = [];
    Array.from(bare(text).matchAll(RUN)).forEach(function (run) {
      if (!run[1]) { found.push(run[0]); return; }
      var chars = Array.from(run[1]);
      if (chars.length === 1) { found.push(chars[0]); }
      for (var at = 0; at + 1 < chars.length; at += 1) { found.push(chars[at] + chars[at + 1]); }
    });
    return found;
  }

  // What a talk must have: of each list one term at least.
  function terms(text) {
    var found = [];
    (plainer(text).match(/[^\s"“”„«»]+/g) || []).forEach(function (word) {
      var parts = cut(word);
      var others = otherForms(word);
      parts.forEach(function (part, at) {
        found.push(parts.length === 1 ? [part].concat(others) : [part]);
      });
    });
    return found.filter(function (any, at) {
      return found.findIndex(function (other) { return other[0] === any[0]; }) === at;
    });
  }

  // Words in quotes stand side by side.
  function phrases(text) {
    var found = text.toLowerCase().replace(GERSHAYIM, "$1").matchAll(/["“”„«「]([^"“”„«»「」]+)["“”»」]/g);
    return Array.from(found, function (match) { return folded(match[1]); }).filter(Boolean);
  }

  // -- files ---------------------------------------------------------------------

  var waiting = {};
  var loaded = {};

  window.announcerSearch = function (kind, number, value) {
    waiting[kind + number](value);
  };

  function load(kind, number, mark) {
    var key = kind + number;
    if (!loaded[key]) {
      loaded[key] = new Promise(function (resolve, reject) {
        var script = document.createElement("script");
        waiting[key] = resolve;
        script.onerror = function () { delete loaded[key]; reject(new Error(key)); };
        script.src = new URL("search/" + (kind === "index" ? kind : kind + "-" + number) + "-" + (mark || words.stamp) + ".js", top).href;
        document.head.appendChild(script);
      });
    }
    return loaded[key];
  }

  // -- finding -------------------------------------------------------------------

  // The terms of each block of talks lie in files of their own.
  function filesFor(term, index) {
    var found = [];
    var most = Math.max(2, Math.ceil(MOST_FILES / index.blocks.length));
    for (var begin = 0; begin < index.first.length; begin += index.block) {
      found = found.concat(filesOf(term, index.first.slice(begin, begin + index.block), most).map(function (at) { return begin + at; }));
    }
    return found;
  }

  function filesOf(term, first, most) {
    var start = 0;
    var found = [];
    first.forEach(function (one, at) { if (one && one <= term) { start = at; } });
    for (var at = start; at < first.length && found.length < most; at += 1) {
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
  function look(term, index, exactly) {
    var numbers = filesFor(term, index);
    return Promise.all(numbers.map(function (number) {
      return load("terms", number, index.blocks[Math.floor(number / index.block)]);
    })).then(function (files) {
      var result = { talks: new Map(), common: "" };
      files.forEach(function (file) {
        Object.keys(file).forEach(function (one) {
          var whole = one === term;
          if (!one.startsWith(term) || exactly && !whole) { return; }
          var abstracts = file[one][1];
          count(result.talks, file[one][0], whole ? 12 : 8);
          if (abstracts[0] === -1) { result.common = one; }
          else { count(result.talks, abstracts, whole ? 4 : 2); }
        });
      });
      return result;
    });
  }

  // A word that nothing begins with may be one ending too long: networks, network.
  function lookShorter(term, index, whole, endings) {
    return look(term, index, whole).then(function (result) {
      var chars = Array.from(term);
      if (result.talks.size || result.common || !endings || chars.length < 5) { return result; }
      return lookShorter(chars.slice(0, -1).join(""), index, whole, endings - 1);
    });
  }

  // The talks of any form of a word; of a lone letter amid others no more is meant.
  function lookAny(any, index, last) {
    var whole = !last && /^[a-z0-9]$/.test(any[0]);
    return Promise.all(any.map(function (term) { return lookShorter(term, index, whole, 3); })).then(function (found) {
      var result = { talks: new Map(), common: "" };
      found.forEach(function (one) {
        result.common = result.common || one.common;
        one.talks.forEach(function (worth, talk) {
          result.talks.set(talk, Math.max(worth, result.talks.get(talk) || 0));
        });
      });
      return result;
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

  // Leaves the talks in which the words in quotes stand side by side, the best first.
  function sideBySide(talks, asked, index) {
    var share = index.share;
    if (!asked.length) { return Promise.resolve(talks); }
    var numbers = [];
    talks.forEach(function (talk) {
      var number = Math.floor(talk / share);
      if (numbers.length < MOST_TEXTS && numbers.indexOf(number) < 0) { numbers.push(number); }
    });
    return Promise.all(numbers.map(function (number) { return load("texts", number, index.marks[number]); })).then(function (files) {
      return talks.filter(function (talk) {
        var at = numbers.indexOf(Math.floor(talk / share));
        if (at < 0) { return false; }
        var text = " " + files[at][talk % share];
        return asked.every(function (phrase) {
          return text.includes(BEGINS_CLOSE.test(phrase) ? phrase : " " + phrase);
        });
      });
    });
  }

  function find(question) {
    return load("index", 0).then(function (index) {
      var all = terms(question);
      return Promise.all(all.map(function (any, at) {
        return lookAny(any, index, at === all.length - 1);
      })).then(function (found) {
        var result = found.reduce(both, null);
        if (!result) { return null; }
        var common = all.filter(function (any, at) { return any.indexOf(found[at].common) >= 0; });
        var talks = Array.from(result.talks.keys());
        talks.sort(function (a, b) { return result.talks.get(b) - result.talks.get(a) || b - a; });
        return sideBySide(talks, phrases(question), index).then(function (left) {
          return { talks: left, share: index.share, marks: index.marks, common: common.map(function (any) { return any[0]; }) };
        });
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
    var files = part.map(function (talk) {
      var number = Math.floor(talk / result.share);
      return load("talks", number, result.marks[number]);
    });
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

  // Says too what was left out of the question, and what to do where nothing was found.
  function answer(result) {
    var said = [inWords(result.talks.length)];
    if (result.common.length) { said.push(words.common.replace("{words}", result.common.join(", "))); }
    else if (!result.talks.length) { said.push(words.advice); }
    return said.join(" ");
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
        if (turn === asked) { say(answer(result)); }
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
