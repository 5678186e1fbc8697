import { asksFor, Exposures, itemOf, type Platform, type Tracker } from "../core";

const MARKED = "[data-quanyu]";

/** A click on an element with data-quanyu="click", or on something inside it. */
export function watchClicks(tracker: Tracker): void {
  const clicked = ({ target }: Event) => {
    const element = target instanceof Element ? target.closest<HTMLElement>('[data-quanyu~="click"]') : null;
    if (element) tracker.track("click", itemOf(element.dataset));
  };
  document.addEventListener("click", clicked, true);
}

/**
 * Elements with data-quanyu="exposure" that come into sight, also those added later.
 *
 * The answer begins a new view: what is in sight then may be seen again.
 */
export function watchExposures(tracker: Tracker, platform: Platform): () => void {
  if (!("IntersectionObserver" in window)) return () => undefined;
  const exposures = new Exposures(platform.later, (properties) => tracker.track("exposure", properties));
  const sight = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries)
        exposures.changed(target, isIntersecting, itemOf((target as HTMLElement).dataset));
    },
    { threshold: 0.5 },
  );
  const watch = (root: ParentNode & Node) => {
    const inside = root.querySelectorAll<HTMLElement>(MARKED);
    for (const element of [...(root instanceof HTMLElement ? [root] : []), ...inside])
      if (asksFor(element.dataset, "exposure")) sight.observe(element);
  };
  const added = new MutationObserver((changes) => {
    for (const { addedNodes } of changes) addedNodes.forEach((node) => node instanceof HTMLElement && watch(node));
  });
  watch(document);
  added.observe(document, { childList: true, subtree: true });
  return () => {
    exposures.reset();
    sight.disconnect(); // watching anew tells what is in sight already
    watch(document);
  };
}
