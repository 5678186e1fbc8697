/** Journeys to start from. Accounts and words are left for the person who knows them. */
import { EMPTY, type Graph } from "@/flow/graph";

export const TEMPLATE_NAMES = ["blank", "welcome", "first_order", "win_back"] as const;
export type TemplateName = (typeof TEMPLATE_NAMES)[number];

const DAY = 86_400;

export const TEMPLATES: Record<TemplateName, Graph> = {
  blank: EMPTY,
  welcome: {
    nodes: [
      { id: "start", kind: "trigger", settings: { event: "subscribe", reentry: { rule: "never" } } },
      { id: "message_1", kind: "message", settings: { purpose: "service", message_kind: "customer_service", content: { text: "" } } },
      { id: "wait_1", kind: "wait", settings: { seconds: DAY } },
      { id: "branch_1", kind: "branch", settings: { did_since_entry: { event: "mp_launch" } } },
      { id: "tag_1", kind: "tag", settings: { add: ["新关注·活跃"] } },
      { id: "message_2", kind: "message", settings: { purpose: "marketing", message_kind: "template", content: {} } },
      { id: "exit_1", kind: "exit", settings: {} },
      { id: "exit_2", kind: "exit", settings: {} },
    ],
    edges: [
      { from: "start", to: "message_1" },
      { from: "message_1", to: "wait_1" },
      { from: "wait_1", to: "branch_1" },
      { from: "branch_1", to: "tag_1", when: "yes" },
      { from: "branch_1", to: "message_2", when: "no" },
      { from: "tag_1", to: "exit_1" },
      { from: "message_2", to: "exit_2" },
    ],
  },
  first_order: {
    nodes: [
      { id: "start", kind: "trigger", settings: { event: "member_login", reentry: { rule: "never" } } },
      { id: "wait_1", kind: "wait", settings: { seconds: 3 * DAY } },
      { id: "message_1", kind: "message", settings: { purpose: "marketing", message_kind: "subscription", content: {} } },
      { id: "exit_1", kind: "exit", settings: {} },
      { id: "goal_1", kind: "goal", settings: { event: "order_paid" } },
    ],
    edges: [
      { from: "start", to: "wait_1" },
      { from: "wait_1", to: "message_1" },
      { from: "message_1", to: "exit_1" },
    ],
  },
  win_back: {
    nodes: [
      { id: "start", kind: "trigger", settings: { event: "order_paid", reentry: { rule: "after_leaving" } } },
      { id: "wait_1", kind: "wait", settings: { seconds: 60 * DAY } },
      { id: "branch_1", kind: "branch", settings: { did_since_entry: { event: "order_paid" } } },
      { id: "message_1", kind: "message", settings: { purpose: "marketing", message_kind: "template", content: {} } },
      { id: "exit_1", kind: "exit", settings: {} },
      { id: "exit_2", kind: "exit", settings: {} },
    ],
    edges: [
      { from: "start", to: "wait_1" },
      { from: "wait_1", to: "branch_1" },
      { from: "branch_1", to: "exit_1", when: "yes" },
      { from: "branch_1", to: "message_1", when: "no" },
      { from: "message_1", to: "exit_2" },
    ],
  },
};
