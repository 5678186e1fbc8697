import type { Properties } from "./events";

/** How long something must be in sight to have been seen. */
export const LOOK = 500;

/** Tells what was seen: in sight for half a second, once for each view of a page. */
export class Exposures {
  private readonly looks = new Map<unknown, (() => void) | null>();

  constructor(
    private readonly later: (milliseconds: number, run: () => void) => () => void,
    private readonly seen: (properties: Properties) => void,
  ) {}

  /** Something came into sight, or left it. */
  changed(key: unknown, visible: boolean, properties: Properties): void {
    const look = this.looks.get(key);
    if (look === null) return;
    if (visible && !look) {
      const end = () => {
        this.looks.set(key, null);
        this.seen(properties);
      };
      this.looks.set(key, this.later(LOOK, end));
    } else if (!visible && look) {
      look();
      this.looks.delete(key);
    }
  }

  /** A new view of a page: everything may be seen again. */
  reset(): void {
    this.looks.forEach((look) => look?.());
    this.looks.clear();
  }
}
