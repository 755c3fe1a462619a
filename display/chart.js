// This file turns what stands before its script element into something that answers to the pointer, where scripts run: the
// picture of a heatmap or chart into an interactive chart of the same size, if the chart library can be had (from the page
// that embeds it, or from the kernelspec's folder of a Jupyter server), the maps of a grid into maps that tell their values
// and enlarge, and the picture of an explanation into one that moves step by step. Where not, all stays as it is.
// Sections between marks travel only with the kinds of figures that need them.
// It is called as (script element, id of the box, specification, promise of the bytes of deflated base64).
function (script, id, spec, inflate) {
  "use strict";
  var box = script && script.previousElementSibling;
  if (!box || box.getAttribute("data-arraybook") !== id) box = document.querySelector('[data-arraybook="' + id + '"]');
  if (!box || box.getAttribute("data-chart")) return;
  var img = box.querySelector("img");
  // section: maps option
  // library promises echarts, loaded once for the page.
  function library() {
    if (window.echarts && window.echarts.init) return Promise.resolve(window.echarts);
    if (document.readyState === "loading") { // a page that brings the library has it at its end
      return new Promise(function (done) { document.addEventListener("DOMContentLoaded", done, {once: true}); }).then(library);
    }
    function run(source) {
      // Page scripts may define a module loader, which the library would register with instead of the window.
      new Function("define", "module", "exports", source).call(window);
      return window.echarts;
    }
    var brought = document.getElementById("arraybook-echarts");
    if (brought) return Promise.resolve(run(brought.textContent));
    if (window.arraybookCharts) return window.arraybookCharts;
    var config = document.getElementById("jupyter-config-data"), base;
    try { base = JSON.parse(config.textContent).baseUrl; } catch (e) { return Promise.reject(e); }
    if (base.slice(-1) !== "/") base += "/";
    function load(name) {
      return fetch(base + "kernelspecs/" + encodeURIComponent(name) + "/echarts.min.js", {credentials: "same-origin"}).then(function (r) {
        if (!r.ok) throw new Error("no chart library in kernelspec " + name);
        return r.text();
      }).then(run);
    }
    function installed() { // under another name
      return fetch(base + "api/kernelspecs", {credentials: "same-origin"}).then(function (r) { return r.json(); }).then(function (all) {
        return Object.keys(all.kernelspecs).filter(function (k) { return k !== "arraybook" && all.kernelspecs[k].spec.language === "go"; })
          .reduce(function (found, name) { return found.catch(function () { return load(name); }); }, Promise.reject(new Error("not installed")));
      });
    }
    window.arraybookCharts = load("arraybook").catch(installed);
    window.arraybookCharts.catch(function () { window.arraybookCharts = null; });
    return window.arraybookCharts;
  }
  // end

  // section: maps
  // number writes a value as the pictures do, with all its digits if it came exactly.
  function number(v, digits) {
    if (v !== v) return "NaN";
    if (!isFinite(v)) return v > 0 ? "+Inf" : "\u2212Inf";
    var s = v === Math.round(v) && Math.abs(v) < 1e15 ? String(v) : String(digits ? +v.toPrecision(digits) : v);
    return s.replace(/-/g, "\u2212");
  }

  // decode returns the values of all panels, one behind the other, from the planes of their bytes.
  function decode(buffer) {
    var kind = spec.values.kind, width = +kind[1], bytes = new Uint8Array(buffer), n = bytes.length / width, whole = new Uint8Array(bytes.length);
    for (var k = 0; k < width; k++) for (var i = 0; i < n; i++) whole[i * width + k] = bytes[k * n + i];
    var lo = spec.values.lo || 0, hi = spec.values.hi || 0, as = {f8: Float64Array, f4: Float32Array, i1: Int8Array, i2: Int16Array, i4: Int32Array, q2: Uint16Array}[kind];
    return Array.prototype.map.call(new as(whole.buffer), function (q) {
      return kind !== "q2" ? q : q === 65535 ? NaN : q === 65534 ? Infinity : q === 65533 ? -Infinity : lo + q / 65532 * (hi - lo);
    });
  }
  var all = null; // the decoded values
  if (spec.values) inflate(spec.values.data).then(function (b) { all = decode(b); }).catch(function () {});

  // valueAt says the value of an element of panel k: its own, or as exactly as the colour in the image tells it.
  function valueAt(k, row, col, pixels) {
    var p = spec.panels[k], v = all && all[k * p.rows * p.cols + row * p.cols + col];
    if (v === null || v === undefined) return spec.colors ? fromColor(p, pixels(), row, col) : "\u2026";
    if (spec.truth) return String(!!v);
    return number(v, spec.values.kind === "q2" ? 5 : spec.values.kind === "f4" ? 8 : 0);
  }

  // fromColor reads a value back from the colour of the image.
  function fromColor(p, pixels, row, col) {
    var step = p.step, x = (Math.floor(col / step) + 0.5) * p.cell[0] | 0, y = (Math.floor(row / step) + 0.5) * p.cell[1] | 0;
    var at = 4 * (y * pixels.width + x), best = 0, least = 1e9, n = spec.colors.length;
    for (var i = 0; i < n; i++) {
      var c = parseInt(spec.colors[i], 16), d = Math.abs((c >> 16) - pixels.data[at]) + Math.abs((c >> 8 & 255) - pixels.data[at + 1]) + Math.abs((c & 255) - pixels.data[at + 2]);
      if (d < least) { least = d; best = i; }
    }
    if (least > 12) return "not on the scale";
    var end = function (t) { return spec.log ? p.lo * Math.pow(p.hi / p.lo, t) : p.lo + t * (p.hi - p.lo); };
    return "\u2248 " + number(end((best + 0.5) / n), 3) + " (" + number(end(best / n), 3) + " to " + number(end((best + 1) / n), 3) + (step > 1 ? ", mean of " + step + "\u00d7" + step : "") + ")";
  }

  // crop copies a part of an image.
  function crop(image, area) {
    var c = document.createElement("canvas");
    c.width = area[2]; c.height = area[3];
    c.getContext("2d", {willReadFrequently: true}).drawImage(image, area[0], area[1], area[2], area[3], 0, 0, area[2], area[3]);
    return c;
  }
  function pixelsOf(c) { return c.getContext("2d").getImageData(0, 0, c.width, c.height); }
  // end

  // element makes one with a style, in a parent.
  function element(name, style, parent, text) {
    var e = document.createElement(name);
    e.style.cssText = style;
    if (text) e.textContent = text;
    if (parent) parent.appendChild(e);
    return e;
  }

  // section: maps
  // tooltip is the label that follows the pointer within the box.
  function tooltip() {
    var label = element("div", "position:absolute;pointer-events:none;display:none;z-index:9;padding:3px 7px;border-radius:4px;font:12px sans-serif;white-space:nowrap;background:rgba(20,24,32,.92);color:#fff", box);
    return {
      hide: function () { label.style.display = "none"; },
      show: function (k, row, col, value, x, y) {
        var p = spec.panels[k];
        label.textContent = (p.title ? p.title + "  " : "") + "[" + row + ", " + col + "]  " + value;
        label.style.display = "block";
        label.style.left = Math.min(x + 12, Math.max(0, box.clientWidth - label.offsetWidth)) + "px";
        label.style.top = (y > 34 ? y - 30 : y + 18) + "px";
      }
    };
  }
  // end

  // section: maps option
  // begin puts an empty chart into a host element.
  function begin(echarts, host) {
    var chart = echarts.init(host, null, {renderer: "canvas"}), view = {chart: chart, host: host, shrunk: false, sharp: sharp};
    function sharp() { // cells that are enlarged keep their edges, numbers that are made smaller stay legible
      host.querySelectorAll("canvas").forEach(function (c) {
        var g = c.getContext("2d");
        g.imageSmoothingEnabled = view.shrunk;
        g.imageSmoothingQuality = "high";
      });
    }
    if (window.ResizeObserver) new ResizeObserver(function () { if (host.clientWidth) { chart.resize(); sharp(); } }).observe(host);
    return view;
  }

  // cover puts a host over the picture, which goes on giving the box its size.
  function cover() {
    box.style.position = "relative";
    box.style.display = "inline-block";
    box.style.maxWidth = "100%";
    return element("div", "position:absolute;left:0;top:0;width:100%;height:100%", box);
  }
  // end

  // section: maps
  // ticks are the labels of an index axis: round indices from lo to hi, in letters of the given height.
  function ticks(lo, hi, ink, letters) {
    var n = hi - lo + 1, size = Math.pow(10, Math.floor(Math.log10(Math.max(n / 10, 1)))), list = [];
    var step = [1, 2, 5, 10].map(function (m) { return m * size; }).filter(function (m) { return n / m <= 11; })[0] || 10 * size;
    for (var i = Math.ceil(lo / step) * step; i <= hi; i += step) list.push(i);
    return {color: ink, fontSize: letters, margin: 0.8 * letters, hideOverlap: true, customValues: list, formatter: function (v) { return String(Math.round(v)); }};
  }

  // mapChart draws map k, whose pixels are in a canvas, under the axes of a chart: zoom by wheel, move by drag, all again by
  // double click. The place says where in the host it goes, and how large the letters beside it are.
  function mapChart(view, k, pixels, place, tip) {
    var chart = view.chart, p = spec.panels[k], ink = getComputedStyle(box).color, data = null;
    function axis(n, more) {
      return Object.assign({type: "value", min: -0.5, max: n - 0.5, axisTick: {show: false}, axisLine: {show: false}, splitLine: {show: false}, axisLabel: ticks(0, n - 1, ink, place().letters)}, more);
    }
    var zoom = {type: "inside", filterMode: "none", minSpan: 1};
    function draw() {
      chart.setOption({animation: false, grid: place().grid, xAxis: axis(p.cols, {}), yAxis: axis(p.rows, {inverse: true}),
        dataZoom: [Object.assign({xAxisIndex: 0}, zoom), Object.assign({yAxisIndex: 0}, zoom)],
        series: [{type: "custom", clip: true, silent: true, animation: false, data: [[0, 0]], renderItem: function (_, api) {
          var a = api.coord([-0.5, -0.5]), b = api.coord([Math.ceil(p.cols / p.step) * p.step - 0.5, Math.ceil(p.rows / p.step) * p.step - 0.5]);
          view.shrunk = (b[0] - a[0]) * (window.devicePixelRatio || 1) < pixels.width;
          return {type: "image", style: {image: pixels, x: a[0], y: a[1], width: b[0] - a[0], height: b[1] - a[1]}};
        }}]}, true);
      view.sharp();
    }
    draw();
    chart.on("datazoom", function () {
      var z = chart.getOption().dataZoom;
      function seen(w, n) { return ticks(Math.max(0, w.startValue), Math.min(n - 1, w.endValue), ink, place().letters); }
      chart.setOption({xAxis: [{axisLabel: seen(z[0], p.cols)}], yAxis: [{axisLabel: seen(z[1], p.rows)}]});
      view.sharp();
    });
    var zr = chart.getZr();
    zr.on("mousemove", function (e) {
      tip.hide();
      var at = [e.offsetX, e.offsetY];
      if (!chart.containPixel({gridIndex: 0}, at)) return;
      var c = chart.convertFromPixel({gridIndex: 0}, at), col = Math.round(c[0]), row = Math.round(c[1]);
      if (col < 0 || row < 0 || col >= p.cols || row >= p.rows) return;
      tip.show(k, row, col, valueAt(k, row, col, function () { return data || (data = pixelsOf(pixels)); }), at[0] + view.host.offsetLeft, at[1] + view.host.offsetTop);
    });
    zr.on("globalout", tip.hide);
    zr.on("dblclick", function () { [0, 1].forEach(function (i) { chart.dispatchAction({type: "dataZoom", dataZoomIndex: i, start: 0, end: 100}); }); });
    return draw;
  }

  // heatmap shows one map in place of its picture.
  function heatmap(echarts) {
    var p = spec.panels[0], pixels = crop(img, p.area), tip = tooltip(), view = begin(echarts, cover());
    img.style.visibility = "hidden";
    // The rest of the picture (title, colour bar) is drawn below the chart, with the map cut out.
    box.insertBefore(surroundings(img.naturalWidth / spec.width, getComputedStyle(box).color), view.host);
    var draw = mapChart(view, 0, pixels, function () {
      var s = img.clientWidth / img.naturalWidth; // where there is little room, letters shrink as those of the picture do
      return {letters: 10 * Math.min(1, img.clientWidth / spec.width), grid: {left: p.area[0] * s, top: p.area[1] * s, width: p.area[2] * s, height: p.area[3] * s}};
    }, tip);
    if (window.ResizeObserver) new ResizeObserver(draw).observe(img);
  }

  // hover tells the values of an image that is a map, without any chart.
  function hover(image, k, tip) {
    var p = spec.panels[k], data = null;
    image.addEventListener("mousemove", function (e) {
      var r = image.getBoundingClientRect(), b = box.getBoundingClientRect();
      var col = Math.floor((e.clientX - r.left) / r.width * image.naturalWidth / p.cell[0] * p.step), row = Math.floor((e.clientY - r.top) / r.height * image.naturalHeight / p.cell[1] * p.step);
      if (image === img && !spec.grid) { // the map is a part of the picture
        col = Math.floor(((e.clientX - r.left) / r.width * image.naturalWidth - p.area[0]) / p.cell[0] * p.step);
        row = Math.floor(((e.clientY - r.top) / r.height * image.naturalHeight - p.area[1]) / p.cell[1] * p.step);
      }
      if (col < 0 || row < 0 || col >= p.cols || row >= p.rows) return tip.hide();
      tip.show(k, row, col, valueAt(k, row, col, function () { return data || (data = pixelsOf(crop(image, p.area))); }), e.clientX - b.left, e.clientY - b.top);
    });
    image.addEventListener("mouseleave", tip.hide);
  }

  // maps lets the maps of a grid tell their values and enlarge.
  function maps() {
    box.setAttribute("data-chart", "1");
    box.style.position = "relative";
    var tip = tooltip(), content = box.firstElementChild, images = box.querySelectorAll("img"), large = null;
    spec.panels.forEach(function (p, k) {
      hover(images[k], k, tip);
      images[k].style.cursor = "zoom-in";
      images[k].title = "";
      images[k].addEventListener("click", function () { tip.hide(); open(k); });
    });
    function close() {
      if (!large) return;
      large.remove();
      large = null;
      content.style.display = "";
    }
    function open(k) {
      var p = spec.panels[k], room = Math.min(box.parentElement.clientWidth || 640, 640), side = Math.min((room - 60) / p.cols, 520 / p.rows);
      content.style.display = "none";
      large = element("div", "position:relative;width:" + room + "px;height:" + (side * p.rows + 66) + "px", box);
      var bar = element("div", "height:28px;display:flex;gap:10px;align-items:center;font-size:13px", large);
      button("\u2190 all maps", bar, close);
      element("b", "", bar, p.title);
      element("span", "opacity:.7", bar, number(p.lo, 4) + " to " + number(p.hi, 4));
      var pixels = crop(images[k], p.area);
      library().then(function (echarts) {
        var host = element("div", "position:absolute;left:0;top:28px;width:100%;height:" + (side * p.rows + 38) + "px", large);
        mapChart(begin(echarts, host), k, pixels, function () { return {letters: 10, grid: {left: 44, top: 8, width: side * p.cols, height: side * p.rows}}; }, tip);
      }).catch(function () { // no library: the map alone
        if (!large) return;
        var copy = images[k].cloneNode();
        copy.removeAttribute("width");
        copy.removeAttribute("height");
        copy.style.cssText = "image-rendering:pixelated;cursor:zoom-out;display:block;width:" + side * p.cols + "px;height:auto";
        large.style.height = "auto";
        large.appendChild(copy);
        hover(copy, k, tip);
        copy.addEventListener("click", close);
      });
    }
  }
  // end

  function button(text, parent, action) {
    var b = element("button", "font:inherit;color:inherit;background:rgba(128,128,128,.15);border:1px solid rgba(128,128,128,.4);border-radius:4px;padding:1px 9px;cursor:pointer", parent, text);
    b.type = "button";
    b.addEventListener("click", action);
    return b;
  }

  // section: maps
  // surroundings is the picture without its map, in the colours of the page: what is gray turns towards the page's ink.
  function surroundings(ratio, ink) {
    var m = (ink.match(/[\d.]+/g) || [0, 0, 0]).map(Number), gutter = spec.gutter || 0, a = spec.panels[0].area;
    var c = element("canvas", "position:absolute;left:0;top:0;width:100%;height:100%"), g = c.getContext("2d");
    c.width = img.naturalWidth; c.height = img.naturalHeight;
    g.drawImage(img, 0, 0);
    var p = g.getImageData(0, 0, c.width, c.height), d = p.data;
    for (var i = 0; i < d.length; i += 4) {
      var lo = Math.min(d[i], d[i + 1], d[i + 2]), hi = Math.max(d[i], d[i + 1], d[i + 2]);
      var x = i / 4 % c.width, y = i / 4 / c.width | 0, inBar = spec.bars.some(function (b) { return x >= b[0] && x < b[0] + b[2] && y >= b[1] && y < b[1] + b[3]; });
      if (inBar || hi - lo > 44) continue;
      d[i + 3] = Math.min(255, (255 - lo) * 1.25); d[i] = m[0]; d[i + 1] = m[1]; d[i + 2] = m[2];
    }
    g.putImageData(p, 0, 0);
    g.clearRect(a[0] - 1, a[1] - 1, a[2] + 2, a[3] + 2);
    g.clearRect(gutter, a[1] - 12, a[0] - gutter, a[3] + 24);
    g.clearRect(gutter, a[1] + a[3], a[0] + a[2] + 14, 36);
    return c;
  }
  // end

  // section: option
  // option shows a chart that is given as an option of the library.
  function option(echarts) {
    var ink = getComputedStyle(box).color, view = begin(echarts, cover());
    if (img) img.style.visibility = "hidden";
    else {
      box.firstElementChild.style.display = "none";
      box.style.width = spec.width + "px";
      box.style.height = spec.height + "px";
      view.chart.resize();
    }
    var text = {textStyle: {color: ink}}, option = revive(spec.option);
    function axis(a) { return Object.assign({}, a, {axisLabel: Object.assign({color: ink}, a.axisLabel), axisLine: a.axisLine || {lineStyle: {color: ink}}, nameTextStyle: Object.assign({color: ink}, a.nameTextStyle),
      axisTick: Object.assign(a.axisLine && a.axisLine.show === false ? {show: false} : {}, a.axisTick),
      splitLine: Object.assign({lineStyle: {color: "rgba(128,128,128,.2)"}}, a.splitLine)}); }
    ["xAxis", "yAxis"].forEach(function (k) { if (option[k]) option[k] = [].concat(option[k]).map(axis); });
    if (option.legend) option.legend = [].concat(option.legend).map(function (l) { return Object.assign({}, text, l); });
    if (option.title) option.title = [].concat(option.title).map(function (t) { return Object.assign({}, t, {textStyle: Object.assign({color: ink}, t.textStyle)}); });
    view.chart.setOption(Object.assign({darkMode: false, backgroundColor: "transparent"}, option));
    (spec.functions || []).forEach(function (f) { new Function("chart", f)(view.chart); });
  }

  // revive turns the functions of an option, which travel as marked texts, into functions; never in data or names.
  function revive(v, key) {
    if (typeof v === "string") {
      var f = /^__f__([\s\S]*)__f__$/.exec(v);
      return f && ["name", "text", "subtext", "id"].indexOf(key) < 0 ? new Function("return (" + f[1] + ")")() : v;
    }
    if (key === "data" || key === "dataset" || v === null || typeof v !== "object") return v;
    if (Array.isArray(v)) return v.map(function (x) { return revive(x, key); });
    var out = {};
    Object.keys(v).forEach(function (k) { out[k] = revive(v[k], k); });
    return out;
  }
  // end

  // section: scene
  // scene shows an explanation step by step: grids of cells of which some are lit, moved by a slider, by play, or by the
  // pointer over a cell that belongs to a step.
  function scene(s) {
    box.setAttribute("data-chart", "1");
    box.firstElementChild.style.display = "none";
    var root = element("div", "font-size:12px;line-height:1.4;max-width:100%", box), line = element("div", "display:flex;flex-wrap:wrap;gap:10px 14px;align-items:flex-start", root);
    var now = 0, timer = null, hot = "rgba(0,114,178,.32)";
    if (s.title) root.insertBefore(element("div", "font-weight:600;margin-bottom:6px", null, s.title), line);
    var drawn = s.grids.map(function (g) {
      var part = element("div", g.flow || g.break ? "flex-basis:100%" : "", line), cells = [], wide = g.wide || g.side;
      element("div", "opacity:.75;margin-bottom:3px", part, g.title);
      var table = element("div", g.flow ? "display:flex;flex-wrap:wrap" : "display:grid;grid-template-columns:repeat(" + g.cols + ",minmax(0," + wide + "px))", part);
      for (var i = 0; i < g.count; i++) {
        var c = element("div", "box-sizing:border-box;max-width:100%;width:" + wide + "px;height:" + g.side + "px;margin:0 -1px -1px 0;border:1px solid rgba(128,128,128,.45);display:flex;align-items:center;justify-content:" + (g.wide ? "left;padding-left:6px" : "center") + ";font-size:10px;line-height:1.25;text-align:center;overflow:hidden;white-space:pre", table);
        if (g.pick && g.pick[i] >= 0) reach(c, g.pick[i]);
        cells.push(c);
      }
      if (g.sign) element("div", "align-self:center;font-size:16px;opacity:.8", line, g.sign);
      return cells;
    });
    function reach(cell, step) {
      cell.style.cursor = "pointer";
      cell.addEventListener("mouseenter", function () { stop(); show(step); });
      cell.addEventListener("click", function () { stop(); show(step); });
    }
    var bar = element("div", "display:flex;gap:10px;align-items:center;margin-top:8px;max-width:560px", root);
    var play = button("\u25b6 play", bar, function () {
      if (timer) return stop();
      play.textContent = "\u275a\u275a stop";
      if (now === s.steps - 1) show(0);
      timer = setInterval(function () {
        if (!box.isConnected || now >= s.steps - 1) return stop();
        show(now + 1);
      }, 1000 / s.perSecond);
    });
    var slider = element("input", "flex:1 1 auto;min-width:80px", bar);
    slider.type = "range"; slider.min = 0; slider.max = s.steps - 1; slider.value = 0;
    slider.setAttribute("aria-label", s.about || s.title || "step");
    slider.addEventListener("input", function () { stop(); show(+slider.value); });
    var count = element("span", "opacity:.75;white-space:nowrap", bar);
    var words = element("div", "margin-top:6px;white-space:pre-wrap", root);
    words.setAttribute("aria-live", "polite");
    (s.notes || []).forEach(function (n) { element("div", "opacity:.75", root, n); });
    function stop() {
      clearInterval(timer);
      timer = null;
      play.textContent = "\u25b6 play";
    }
    function show(t) {
      now = t;
      slider.value = t;
      count.textContent = "step " + (t + 1) + " of " + s.steps;
      words.textContent = s.captions[t];
      s.grids.forEach(function (g, k) {
        var lit = {};
        (g.lit ? g.lit[t] : []).forEach(function (i) { lit[i] = true; });
        drawn[k].forEach(function (c, i) {
          var label = g.text ? g.text[t][i] : g.upto && i > t ? "" : g.labels[i];
          if (c.textContent !== label) c.textContent = label;
          var own = g.colors && label && g.colors[i];
          c.style.background = own ? own + (lit[i] ? "" : "38") : lit[i] ? hot : "";
          c.style.color = own && lit[i] ? g.inks[i] : "";
          c.style.fontWeight = lit[i] ? "600" : "";
          c.style.outline = lit[i] && g.mark ? "2px solid #0072b2" : "";
          c.style.outlineOffset = "-2px";
        });
      });
    }
    show(0);
  }
  // end

  // A figure that is redrawn many times a second, or is far from view, waits.
  function start() {
    if (!box.isConnected || box.getAttribute("data-chart")) return;
    if (spec.scene) return inflate(spec.scene).then(function (b) { scene(JSON.parse(new TextDecoder().decode(b))); });
    if (img && !img.complete) { img.addEventListener("load", start); return; }
    if (spec.grid) return maps();
    library().then(function (loaded) {
      if (!box.isConnected || box.getAttribute("data-chart")) return;
      box.setAttribute("data-chart", "1");
      (spec.panels ? heatmap : option)(loaded);
    }).catch(function () {
      if (spec.panels && !box.getAttribute("data-chart")) { // no library: the picture tells its values
        box.style.position = "relative";
        box.style.display = "inline-block";
        hover(img, 0, tooltip());
      }
    });
  }
  if (window.IntersectionObserver) {
    var seen = new IntersectionObserver(function (all) {
      if (all.some(function (e) { return e.isIntersecting; })) { seen.disconnect(); setTimeout(start, 150); }
    });
    seen.observe(box);
  } else setTimeout(start, 150);
}
