import type { Store } from "./platform";

/** A store that never throws: what the real one refuses lives as long as the page does. */
export function forgiving(real: Store): Store {
  const memory = new Map<string, string>();
  return {
    get: (key) => memory.get(key) ?? attempt(() => real.get(key)) ?? null,
    set(key, value) {
      memory.set(key, value);
      attempt(() => {
        real.set(key, value);
        memory.delete(key);
      });
    },
    remove(key) {
      memory.delete(key);
      attempt(() => real.remove(key));
    },
    keys: () => [...new Set([...memory.keys(), ...(attempt(() => real.keys()) ?? [])])],
  };
}

function attempt<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}
