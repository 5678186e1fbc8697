/** The condition language as JSON, the tree the builder edits, and the way between the two. */

export const OPERATORS = ["=", "≠", "in", "not_in", "contains", "not_contains", ">", ">=", "<", "<=", "is_set", "is_not_set"] as const;
export type Operator = (typeof OPERATORS)[number];

export interface PropertyCondition {
  property: string;
  op: Operator;
  value?: string | number | boolean | string[];
}

interface Behaviour {
  at_least?: number;
  at_most?: number;
  within_days?: number;
  between?: [string, string];
  where?: PropertyCondition[];
}

export type DidCondition = { did: string } & Behaviour;
export type DidNotCondition = { did_not: string } & Behaviour;
export type Leaf = PropertyCondition | { tag: string } | DidCondition | DidNotCondition | { segment: string };
export type Condition = { all: Condition[] } | { any: Condition[] } | { not: Condition } | Leaf;

export interface Group {
  join: "all" | "any";
  negated: boolean;
  rows: Row[];
}

/** A row of the builder; a tag or segment row may be negated, the other leaves have negations of their own. */
export type Row = Group | { leaf: Leaf; negated: boolean };

export function isGroup(row: Row): row is Group {
  return "rows" in row;
}

export function toRow(condition: Condition): Row {
  if ("not" in condition) {
    const inner = toRow(condition.not);
    return { ...inner, negated: !inner.negated };
  }
  if ("all" in condition) return { join: "all", negated: false, rows: condition.all.map(toRow) };
  if ("any" in condition) return { join: "any", negated: false, rows: condition.any.map(toRow) };
  return { leaf: condition, negated: false };
}

export function toGroup(condition: Condition | null | undefined): Group {
  if (!condition) return { join: "all", negated: false, rows: [] };
  const row = toRow(condition);
  return isGroup(row) ? row : { join: "all", negated: false, rows: [row] };
}

export function toCondition(row: Row): Condition {
  const bare: Condition = isGroup(row)
    ? row.join === "all"
      ? { all: row.rows.map(toCondition) }
      : { any: row.rows.map(toCondition) }
    : row.leaf;
  return row.negated ? { not: bare } : bare;
}

/** The row at a path, replaced; null takes it out. */
export function editAt(group: Group, path: number[], next: Row | null): Group {
  const [first, ...rest] = path;
  if (first === undefined) return next && isGroup(next) ? next : group;
  const rows = group.rows.flatMap((row, index): Row[] => {
    if (index !== first) return [row];
    if (rest.length === 0) return next ? [next] : [];
    return isGroup(row) ? [editAt(row, rest, next)] : [row];
  });
  return { ...group, rows };
}

export const NEW_LEAVES: Record<"property" | "tag" | "did" | "did_not" | "segment", Leaf> = {
  property: { property: "city", op: "=", value: "" },
  tag: { tag: "" },
  did: { did: "order_paid", at_least: 1, within_days: 30 },
  did_not: { did_not: "order_paid", within_days: 30 },
  segment: { segment: "" },
};

/** Whether every row says something, so that the server can be asked. */
export function isComplete(row: Row): boolean {
  if (isGroup(row)) return row.rows.length > 0 && row.rows.every(isComplete);
  const { leaf } = row;
  if ("property" in leaf) return isCompleteProperty(leaf);
  if ("tag" in leaf) return leaf.tag !== "";
  if ("segment" in leaf) return leaf.segment !== "";
  return (leaf.where ?? []).every(isCompleteProperty);
}

function isCompleteProperty(leaf: PropertyCondition): boolean {
  if (leaf.property === "") return false;
  if (leaf.op === "is_set" || leaf.op === "is_not_set") return true;
  return Array.isArray(leaf.value) ? leaf.value.length > 0 : leaf.value !== undefined && leaf.value !== "";
}
