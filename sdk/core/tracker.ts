import type { Event, Ids, Problem, Properties } from "./events";
import { newId } from "./ids";
import { Outbox } from "./outbox";
import { Pages } from "./pages";
import type { Platform } from "./platform";
import { Sender } from "./sender";
import { forgiving } from "./store";
import { Visitor } from "./visitor";

export interface Settings {
  /** Where Quanyu answers, up to `/v1`: https://quanyu.brand.cn, or a path of the page's own site. */
  url: string;
  /** A token of the role `ingest`: it can write events and read nothing. */
  token: string;
  touchpoint: string;
  /** The app that people are in. openids belong to it. */
  account: string;
  /** `required` (the default): nothing is collected or stored until `consent(true)`. */
  consent?: "required" | "not_required";
  /** Told what will not be counted, and why. The default writes to the console. */
  onProblem?: (problem: Problem) => void;
}

const CONSENT = "quanyu.consent";

/** Collects events of one visitor and sees to it that each arrives once. */
export class Tracker {
  readonly pages: Pages;
  protected readonly platform: Platform;
  private readonly visitor: Visitor;
  private readonly outbox: Outbox;
  private readonly sender: Sender;
  private readonly waiting = new Map<string, () => void>();
  private readonly tell: (problem: Problem) => void;

  constructor(
    private readonly settings: Settings,
    platform: Platform,
  ) {
    this.platform = { ...platform, store: forgiving(platform.store) };
    this.tell = settings.onProblem ?? ((problem) => console.warn("quanyu", problem));
    this.visitor = new Visitor(this.platform);
    this.outbox = new Outbox(this.platform.store, this.tell);
    this.sender = new Sender(settings.url.replace(/\/+$/, ""), settings.token, this.outbox, this.platform, this.tell);
    this.pages = new Pages(this);
    if (this.collecting) this.takeUp();
  }

  get collecting(): boolean {
    const said = this.platform.store.get(CONSENT);
    return said === "given" || (said === null && this.settings.consent === "not_required");
  }

  /** What the visitor decided; remembered. Refusing erases what was kept here and not yet sent. */
  consent(given: boolean): void {
    const before = this.collecting;
    this.platform.store.set(CONSENT, given ? "given" : "refused");
    if (!given) {
      this.sender.rest();
      this.outbox.clear();
      this.visitor.forget();
    } else if (!before) {
      this.takeUp();
      this.waiting.forEach((run) => run());
      this.waiting.clear();
    }
  }

  /** Runs now, or as soon as there is consent: then the last of each name. */
  whenCollecting(name: string, run: () => void): void {
    if (this.collecting) run();
    else this.waiting.set(name, run);
  }

  /** Records that something happened now. Answers the event's id, or null without consent. */
  track(event: string, properties: Properties = {}): string | null {
    if (!this.collecting) return null;
    const made = this.made(event, properties);
    try {
      this.outbox.add(made);
    } catch {
      this.tell({ code: "unwritable", reason: "the properties cannot be written as JSON", event: made });
      return null;
    }
    this.sender.added();
    return made.id;
  }

  /** Says who the visitor is; goes with every event from now on. */
  identify(ids: Omit<Ids, "anonymous_id">): void {
    if (this.collecting) this.visitor.identify(ids);
  }

  /** The visitor signed in as a member: ties what they did before to the member. */
  memberLogin(member_no: string, properties: Properties = {}): string | null {
    this.identify({ member_no });
    return this.track("member_login", properties);
  }

  /** The visitor signed out: whoever comes next is somebody else. */
  forget(): void {
    this.visitor.forget();
  }

  /** The id that this device's events carry; null without consent. */
  get anonymousId(): string | null {
    return (this.collecting && this.visitor.ids.anonymous_id) || null;
  }

  /** Sends what waits, now. What cannot be sent is kept and tried again. */
  flush(): Promise<void> {
    return this.sender.flush();
  }

  /** Milliseconds since 1970, for what is built on the tracker. */
  now(): number {
    return this.platform.now();
  }

  private made(event: string, properties: Properties): Event {
    const { touchpoint, account } = this.settings;
    const session_id = this.visitor.session();
    const page = this.pages.current ? { page: this.pages.current } : {};
    return {
      id: newId(this.platform),
      event,
      at: new Date(this.platform.now()).toISOString(),
      touchpoint,
      account,
      ids: this.visitor.ids,
      properties: { session_id, ...page, ...properties },
    };
  }

  private takeUp(): void {
    this.outbox.open();
    if (this.outbox.size) this.sender.added();
  }
}
