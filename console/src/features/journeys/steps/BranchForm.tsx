import { Form, Segmented } from "antd";
import { useTranslation } from "react-i18next";
import { ConditionEditor } from "@/features/segments/ConditionEditor";
import { toCondition, toGroup, type Condition } from "@/features/segments/condition";
import { EventFields } from "./forms";
import type { StepFormProps } from "./registry";

export function BranchForm({ settings, onChange }: StepFormProps) {
  const { t } = useTranslation();
  const by = settings.condition ? "condition" : "did";
  const did = (settings.did_since_entry ?? { event: "page_view" }) as Record<string, unknown>;
  return (
    <Form layout="vertical" component="div">
      <Form.Item label={t("journeys.settings.by")}>
        <Segmented
          block
          value={by}
          options={[{ value: "did", label: t("journeys.settings.byDid") }, { value: "condition", label: t("journeys.settings.byCondition") }]}
          onChange={(next) => onChange(next === "did" ? { did_since_entry: { event: "page_view" } } : { condition: { all: [{ tag: "" }] } })}
        />
      </Form.Item>
      {by === "did" ? (
        <EventFields settings={did} onChange={(next) => onChange({ did_since_entry: next })} />
      ) : (
        <ConditionEditor group={toGroup(settings.condition as Condition)} onChange={(group) => onChange({ condition: toCondition(group) })} />
      )}
    </Form>
  );
}
