/** What the core needs of the place it runs in. Each adapter writes one. */
export interface Platform {
  store: Store;
  /** Sends one request, also from a page that is being left. Rejects when no answer came. */
  post(request: Post): Promise<Answer>;
  /** Milliseconds since 1970. */
  now(): number;
  /** Runs `run` after a while; the answer calls it off. */
  later(milliseconds: number, run: () => void): () => void;
  /** A random number in [0, 1). */
  random(): number;
}

/** Texts that outlive the page. A store may throw, as a full or forbidden one does. */
export interface Store {
  get(key: string): string | null;
  set(key: string, value: string): void;
  remove(key: string): void;
  keys(): string[];
}

export interface Post {
  url: string;
  headers: Record<string, string>;
  body: string;
}

export interface Answer {
  status: number;
  body: unknown;
  retryAfterSeconds?: number;
}
