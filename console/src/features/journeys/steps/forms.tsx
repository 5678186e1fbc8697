/** Forms of the plain steps. */
import { Form, InputNumber, Select, Space } from "antd";
import { useTranslation } from "react-i18next";
import { EventSelect } from "@/features/events/EventSelect";
import { Where } from "@/features/segments/BehaviourFields";
import type { PropertyCondition } from "@/features/segments/condition";
import { splitSeconds, UNIT_NAMES, UNITS, type Unit } from "./duration";
import type { StepFormProps } from "./registry";

export function TriggerForm({ settings, onChange }: StepFormProps) {
  const { t } = useTranslation();
  const reentry = (settings.reentry ?? { rule: "never" }) as { rule: string; seconds?: number };
  const rules = ["never", "after_leaving", "after_time", "every"] as const;
  return (
    <Form layout="vertical" component="div">
      <EventFields settings={settings} onChange={onChange} />
      <Form.Item label={t("journeys.settings.reentry")}>
        <Select
          value={reentry.rule}
          options={rules.map((value) => ({ value, label: t(`journeys.settings.rules.${value}`) }))}
          onChange={(rule) => onChange({ ...settings, reentry: rule === "after_time" ? { rule, seconds: 30 * 86_400 } : { rule } })}
        />
      </Form.Item>
      {reentry.rule === "after_time" && (
        <Form.Item label={t("journeys.settings.gap")}>
          <Duration seconds={reentry.seconds ?? 86_400} onChange={(seconds) => onChange({ ...settings, reentry: { ...reentry, seconds } })} />
        </Form.Item>
      )}
      <Form.Item label={t("journeys.settings.maxAge")}>
        <Duration seconds={Number(settings.max_age_seconds ?? 86_400)} onChange={(max_age_seconds) => onChange({ ...settings, max_age_seconds })} />
      </Form.Item>
    </Form>
  );
}

export function WaitForm({ settings, onChange }: StepFormProps) {
  const { t } = useTranslation();
  return (
    <Form layout="vertical" component="div">
      <Form.Item label={t("journeys.settings.wait")}>
        <Duration seconds={Number(settings.seconds ?? 86_400)} onChange={(seconds) => onChange({ seconds })} />
      </Form.Item>
    </Form>
  );
}

export function TagForm({ settings, onChange }: StepFormProps) {
  const { t } = useTranslation();
  const tags = (name: "add" | "remove", label: string) => (
    <Form.Item label={label}>
      <Select
        mode="tags"
        open={false}
        suffixIcon={null}
        value={(settings[name] ?? []) as string[]}
        onChange={(value: string[]) => onChange({ ...settings, [name]: value })}
      />
    </Form.Item>
  );
  return (
    <Form layout="vertical" component="div">
      {tags("add", t("journeys.settings.tagAdd"))}
      {tags("remove", t("journeys.settings.tagRemove"))}
    </Form>
  );
}

export function GoalForm({ settings, onChange }: StepFormProps) {
  const { t } = useTranslation();
  return (
    <Form layout="vertical" component="div">
      <EventFields settings={settings} onChange={onChange} />
      <Form.Item label={t("journeys.settings.within")}>
        <Duration seconds={Number(settings.within_seconds ?? 30 * 86_400)} onChange={(within_seconds) => onChange({ ...settings, within_seconds })} />
      </Form.Item>
    </Form>
  );
}

/** An event and what its properties must be. */
export function EventFields({ settings, onChange }: StepFormProps) {
  const { t } = useTranslation();
  const event = String(settings.event ?? "");
  const where = (settings.where ?? []) as PropertyCondition[];
  return (
    <Form.Item label={t("journeys.settings.event")}>
      <div className="stack tight">
        <EventSelect value={event || undefined} width="100%" onChange={(next) => onChange({ ...settings, event: next })} />
        <Where event={event} rows={where} onChange={(rows) => onChange({ ...settings, where: rows })} />
      </div>
    </Form.Item>
  );
}

function Duration({ seconds, onChange }: { seconds: number; onChange: (seconds: number) => void }) {
  const { t } = useTranslation();
  const { amount, unit } = splitSeconds(seconds);
  return (
    <Space.Compact block>
      <InputNumber min={1} value={amount} onChange={(next) => onChange((next ?? 1) * unit)} style={{ width: "60%" }} />
      <Select<Unit>
        value={unit}
        options={UNITS.map((value) => ({ value, label: t(`journeys.settings.${UNIT_NAMES[value]}`) }))}
        onChange={(next) => onChange(amount * next)}
        style={{ width: "40%" }}
      />
    </Space.Compact>
  );
}
