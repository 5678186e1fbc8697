import type { Event, Problem } from "./events";
import type { Outbox } from "./outbox";
import type { Answer, Platform } from "./platform";

const BATCH = 100;
/** A character takes up to three bytes, and a page that is being left may send 64 KB. */
const CHARACTERS = 20_000;
const SOON = 3_000;
const ENOUGH = 20;
const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 300_000;

interface Result {
  id: string;
  status: "accepted" | "duplicate" | "rejected";
  code?: string;
  reason?: string;
}

/** Sends the outbox in batches, one at a time, until the server has answered for each event. */
export class Sender {
  private sending: Promise<void> | null = null;
  private alarm: (() => void) | null = null;
  private failures = 0;
  private most = BATCH;

  constructor(
    private readonly url: string,
    private readonly token: string,
    private readonly outbox: Outbox,
    private readonly platform: Platform,
    private readonly tell: (problem: Problem) => void,
  ) {}

  /** Something was added: send soon, or at once when enough waits. After a failure the pause goes on. */
  added(): void {
    if (!this.failures && this.outbox.size >= ENOUGH) void this.flush();
    else this.wake(SOON);
  }

  /** Sends what waits. Ends when all was answered for, or when sending failed and was put off. */
  flush(): Promise<void> {
    this.sending ??= this.sendAll().finally(() => {
      this.sending = null;
      if (this.outbox.size) this.wake(SOON);
    });
    return this.sending;
  }

  /** Calls off what was planned. */
  rest(): void {
    this.alarm?.();
    this.alarm = null;
  }

  private wake(milliseconds: number): void {
    this.alarm ??= this.platform.later(milliseconds, () => void this.flush());
  }

  private async sendAll(): Promise<void> {
    this.rest();
    while (this.outbox.size) {
      const batch = this.outbox.first(this.most, CHARACTERS);
      const answer = await this.post(batch);
      if (this.settled(batch, answer)) {
        this.failures = 0;
        continue;
      }
      this.rest();
      if (this.outbox.size) this.wake(this.pauseAfter(answer));
      return;
    }
  }

  private async post(events: Event[]): Promise<Answer> {
    const headers = { "Content-Type": "application/json", Authorization: `Bearer ${this.token}` };
    const post = { url: `${this.url}/v1/events`, headers, body: JSON.stringify({ events }) };
    try {
      return await this.platform.post(post);
    } catch {
      return { status: 0, body: null };
    }
  }

  /** Acts on an answer; false when the server has not taken a decision on any of the batch. */
  private settled(batch: Event[], answer: Answer): boolean {
    if ([400, 413, 422].includes(answer.status)) {
      this.unreadable(batch, answer);
      return true;
    }
    const results = answer.status === 200 ? resultsOf(answer.body) : new Map<string, Result>();
    const answered = batch.filter((event) => results.has(event.id));
    this.outbox.remove(answered);
    for (const event of answered) {
      const { status, code = "", reason = "" } = results.get(event.id)!;
      if (status === "rejected") this.tell({ code, reason, event });
    }
    return answered.length > 0;
  }

  /** The batch as a whole cannot be read: halve it until the event at fault stands alone, and leave that one out. */
  private unreadable(batch: Event[], answer: Answer): void {
    const [event] = batch;
    if (event && batch.length === 1) {
      this.outbox.remove(batch);
      this.tell({ ...problemOf(answer), event });
      this.most = BATCH;
    } else {
      this.most = Math.ceil(batch.length / 2);
    }
  }

  private pauseAfter(answer: Answer): number {
    if (answer.status >= 400 && answer.status < 500 && answer.status !== 429) this.tell(problemOf(answer));
    const pause = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** this.failures++);
    const jittered = pause * (0.5 + this.platform.random() / 2);
    return Math.max(jittered, (answer.retryAfterSeconds ?? 0) * 1000);
  }
}

/** Empty for an answer that is not ours, such as the sign-in page of a hotel's network: nothing was taken. */
function resultsOf(body: unknown): Map<string, Result> {
  const results = (body as { results?: Result[] } | null)?.results;
  return new Map(Array.isArray(results) ? results.map((result) => [result.id, result]) : []);
}

function problemOf({ status, body }: Answer): Problem {
  const { code, detail } = (body ?? {}) as { code?: string; detail?: string };
  return { code: code ?? `http_${status}`, reason: detail ?? "" };
}
