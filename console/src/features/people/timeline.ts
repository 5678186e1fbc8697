/** A timeline made ready to read: grouped by the day of the workspace, newest first. */
import { inZone } from "@/ui/format";

export interface Day<T> {
  day: string;
  moments: T[];
}

export function byDay<T extends { at: string }>(moments: T[]): Day<T>[] {
  const days: Day<T>[] = [];
  for (const moment of moments) {
    const day = inZone(moment.at).format("YYYY-MM-DD");
    const last = days.at(-1);
    if (last?.day === day) last.moments.push(moment);
    else days.push({ day, moments: [moment] });
  }
  return days;
}

const HIDDEN = new Set(["message_id", "journey_id", "account_id", "node_id", "state", "kind", "purpose", "reason_zh", "reason_en", "currency", "platform_code", "platform_id", "ticket"]);

/** The few properties worth a line; money is told apart, ids of ours are left out. */
export function tellingProperties(properties: Record<string, unknown>): [string, string][] {
  return Object.entries(properties)
    .filter(([name, value]) => !HIDDEN.has(name) && name !== "amount_fen" && value !== null && value !== "" && typeof value !== "object")
    .map(([name, value]): [string, string] => [name, String(value)])
    .slice(0, 5);
}
