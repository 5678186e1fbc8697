import { CloseOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, InputNumber, Select } from "antd";
import { useTranslation } from "react-i18next";
import { wordFor } from "@/app/i18n";
import { EventSelect } from "@/features/events/EventSelect";
import { useEventProperties } from "@/features/events/queries";
import { Hint } from "@/ui/Page";

export interface FunnelDraft {
  steps: string[];
  windowDays: number;
  order: "ordered" | "strict" | "any";
  breakdown?: string;
}

const MAX_STEPS = 20;

export function FunnelBuilder({ draft, onChange }: { draft: FunnelDraft; onChange: (draft: FunnelDraft) => void }) {
  const { t } = useTranslation();
  const properties = useEventProperties(draft.steps[0] ?? "");
  const setStep = (index: number, event: string) => onChange({ ...draft, steps: draft.steps.map((one, n) => (n === index ? event : one)) });
  const orders = ["ordered", "strict", "any"] as const;
  return (
    <div className="builder">
      <div className="step-list">
        {draft.steps.map((event, index) => (
          <span className="step-chip" key={index}>
            <span className="faint">{index + 1}</span>
            <EventSelect value={event} width={150} onChange={(next) => setStep(index, next)} />
            {draft.steps.length > 2 && (
              <Button size="small" type="text" icon={<CloseOutlined />} aria-label={t("common.remove")} onClick={() => onChange({ ...draft, steps: draft.steps.filter((_, n) => n !== index) })} />
            )}
          </span>
        ))}
        {draft.steps.length < MAX_STEPS && (
          <Button type="dashed" icon={<PlusOutlined />} onClick={() => onChange({ ...draft, steps: [...draft.steps, "order_paid"] })}>
            {t("insight.addStep")}
          </Button>
        )}
      </div>
      <div className="builder-row">
        <label className="field">
          <span>{t("insight.window")} <Hint text={t("insight.windowHint")} /></span>
          <InputNumber min={1} max={366} value={draft.windowDays} suffix={t("insight.dayUnit")} style={{ width: 110 }} onChange={(days) => onChange({ ...draft, windowDays: days ?? 1 })} />
        </label>
        <label className="field">
          {t("insight.order")}
          <Select value={draft.order} style={{ width: 130 }} options={orders.map((value) => ({ value, label: t(`insight.orders.${value}`) }))} onChange={(order) => onChange({ ...draft, order })} />
        </label>
        <label className="field">
          <span>{t("insight.breakdown")} <Hint text={t("insight.breakdownHint")} /></span>
          <Select
            value={draft.breakdown ?? ""}
            style={{ width: 160 }}
            options={["", ...new Set(["touchpoint", "account", ...properties])].map((value) => ({ value, label: value ? wordFor("property", value) : t("insight.noBreakdown") }))}
            onChange={(value) => onChange({ ...draft, breakdown: value || undefined })}
          />
        </label>
      </div>
    </div>
  );
}
