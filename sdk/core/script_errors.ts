import type { Tracker } from "./tracker";

/** A page that fails in a loop would tell of nothing else. */
const MOST = 10;

/** Tells of scripts that failed, a few for each start. */
export function scriptErrors(tracker: Tracker): (message: unknown) => void {
  let told = 0;
  return (message) => {
    if (told++ < MOST) tracker.track("script_error", { message: String(message).slice(0, 300) });
  };
}
