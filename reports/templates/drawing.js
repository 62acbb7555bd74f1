(function () {
"use strict";
var root = document.documentElement;
var drawings = JSON.parse(document.getElementById("drawings").textContent);
var config = {displayModeBar: false, responsive: true, scrollZoom: false, doubleClick: false, showTips: false};
var asked = {}, unpacked = null;

function library() {
  if (window.Plotly) return Promise.resolve();
  if (unpacked) return unpacked;
  var packed = atob(document.getElementById("plotly").textContent.trim());
  var bytes = new Uint8Array(packed.length);
  for (var i = 0; i < packed.length; i += 1) bytes[i] = packed.charCodeAt(i);
  var stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  unpacked = new Response(stream).text().then(function (source) {
    var script = document.createElement("script");
    script.textContent = source;
    document.head.appendChild(script);
  });
  return unpacked;
}

function plot(id) {
  var place = document.getElementById(id), drawing = drawings[id];
  if (place.classList.contains("js-plotly-plot")) return null;
  place.textContent = "";
  return Plotly.newPlot(place, drawing.data, drawing.layout, config);
}

function tell() {
  var isDone = Object.keys(asked).every(function (id) { return asked[id] === "drawn"; });
  root.dataset.drawn = isDone ? "yes" : "no";
}

function draw(ids) {
  ids = ids.filter(function (id) { return !asked[id]; });
  if (!ids.length) return Promise.resolve();
  ids.forEach(function (id) { asked[id] = "asked"; });
  tell();
  return library().then(function () {
    return Promise.all(ids.map(plot));
  }).then(function () {
    ids.forEach(function (id) { asked[id] = "drawn"; });
    tell();
  });
}

// Before paper is printed there is no time to wait, so what is still missing is drawn at once.
function drawNow() {
  if (window.Plotly) Object.keys(drawings).forEach(plot);
}

window.drawAll = function () {
  return draw(Object.keys(drawings)).then(function () {
    return new Promise(function (done) {
      (function wait() { return root.dataset.drawn === "yes" ? done() : setTimeout(wait, 20); })();
    });
  });
};

if (/[?&]print\b/.test(location.search) || window.matchMedia("print").matches || !window.IntersectionObserver) {
  window.drawAll();
} else {
  var watcher = new IntersectionObserver(function (seen) {
    var ids = seen.filter(function (entry) { return entry.isIntersecting; }).map(function (entry) { return entry.target.id; });
    ids.forEach(function (id) { watcher.unobserve(document.getElementById(id)); });
    draw(ids);
  }, {rootMargin: "700px 0px"});
  Object.keys(drawings).forEach(function (id) { watcher.observe(document.getElementById(id)); });
  window.addEventListener("load", function () { setTimeout(library, 300); });
}
window.addEventListener("beforeprint", drawNow);
})();
