import type { Tracker } from "../core";

/** Views of pages and how long each was in sight. What waits is sent when the page goes out of sight. */
export function watchPages(tracker: Tracker, views: boolean, shown: () => void): void {
  if (views) watchViews(tracker, shown);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") return tracker.pages.resume();
    tracker.pages.hide();
    void tracker.flush();
  });
  addEventListener("pagehide", () => {
    tracker.pages.hide();
    void tracker.flush();
  });
}

function watchViews(tracker: Tracker, shown: () => void): void {
  const show = (properties = {}) => {
    const query = location.search.slice(1, 1025);
    tracker.pages.show(location.pathname, { title: document.title, query, ...properties });
    shown();
  };
  const moved = () => {
    if (location.pathname !== tracker.pages.current) show();
  };
  firstView(show);
  addEventListener("popstate", moved);
  const push = history.pushState;
  history.pushState = function (...values) {
    push.apply(this, values);
    moved();
  };
}

/** The first view is told once loaded, with the time that took; earlier when the visitor leaves before. */
function firstView(show: (properties: { load_ms?: number }) => void): void {
  if (document.readyState === "complete") return show({});
  const loaded = () => end({ load_ms: Math.round(performance.now()) });
  const left = () => end({});
  const end = (properties: { load_ms?: number }) => {
    removeEventListener("load", loaded);
    removeEventListener("pagehide", left);
    show(properties);
  };
  addEventListener("load", loaded);
  addEventListener("pagehide", left);
}
