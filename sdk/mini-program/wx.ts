/** The parts of WeChat's Mini Program runtime that are used here. */
export interface Wx {
  request(options: {
    url: string;
    method: "POST";
    header: Record<string, string>;
    data: string;
    timeout: number;
    success(answer: { statusCode: number; data: unknown; header: Record<string, string> }): void;
    fail(error: { errMsg?: string }): void;
  }): unknown;
  login(options: { success(answer: { code: string }): void; fail(error: { errMsg?: string }): void }): void;
  getStorageSync(key: string): unknown;
  setStorageSync(key: string, value: string): void;
  removeStorageSync(key: string): void;
  getStorageInfoSync(): { keys: string[] };
  createIntersectionObserver(page: object, options: { observeAll: boolean; thresholds: number[] }): Sight;
}

export interface Sight {
  relativeToViewport(): Sight;
  observe(selector: string, changed: (change: Change) => void): void;
  disconnect(): void;
}

export interface Change {
  id: string;
  dataset: Record<string, string | number | undefined>;
  intersectionRatio: number;
}

export interface Launch {
  path?: string;
  scene?: number;
  query?: Record<string, string | undefined>;
}
