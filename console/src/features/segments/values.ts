/** Values keep their type: a number never equals a text, so the builder says which one it holds. */
import type { Operator, PropertyCondition } from "./condition";

const COMPARES = new Set<Operator>([">", ">=", "<", "<="]);

export function asNumber(value: PropertyCondition["value"]): number | string {
  const text = String(value ?? "").trim();
  const number = Number(text);
  return text !== "" && Number.isFinite(number) && !text.endsWith(".") ? number : text === "" ? 0 : text;
}

export function asText(value: PropertyCondition["value"]): string {
  return String(value ?? "");
}

/** The same row under another operator, its value kept as far as the operator can hold it. */
export function changeOperator(row: PropertyCondition, op: Operator): PropertyCondition {
  if (op === "is_set" || op === "is_not_set") return { property: row.property, op };
  const one = Array.isArray(row.value) ? row.value[0] : row.value;
  if (op === "in" || op === "not_in") {
    const list = Array.isArray(row.value) ? row.value : one === undefined || one === "" ? [] : [String(one)];
    return { property: row.property, op, value: list };
  }
  if (op === "contains" || op === "not_contains") return { property: row.property, op, value: asText(one) };
  return { property: row.property, op, value: COMPARES.has(op) ? asNumber(one) : (one ?? "") };
}
