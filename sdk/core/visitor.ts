import type { Ids } from "./events";
import { newId } from "./ids";
import type { Platform } from "./platform";

const VISITOR = "quanyu.visitor";
const SESSION = "quanyu.session";
export const SESSION_ENDS_AFTER = 30 * 60_000;

/** Who is here, remembered between visits: an id of our own, what they told us, and the present session. */
export class Visitor {
  constructor(private readonly platform: Platform) {}

  get ids(): Ids {
    const known = this.read<Ids>(VISITOR);
    return known?.anonymous_id ? known : this.keep({ anonymous_id: newId(this.platform) });
  }

  /** Adds ids. A different person on the same device starts afresh. */
  identify(told: Ids): void {
    const ids = clean(told);
    const known = this.ids;
    const other = (["openid", "unionid", "member_no"] as const).some(
      (kind) => ids[kind] && known[kind] && ids[kind] !== known[kind],
    );
    if (other) this.forget();
    this.keep({ ...this.ids, ...ids });
  }

  forget(): void {
    this.platform.store.remove(VISITOR);
    this.platform.store.remove(SESSION);
  }

  /** The session's id: a new one after half an hour without anything. */
  session(): string {
    const at = this.platform.now();
    const last = this.read<{ id: string; at: number }>(SESSION);
    const id = last?.id && at - last.at < SESSION_ENDS_AFTER ? last.id : newId(this.platform);
    this.platform.store.set(SESSION, JSON.stringify({ id, at }));
    return id;
  }

  private keep(ids: Ids): Ids {
    this.platform.store.set(VISITOR, JSON.stringify(ids));
    return ids;
  }

  private read<T>(key: string): T | null {
    try {
      return JSON.parse(this.platform.store.get(key) ?? "null") as T | null;
    } catch {
      return null;
    }
  }
}

function clean(ids: Ids): Ids {
  const { openid, unionid, member_no } = ids;
  return { ...(openid && { openid }), ...(unionid && { unionid }), ...(member_no && { member_no }) };
}
