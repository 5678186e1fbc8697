import type { Event, Problem } from "./events";
import type { Store } from "./platform";

const PREFIX = "quanyu.event.";
/** Events kept while nothing can be sent. The oldest make room, and are told as problems. */
export const MOST_WAITING = 1000;

/**
 * Events that wait to be sent, on disk from the moment they happen until the server has them.
 *
 * Each has a key of its own: adding one costs one write, and pages of one site cannot overwrite each other's.
 */
export class Outbox {
  private waiting: Event[] = [];

  constructor(
    private readonly store: Store,
    private readonly tell: (problem: Problem) => void,
  ) {}

  /** Takes up what earlier pages left behind. What another open page has too goes out twice and counts once. */
  open(): void {
    const had = new Set(this.waiting.map((event) => event.id));
    this.waiting = [...this.left().filter((event) => !had.has(event.id)), ...this.waiting];
    this.makeRoom();
  }

  get size(): number {
    return this.waiting.length;
  }

  /** Throws when the event cannot be written as JSON. */
  add(event: Event): void {
    const text = JSON.stringify(event);
    this.store.set(PREFIX + event.id, text);
    this.waiting.push(JSON.parse(text) as Event); // the caller may go on to change what it gave
    this.makeRoom();
  }

  /** The oldest that fit in so many characters of JSON, at least one. */
  first(count: number, characters: number): Event[] {
    const batch: Event[] = [];
    for (const event of this.waiting.slice(0, count)) {
      characters -= JSON.stringify(event).length;
      if (characters < 0 && batch.length) break;
      batch.push(event);
    }
    return batch;
  }

  remove(events: Event[]): void {
    const gone = new Set(events.map((event) => event.id));
    this.waiting = this.waiting.filter((event) => !gone.has(event.id));
    gone.forEach((id) => this.store.remove(PREFIX + id));
  }

  clear(): void {
    this.open();
    this.remove(this.waiting);
  }

  private left(): Event[] {
    const keys = this.store.keys().filter((key) => key.startsWith(PREFIX));
    return keys.sort().flatMap((key) => this.read(key));
  }

  private read(key: string): Event[] {
    try {
      const event = JSON.parse(this.store.get(key) ?? "null") as Event | null;
      if (event?.id && event.event) return [event];
    } catch {
      // Somebody else's text under our name: nothing to send.
    }
    this.store.remove(key);
    return [];
  }

  private makeRoom(): void {
    const over = this.waiting.slice(0, Math.max(0, this.waiting.length - MOST_WAITING));
    if (!over.length) return;
    this.remove(over);
    over.forEach((event) => this.tell({ code: "outbox_full", reason: "too many events waited to be sent", event }));
  }
}
