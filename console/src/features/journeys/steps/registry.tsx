/** Every kind of step: its look, what it starts with, its summary in words, and its form. */
import {
  BranchesOutlined,
  ClockCircleOutlined,
  FlagOutlined,
  MessageOutlined,
  PoweroffOutlined,
  TagOutlined,
  ThunderboltOutlined,
} from "@ant-design/icons";
import type { ComponentType, ReactNode } from "react";
import { i18next, wordFor } from "@/app/i18n";
import { toGroup, type Condition } from "@/features/segments/condition";
import { sentence } from "@/features/segments/sentence";
import type { Step } from "@/flow/graph";
import { formatDuration } from "@/ui/format";
import { BranchForm } from "./BranchForm";
import { MessageForm } from "./MessageForm";
import { GoalForm, TagForm, TriggerForm, WaitForm } from "./forms";

export type Settings = Step["settings"];

export interface StepFormProps {
  settings: Settings;
  onChange: (settings: Settings) => void;
}

export interface StepKind {
  icon: ReactNode;
  colour: string;
  fresh: Settings;
  summary: (settings: Settings) => string;
  Form?: ComponentType<StepFormProps>;
}

const t = i18next.t;
const chinese = () => i18next.language === "zh-CN";
const event = (settings: Settings) => wordFor("event", String(settings.event ?? "…"));

export const STEP_KINDS: Record<string, StepKind> = {
  trigger: {
    icon: <ThunderboltOutlined />,
    colour: "#0d6b5e",
    fresh: { event: "subscribe" },
    summary: (settings) => t("journeys.summary.trigger", { event: event(settings) }),
    Form: TriggerForm,
  },
  wait: {
    icon: <ClockCircleOutlined />,
    colour: "#8c7355",
    fresh: { seconds: 86_400 },
    summary: ({ seconds }) =>
      seconds ? t("journeys.summary.wait", { time: formatDuration(Number(seconds), chinese()) }) : t("journeys.summary.waitUnset"),
    Form: WaitForm,
  },
  branch: {
    icon: <BranchesOutlined />,
    colour: "#4f6bb0",
    fresh: { did_since_entry: { event: "page_view" } },
    summary: branchSummary,
    Form: BranchForm,
  },
  message: {
    icon: <MessageOutlined />,
    colour: "#c27a2c",
    fresh: { purpose: "marketing", content: {} },
    summary: messageSummary,
    Form: MessageForm,
  },
  tag: {
    icon: <TagOutlined />,
    colour: "#86578f",
    fresh: { add: [] },
    summary: ({ add = [], remove = [] }) =>
      [...(add as string[]).map((tag) => `+${tag}`), ...(remove as string[]).map((tag) => `−${tag}`)].join(" ") || t("journeys.summary.tagUnset"),
    Form: TagForm,
  },
  goal: {
    icon: <FlagOutlined />,
    colour: "#b3402c",
    fresh: { event: "order_paid" },
    summary: (settings) => t("journeys.summary.goal", { event: event(settings) }),
    Form: GoalForm,
  },
  exit: { icon: <PoweroffOutlined />, colour: "#8a938e", fresh: {}, summary: () => t("journeys.summary.exit") },
};

export const INSERTABLE = ["wait", "branch", "message", "tag"] as const;

function branchSummary(settings: Settings): string {
  const did = settings.did_since_entry as { event: string } | undefined;
  if (did) return t("journeys.summary.branchDid", { event: wordFor("event", did.event) });
  const condition = settings.condition as Condition | undefined;
  if (!condition) return t("journeys.summary.branchUnset");
  return sentence(toGroup(condition), { chinese: chinese(), segmentName: (id) => id.slice(0, 8) });
}

function messageSummary(settings: Settings): string {
  const kind = settings.message_kind ? wordFor("journeys.settings.kinds", String(settings.message_kind)) : "";
  const content = (settings.content ?? {}) as { text?: string; data?: Record<string, string> };
  const words = content.text || Object.values(content.data ?? {}).filter(Boolean).join(" · ");
  return [kind, words].filter(Boolean).join("：") || t("journeys.summary.messageUnset");
}
