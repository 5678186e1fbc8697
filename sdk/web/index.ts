import { Tracker, type Platform, type Properties, type Settings } from "../core";
import { watchClicks, watchExposures } from "./elements";
import { watchPages } from "./pages";
import { watchErrors } from "./errors";
import { browser } from "./platform";

export type { Event, Ids, Problem, Properties } from "../core";

export interface WebSettings extends Partial<Settings> {
  url: string;
  token: string;
  /** Whether views are recorded by themselves, also where a script changes the address. True when left out. */
  watchPages?: boolean;
}

export class WebTracker extends Tracker {
  /** The visitor passed this page on. */
  share(properties: Properties = {}): void {
    this.track("share", { title: document.title, ...properties });
  }
}

/** Begins tracking on this page. Call it once, as early as the page can. */
export function start(settings: WebSettings, platform: Platform = browser): WebTracker {
  const tracker = new WebTracker({ touchpoint: "web", account: location.hostname, ...settings }, platform);
  const lookAgain = watchExposures(tracker, platform);
  watchClicks(tracker);
  watchErrors(tracker);
  watchPages(tracker, settings.watchPages ?? true, lookAgain);
  return tracker;
}
