// This file turns the picture before its script element into an interactive chart of the same size, where scripts run
// and the chart library can be had: from the page that embeds it, or from the kernelspec's folder of a Jupyter server.
// Where not, the picture stays. It is called as (script element, id of the picture's box, specification).
function (script, id, spec) {
  "use strict";
  var box = script && script.previousElementSibling;
  if (!box || box.getAttribute("data-arraybook") !== id) box = document.querySelector('[data-arraybook="' + id + '"]');
  var img = box && box.querySelector("img");
  if (!box || box.getAttribute("data-chart")) return;

  // library promises echarts, loaded once for the page.
  function library() {
    if (window.echarts && window.echarts.init) return Promise.resolve(window.echarts);
    if (window.arraybookCharts) return window.arraybookCharts;
    var config = document.getElementById("jupyter-config-data"), base;
    try { base = JSON.parse(config.textContent).baseUrl; } catch (e) { return Promise.reject(e); }
    if (base.slice(-1) !== "/") base += "/";
    function load(name) {
      return fetch(base + "kernelspecs/" + encodeURIComponent(name) + "/echarts.min.js", {credentials: "same-origin"}).then(function (r) {
        if (!r.ok) throw new Error("no chart library in kernelspec " + name);
        return r.text();
      }).then(function (source) {
        // Page scripts may define a module loader, which the library would register with instead of the window.
        new Function("define", "module", "exports", source).call(window);
        return window.echarts;
      });
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

  // number writes a value as the pictures do.
  function number(v) {
    if (typeof v === "string") return v;
    if (v !== v) return "NaN";
    if (!isFinite(v)) return v > 0 ? "+Inf" : "\u2212Inf";
    var s = v === Math.round(v) && Math.abs(v) < 1e15 ? String(v) : String(+v.toPrecision(spec.exact ? 9 : 5));
    return s.replace(/-/g, "\u2212");
  }

  // values decodes the elements of all panels: numbers, or 16 bits each between lo and hi of the panel.
  function values(panel, k) {
    if (!spec.packed) return (spec.values || [])[k];
    if (!panel.values) {
      var bytes = atob(spec.packed[k]);
      panel.values = [];
      for (var i = 0; i < bytes.length; i += 2) {
        var q = bytes.charCodeAt(i) | bytes.charCodeAt(i + 1) << 8;
        panel.values.push(q === 65535 ? NaN : q === 65534 ? Infinity : q === 65533 ? -Infinity : panel.lo + q / 65532 * (panel.hi - panel.lo));
      }
    }
    return panel.values;
  }

  // fromColor reads a value back from the colour of the picture, as exactly as the colours tell it.
  function fromColor(panel, pixels, row, col) {
    var step = panel.step, x = (Math.floor(col / step) + 0.5) * panel.cell[0] | 0, y = (Math.floor(row / step) + 0.5) * panel.cell[1] | 0;
    var at = 4 * (y * pixels.width + x), best = 0, least = 1e9;
    for (var i = 0; i < spec.colors.length; i++) {
      var c = parseInt(spec.colors[i], 16), d = Math.abs((c >> 16) - pixels.data[at]) + Math.abs((c >> 8 & 255) - pixels.data[at + 1]) + Math.abs((c & 255) - pixels.data[at + 2]);
      if (d < least) { least = d; best = i; }
    }
    if (least > 12) return "not on the scale";
    var t = (best + 0.5) / spec.colors.length;
    return "\u2248 " + String(+(spec.log ? panel.lo * Math.pow(panel.hi / panel.lo, t) : panel.lo + t * (panel.hi - panel.lo)).toPrecision(3)).replace(/-/g, "\u2212") + (step > 1 ? " (mean)" : "");
  }

  // crop copies a part of the picture.
  function crop(area) {
    var c = document.createElement("canvas");
    c.width = area[2]; c.height = area[3];
    c.getContext("2d", {willReadFrequently: true}).drawImage(img, area[0], area[1], area[2], area[3], 0, 0, area[2], area[3]);
    return c;
  }

  // begin puts an empty chart over the picture, which goes on giving the box its size.
  function begin(echarts) {
    var host = document.createElement("div");
    host.style.cssText = "position:absolute;left:0;top:0;width:100%;height:100%";
    box.style.position = "relative";
    box.style.display = "inline-block";
    box.style.maxWidth = "100%";
    box.appendChild(host);
    box.setAttribute("data-chart", "1");
    var chart = echarts.init(host, null, {renderer: "canvas"});
    if (window.ResizeObserver) new ResizeObserver(function () { chart.resize(); sharp(); }).observe(host);
    function sharp() {
      host.querySelectorAll("canvas").forEach(function (c) { c.getContext("2d").imageSmoothingEnabled = false; });
    }
    return {chart: chart, host: host, sharp: sharp};
  }

  // maps shows matrices: the picture's own pixels under the axes of a chart.
  function maps(echarts) {
    var ratio = img.naturalWidth / spec.width, ink = getComputedStyle(box).color, one = spec.panels.length === 1 ? 0 : -1;
    var crops = spec.panels.map(function (p) { return crop(p.area); }), pixels = [];
    var view = begin(echarts), chart = view.chart, only = one;
    img.style.visibility = "hidden";
    // The rest of the picture (title, colour bar, numbers) is drawn below the chart, with the maps cut out.
    var label = document.createElement("div");
    label.style.cssText = "position:absolute;pointer-events:none;display:none;z-index:9;padding:3px 7px;border-radius:4px;font:12px sans-serif;white-space:nowrap;background:rgba(20,24,32,.9);color:#fff";
    box.appendChild(label);
    function place(k) {
      var p = spec.panels[k], s = img.clientWidth / img.naturalWidth || 1 / ratio;
      return {left: p.area[0] * s, top: p.area[1] * s, width: p.area[2] * s, height: p.area[3] * s};
    }
    function draw() {
      var shown = only < 0 ? spec.panels.map(function (_, k) { return k; }) : [only], single = only >= 0;
      var grids = [], xs = [], ys = [], series = [], zoom = [];
      shown.forEach(function (k, i) {
        var p = spec.panels[k], g = place(k);
        if (single && one < 0) { // a map of a grid, enlarged
          var w = img.clientWidth - 90, h = img.clientHeight - 70, side = Math.min(w / p.cols, h / p.rows);
          g = {left: 50, top: 34, width: side * p.cols, height: side * p.rows};
        }
        grids.push(g);
        var axis = {type: "value", gridIndex: i, min: -0.5, show: single, axisTick: {show: false}, axisLine: {show: false}, splitLine: {show: false}};
        var last = {step: p.step};
        xs.push(Object.assign({}, axis, {max: p.cols - 0.5, axisLabel: ticks(0, p.cols - 1)}));
        ys.push(Object.assign({}, axis, {max: p.rows - 0.5, axisLabel: ticks(0, p.rows - 1), inverse: true}));
        series.push({type: "custom", xAxisIndex: i, yAxisIndex: i, clip: true, silent: true, animation: false, data: [[0, 0]], renderItem: function (_, api) {
          var a = api.coord([-0.5, -0.5]), b = api.coord([Math.ceil(p.cols / last.step) * last.step - 0.5, Math.ceil(p.rows / last.step) * last.step - 0.5]);
          return {type: "image", style: {image: crops[k], x: a[0], y: a[1], width: b[0] - a[0], height: b[1] - a[1]}};
        }});
      });
      if (single) zoom = [{type: "inside", xAxisIndex: 0, filterMode: "none", minSpan: 1}, {type: "inside", yAxisIndex: 0, filterMode: "none", minSpan: 1}];
      var graphic = single && one < 0 ? [{type: "text", left: 50, top: 10, style: {text: "\u2190 all maps    " + spec.panels[only].title, fill: ink, font: "13px sans-serif"}, onclick: function () { only = -1; draw(); }}] : [];
      chart.setOption({animation: false, grid: grids, xAxis: xs, yAxis: ys, series: series, dataZoom: zoom, graphic: graphic}, true);
      under.style.display = single && one < 0 ? "none" : "";
      view.sharp();
    }
    // ticks are the labels of an axis: round indices from lo to hi.
    function ticks(lo, hi) {
      var n = hi - lo + 1, size = Math.pow(10, Math.floor(Math.log10(Math.max(n / 10, 1)))), list = [];
      var step = [1, 2, 5, 10].map(function (m) { return m * size; }).filter(function (m) { return n / m <= 11; })[0] || 10 * size;
      for (var i = Math.ceil(lo / step) * step; i <= hi; i += step) list.push(i);
      return {color: ink, fontSize: 10, hideOverlap: true, customValues: list, formatter: function (v) { return String(Math.round(v)); }};
    }
    chart.on("datazoom", function () {
      var z = chart.getOption().dataZoom, p = spec.panels[only];
      function seen(w, n) { return ticks(Math.max(0, w.startValue), Math.min(n - 1, w.endValue)); }
      chart.setOption({xAxis: [{axisLabel: seen(z[0], p.cols)}], yAxis: [{axisLabel: seen(z[1], p.rows)}]});
      view.sharp();
    });
    var under = surroundings(ratio, ink, one === 0);
    box.insertBefore(under, view.host);
    draw();
    var zr = chart.getZr();
    zr.on("mousemove", function (e) {
      var list = only < 0 ? spec.panels.map(function (_, k) { return k; }) : [only];
      label.style.display = "none";
      list.forEach(function (k, i) {
        var at = [e.offsetX, e.offsetY], p = spec.panels[k];
        if (!chart.containPixel({gridIndex: i}, at)) return;
        var c = chart.convertFromPixel({gridIndex: i}, at), col = Math.round(c[0]), row = Math.round(c[1]), own = values(p, k), v;
        if (col < 0 || row < 0 || col >= p.cols || row >= p.rows) return;
        if (own) v = spec.truth ? String(!!own[row * p.cols + col]) : number(own[row * p.cols + col]);
        else v = fromColor(p, pixels[k] || (pixels[k] = crops[k].getContext("2d").getImageData(0, 0, crops[k].width, crops[k].height)), row, col);
        label.textContent = (p.title ? p.title + "  " : "") + "[" + row + ", " + col + "]  " + v;
        label.style.display = "block";
        label.style.left = Math.min(at[0] + 12, Math.max(0, box.clientWidth - label.offsetWidth)) + "px";
        label.style.top = Math.max(0, at[1] - 30) + "px";
      });
    });
    zr.on("globalout", function () { label.style.display = "none"; });
    zr.on("click", function (e) {
      if (one === 0 || only >= 0) return;
      spec.panels.forEach(function (_, k) { if (only < 0 && chart.containPixel({gridIndex: k}, [e.offsetX, e.offsetY])) { only = k; label.style.display = "none"; draw(); } });
    });
    zr.on("dblclick", function () { chart.dispatchAction({type: "dataZoom", dataZoomIndex: 0, start: 0, end: 100}); chart.dispatchAction({type: "dataZoom", dataZoomIndex: 1, start: 0, end: 100}); });
    if (window.ResizeObserver) new ResizeObserver(function () { draw(); }).observe(img);
  }

  // surroundings is the picture without its maps, in the colours of the page: what is gray turns towards the page's ink.
  function surroundings(ratio, ink, axes) {
    var c = document.createElement("canvas"), g = c.getContext("2d"), m = (ink.match(/[\d.]+/g) || [0, 0, 0]).map(Number);
    var gutter = spec.gutter || 0;
    c.width = img.naturalWidth; c.height = img.naturalHeight;
    c.style.cssText = "position:absolute;left:0;top:0;width:100%;height:100%";
    g.drawImage(img, 0, 0);
    var p = g.getImageData(0, 0, c.width, c.height), d = p.data;
    for (var i = 0; i < d.length; i += 4) {
      var lo = Math.min(d[i], d[i + 1], d[i + 2]), hi = Math.max(d[i], d[i + 1], d[i + 2]);
      var x = i / 4 % c.width, y = i / 4 / c.width | 0, inBar = spec.bars.some(function (b) { return x >= b[0] && x < b[0] + b[2] && y >= b[1] && y < b[1] + b[3]; });
      if (inBar || hi - lo > 44) continue;
      d[i + 3] = Math.min(255, (255 - lo) * 1.25); d[i] = m[0]; d[i + 1] = m[1]; d[i + 2] = m[2];
    }
    g.putImageData(p, 0, 0);
    spec.panels.forEach(function (q) {
      var a = q.area;
      g.clearRect(a[0] - 1, a[1] - 1, a[2] + 2, a[3] + 2);
      if (axes) { g.clearRect(gutter, a[1] - 12, a[0] - gutter, a[3] + 24); g.clearRect(gutter, a[1] + a[3], a[0] + a[2] + 14, 36); }
    });
    return c;
  }

  // option shows a chart that is given as an option of the library.
  function option(echarts) {
    var ink = getComputedStyle(box).color, view = begin(echarts);
    if (img) img.style.visibility = "hidden";
    else {
      box.firstElementChild.style.display = "none";
      box.style.width = spec.width + "px";
      box.style.height = spec.height + "px";
      view.chart.resize();
    }
    var text = {textStyle: {color: ink}}, option = revive(spec.option);
    function axis(a) { return Object.assign({}, a, {axisLabel: Object.assign({color: ink}, a.axisLabel), axisLine: a.axisLine || {lineStyle: {color: ink}}, nameTextStyle: Object.assign({color: ink}, a.nameTextStyle),
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

  // A picture that is redrawn many times a second, or is far from view, waits.
  function start() {
    if (!box.isConnected || box.getAttribute("data-chart")) return;
    if (img && !img.complete) { img.addEventListener("load", start); return; }
    library().then(function (echarts) { if (box.isConnected && !box.getAttribute("data-chart")) (spec.panels ? maps : option)(echarts); }).catch(function () {});
  }
  if (window.IntersectionObserver) {
    var seen = new IntersectionObserver(function (all) {
      if (all.some(function (e) { return e.isIntersecting; })) { seen.disconnect(); setTimeout(start, 150); }
    });
    seen.observe(box);
  } else setTimeout(start, 150);
}
