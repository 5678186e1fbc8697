import type { Properties } from "./events";
import type { Tracker } from "./tracker";

/** The page that is being looked at: a `page_view` when it comes, a `page_leave` with the seconds it was in sight. */
export class Pages {
  current = "";
  private since: number | null = null;

  constructor(private readonly tracker: Tracker) {}

  show(page: string, properties: Properties = {}): void {
    this.hide();
    this.current = page;
    this.resume();
    this.tracker.whenCollecting("page_view", () => this.tracker.track("page_view", properties));
  }

  /** Out of sight: left, or in the background. */
  hide(): void {
    if (this.since === null) return;
    const seconds = Math.round((this.tracker.now() - this.since) / 100) / 10;
    this.since = null;
    this.tracker.track("page_leave", { seconds });
  }

  /** In sight again, without being a new view. */
  resume(): void {
    this.since ??= this.tracker.now();
  }
}
