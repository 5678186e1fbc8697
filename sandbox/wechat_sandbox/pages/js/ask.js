// Talking to the sandbox.
import { t } from "./words.js";

/** What its refusals are called; others are shown in its own words. */
const REFUSALS = {
  no_such_person: () => t("没有这个人", "no such person"),
  no_such_member: () => t("没有这个员工", "no such member of staff"),
  no_such_account: () => t("没有这个账号", "no such account"),
  no_such_customer: () => t("没有这个客户", "no such customer"),
  no_such_snapshot: () => t("没有这个快照", "no such snapshot"),
};

/** Ask the sandbox for JSON; an Error says in words what it refused. */
export async function ask(path, body, method = body === undefined ? "GET" : "POST") {
  const request = { method };
  if (body !== undefined) {
    request.headers = { "content-type": "application/json" };
    request.body = JSON.stringify(body);
  }
  const response = await fetch(path, request);
  if (response.status === 204) return null;
  const answer = await response.json().catch(() => ({ detail: `HTTP ${response.status}` }));
  if (!response.ok) {
    const words = REFUSALS[answer.code]?.() ?? answer.detail ?? `HTTP ${response.status}`;
    throw Object.assign(new Error(words), { status: response.status });
  }
  return answer;
}

/** Let a person do something. */
export const act = (person, action, params = {}) => ask(`/_sandbox/people/${person}/act`, { action, ...params });

/** Wait for a pause in calls that come close together, and make the last of them. */
export function settled(call, milliseconds = 200) {
  let waiting = 0;
  return (...given) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => call(...given), milliseconds);
  };
}

/** Call a function now and again, while the page is looked at. Returns what stops it. */
export function every(milliseconds, call) {
  let stopped = false;
  const turn = async () => {
    if (stopped) return;
    if (!document.hidden) await call().catch(() => {});
    if (!stopped) setTimeout(turn, milliseconds);
  };
  turn();
  return () => { stopped = true; };
}
