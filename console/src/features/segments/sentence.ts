/** A condition as a sentence that a person would say. */
import { wordFor } from "@/app/i18n";
import { formatDay } from "@/ui/format";
import { isGroup, type Leaf, type PropertyCondition, type Row } from "./condition";

export interface Words {
  chinese: boolean;
  segmentName: (id: string) => string;
}

export function sentence(row: Row, words: Words, inner = false): string {
  if (!isGroup(row)) return leafSentence(row.leaf, row.negated, words);
  if (row.rows.length === 0) return words.chinese ? "所有人" : "everyone";
  const joint = words.chinese ? (row.join === "all" ? "，且" : "，或") : row.join === "all" ? " and " : " or ";
  const text = row.rows.map((one) => sentence(one, words, true)).join(joint);
  if (row.negated) return words.chinese ? `不满足（${text}）` : `not (${text})`;
  return inner && row.rows.length > 1 ? (words.chinese ? `（${text}）` : `(${text})`) : text;
}

function leafSentence(leaf: Leaf, negated: boolean, words: Words): string {
  const { chinese } = words;
  const no = chinese ? "不" : "not ";
  if ("tag" in leaf) return chinese ? `${negated ? "没有" : "有"}标签“${leaf.tag}”` : `${negated ? "without" : "with"} tag “${leaf.tag}”`;
  if ("segment" in leaf) {
    const name = words.segmentName(leaf.segment);
    return chinese ? `${negated ? "不在" : "在"}人群“${name}”中` : `${negated ? "not in" : "in"} segment “${name}”`;
  }
  const text = "property" in leaf ? propertySentence(leaf, chinese) : behaviourSentence(leaf, chinese);
  return negated ? (chinese ? `${no}满足（${text}）` : `${no}(${text})`) : text;
}

function propertySentence(leaf: PropertyCondition, chinese: boolean): string {
  const name = wordFor("property", leaf.property);
  const operator = wordFor("operator", leaf.op);
  if (leaf.op === "is_set" || leaf.op === "is_not_set") return `${name} ${operator}`;
  const value = Array.isArray(leaf.value) ? leaf.value.join(chinese ? "、" : ", ") : String(leaf.value ?? "");
  return `${name} ${operator} ${value}`;
}

function behaviourSentence(leaf: Exclude<Leaf, PropertyCondition | { tag: string } | { segment: string }>, chinese: boolean): string {
  const did = "did" in leaf;
  const event = wordFor("event", did ? leaf.did : leaf.did_not);
  const when = leaf.between
    ? chinese
      ? `${formatDay(leaf.between[0])} 至 ${formatDay(leaf.between[1])} 间`
      : `between ${formatDay(leaf.between[0])} and ${formatDay(leaf.between[1])}`
    : leaf.within_days
      ? chinese
        ? `近 ${leaf.within_days} 天内`
        : `in the last ${leaf.within_days} days`
      : "";
  const times = timesSentence(leaf.at_least, leaf.at_most, chinese);
  const where = leaf.where?.length
    ? (chinese ? "，其中 " : " where ") + leaf.where.map((one) => propertySentence(one, chinese)).join(chinese ? " 且 " : " and ")
    : "";
  if (chinese) return `${when}${did ? "做过" : "没做过"}“${event}”${times ? ` ${times}` : ""}${where}`;
  return [did ? "did" : "did not", `“${event}”`, times, when].filter(Boolean).join(" ") + where;
}

function timesSentence(least: number | undefined, most: number | undefined, chinese: boolean): string {
  const parts: string[] = [];
  if (least !== undefined && least > 1) parts.push(chinese ? `至少 ${least} 次` : `at least ${least} times`);
  if (most !== undefined) parts.push(chinese ? `至多 ${most} 次` : `at most ${most} times`);
  return parts.join(chinese ? "、" : " and ");
}
