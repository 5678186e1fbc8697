import { scriptErrors, type Tracker } from "../core";

export function watchErrors(tracker: Tracker): void {
  const failed = scriptErrors(tracker);
  addEventListener("error", (event) => event.message && failed(event.message));
  addEventListener("unhandledrejection", (event) => failed(event.reason));
}
