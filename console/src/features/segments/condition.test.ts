import { describe, expect, it } from "vitest";
import { editAt, isComplete, toCondition, toGroup, toRow, type Condition } from "./condition";
import { sentence } from "./sentence";
import { changeOperator } from "./values";

const CONDITION: Condition = {
  all: [
    { property: "city", op: "in", value: ["上海", "杭州"] },
    { not: { tag: "vip" } },
    { any: [{ did: "order_paid", at_least: 2, within_days: 90 }, { did_not: "page_view" }] },
  ],
};

const words = { chinese: true, segmentName: (id: string) => id };

describe("the builder's tree", () => {
  it("gives back the condition it was made from", () => {
    expect(toCondition(toGroup(CONDITION))).toEqual(CONDITION);
    expect(toCondition(toRow({ not: { not: { tag: "a" } } }))).toEqual({ tag: "a" });
  });

  it("puts a lone leaf into a group", () => {
    expect(toCondition(toGroup({ tag: "vip" }))).toEqual({ all: [{ tag: "vip" }] });
  });

  it("replaces and removes a row by its path and nothing else", () => {
    const group = toGroup(CONDITION);
    const changed = editAt(group, [2, 0], { leaf: { tag: "new" }, negated: false });
    expect(toCondition(changed)).toEqual({
      all: [...(CONDITION as { all: Condition[] }).all.slice(0, 2), { any: [{ tag: "new" }, { did_not: "page_view" }] }],
    });
    expect(editAt(group, [0], null).rows).toHaveLength(2);
    expect(editAt(group, [0], null).rows[0]).toBe(group.rows[1]);
  });

  it("asks the server only when every row says something", () => {
    expect(isComplete(toGroup(CONDITION))).toBe(true);
    expect(isComplete(toGroup({ all: [] }))).toBe(false);
    expect(isComplete(toGroup({ property: "city", op: "=", value: "" }))).toBe(false);
    expect(isComplete(toGroup({ property: "city", op: "is_set" }))).toBe(true);
  });
});

describe("the sentence", () => {
  it("reads as a person would say it", () => {
    expect(sentence(toGroup(CONDITION), words)).toBe(
      "城市 属于 上海、杭州，且没有标签“vip”，且（近 90 天内做过“支付订单” 至少 2 次，或没做过“浏览页面”）",
    );
  });

  it("says everyone when nothing is asked", () => {
    expect(sentence(toGroup(null), words)).toBe("所有人");
  });

  it("keeps the negation of a group", () => {
    expect(sentence(toGroup({ not: { any: [{ tag: "a" }, { tag: "b" }] } }), words)).toBe("不满足（有标签“a”，或有标签“b”）");
  });
});

describe("values", () => {
  it("stay text or number until the operator needs something else", () => {
    expect(changeOperator({ property: "age", op: "=", value: "30" }, ">").value).toBe(30);
    expect(changeOperator({ property: "city", op: "=", value: "上海" }, "in").value).toEqual(["上海"]);
    expect(changeOperator({ property: "city", op: "in", value: ["上海", "杭州"] }, "=").value).toBe("上海");
    expect(changeOperator({ property: "city", op: "=", value: "上海" }, "is_set")).toEqual({ property: "city", op: "is_set" });
  });
});
