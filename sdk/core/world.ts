/** For tests: a device whose clock, storage and network are ours, and a server that counts each id once. */
import type { Event } from "./events";
import type { Answer, Platform, Post, Store } from "./platform";
import { Tracker, type Settings } from "./tracker";

export const NOON = Date.parse("2026-03-02T04:00:00Z");

export class Server {
  readonly counted = new Map<string, Event>();
  readonly posts: Event[][] = [];
  rejects = new Set<string>();
  /** What happens to the next requests, in order; then all goes well. */
  next: ("no answer" | "answer lost" | "portal" | Answer)[] = [];

  async answer(post: Post): Promise<Answer> {
    const { events } = JSON.parse(post.body) as { events: Event[] };
    this.posts.push(events);
    const fate = this.next.shift();
    if (fate === "no answer") throw new Error("no network");
    if (fate === "portal") return { status: 200, body: "<html>Welcome to our hotel</html>" };
    if (fate && fate !== "answer lost") return fate;
    const results = events.map((event) => this.take(event));
    if (fate === "answer lost") throw new Error("timed out");
    return { status: 200, body: { results } };
  }

  get names(): string[] {
    return [...this.counted.values()].map((event) => event.event);
  }

  private take(event: Event): object {
    if (this.rejects.has(event.event)) return { id: event.id, status: "rejected", code: "bad_name", reason: "no such" };
    if (this.counted.has(event.id)) return { id: event.id, status: "duplicate" };
    this.counted.set(event.id, event);
    return { id: event.id, status: "accepted" };
  }
}

/** A device: its disk survives a `reload`, its timers do not. */
export class Device {
  readonly disk = new Map<string, string>();
  readonly problems: string[] = [];
  time = NOON;
  private timers: { at: number; run: () => void }[] = [];
  private drawn = 0;

  constructor(readonly server = new Server()) {}

  store: Store = {
    get: (key) => this.disk.get(key) ?? null,
    set: (key, value) => void this.disk.set(key, value),
    remove: (key) => void this.disk.delete(key),
    keys: () => [...this.disk.keys()],
  };

  /** A page on this device. The random numbers are a fixed sequence. */
  platform(): Platform {
    return {
      store: this.store,
      post: (post) => this.server.answer(post),
      now: () => this.time,
      later: (milliseconds, run) => {
        const timer = { at: this.time + milliseconds, run };
        this.timers.push(timer);
        return () => void (this.timers = this.timers.filter((one) => one !== timer));
      },
      random: () => (this.drawn++ * 0.6180339887) % 1,
    };
  }

  open(settings: Partial<Settings> = {}): Tracker {
    this.timers = [];
    return new Tracker(
      {
        url: "https://quanyu.brand.cn",
        token: "ingest",
        touchpoint: "mini_program",
        account: "wx1",
        consent: "not_required",
        onProblem: ({ code, event }) => this.problems.push(event ? `${event.event}: ${code}` : code),
        ...settings,
      },
      this.platform(),
    );
  }

  /** Lets time pass, and everything happen that is due. */
  async pass(milliseconds: number): Promise<void> {
    const end = this.time + milliseconds;
    for (;;) {
      await settle();
      const due = this.timers.filter((timer) => timer.at <= end).sort((one, other) => one.at - other.at)[0];
      if (!due) break;
      this.timers = this.timers.filter((timer) => timer !== due);
      this.time = Math.max(this.time, due.at);
      due.run();
    }
    this.time = end;
  }

  get unsent(): number {
    return [...this.disk.keys()].filter((key) => key.startsWith("quanyu.event.")).length;
  }
}

/** Promises that are ready come to their end. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 50; turn++) await Promise.resolve();
}
