/** What to say through which account. The kinds and fields come from the account and its templates. */
import { Form, Input, Radio, Select } from "antd";
import { useTranslation } from "react-i18next";
import { wordFor } from "@/app/i18n";
import { useAccounts, useKinds, useTemplates } from "@/features/touchpoints/queries";
import { ProblemNotice } from "@/ui/ProblemNotice";
import type { StepFormProps } from "./registry";

interface Content {
  text?: string;
  url?: string;
  page?: string;
  data?: Record<string, string>;
}

export function MessageForm({ settings, onChange }: StepFormProps) {
  const { t } = useTranslation();
  const accounts = useAccounts();
  const kinds = useKinds();
  const account = accounts.items.find((one) => one.id === settings.account_id);
  const can = kinds.data?.items.find((one) => one.kind === account?.kind)?.can ?? [];
  const sends = can.filter((one) => one.startsWith("send:")).map((one) => one.slice(5));
  const kind = String(settings.message_kind ?? "");
  const content = (settings.content ?? {}) as Content;
  const purposes = ["service", "marketing"] as const;
  return (
    <Form layout="vertical" component="div">
      <Form.Item label={t("journeys.settings.account")}>
        <Select
          value={account?.id}
          options={accounts.items.map((one) => ({ value: one.id, label: `${wordFor("touchpoint", one.kind)} · ${one.name}` }))}
          onChange={(account_id) => onChange({ ...settings, account_id, template_id: "", content: {} })}
        />
      </Form.Item>
      <Form.Item label={t("journeys.settings.kind")}>
        <Select
          value={kind || undefined}
          options={sends.map((value) => ({ value, label: wordFor("journeys.settings.kinds", value) }))}
          onChange={(message_kind) => onChange({ ...settings, message_kind, template_id: "", content: {} })}
        />
      </Form.Item>
      {kind === "template" || kind === "subscription" ? (
        <TemplateFields settings={settings} content={content} onChange={onChange} />
      ) : (
        <Form.Item label={t("journeys.settings.text")}>
          <Input.TextArea
            autoSize={{ minRows: 3 }}
            maxLength={600}
            showCount
            value={content.text ?? ""}
            onChange={(event) => onChange({ ...settings, content: { ...content, text: event.target.value } })}
          />
        </Form.Item>
      )}
      <Form.Item label={t("journeys.settings.purpose")}>
        <Radio.Group
          value={settings.purpose ?? "marketing"}
          options={purposes.map((value) => ({ value, label: t(`journeys.settings.purposes.${value}`) }))}
          onChange={(event) => onChange({ ...settings, purpose: event.target.value as string })}
        />
      </Form.Item>
    </Form>
  );
}

function TemplateFields({ settings, content, onChange }: StepFormProps & { content: Content }) {
  const { t } = useTranslation();
  const accountId = String(settings.account_id ?? "");
  const templates = useTemplates(accountId, accountId !== "");
  const chosen = templates.data?.items.find((one) => one.id === settings.template_id);
  const set = (change: Partial<Content>) => onChange({ ...settings, content: { ...content, ...change } });
  if (templates.isError) return <ProblemNotice error={templates.error} onRetry={() => void templates.refetch()} />;
  return (
    <>
      <Form.Item label={t("journeys.settings.template")} extra={<span style={{ whiteSpace: "pre-line" }}>{chosen?.example}</span>}>
        <Select
          loading={templates.isFetching}
          value={chosen?.id}
          options={templates.data?.items.map((one) => ({ value: one.id, label: one.title }))}
          onChange={(template_id) => onChange({ ...settings, template_id, content: { data: {} } })}
        />
      </Form.Item>
      {chosen?.fields.map((field) => (
        <Form.Item key={field} label={<span className="mono">{field}</span>}>
          <Input value={content.data?.[field] ?? ""} onChange={(event) => set({ data: { ...content.data, [field]: event.target.value } })} />
        </Form.Item>
      ))}
      {settings.message_kind === "template" ? (
        <Form.Item label={t("journeys.settings.url")}>
          <Input value={content.url ?? ""} onChange={(event) => set({ url: event.target.value || undefined })} />
        </Form.Item>
      ) : (
        <Form.Item label={t("journeys.settings.page")}>
          <Input value={content.page ?? ""} onChange={(event) => set({ page: event.target.value || undefined })} />
        </Form.Item>
      )}
    </>
  );
}
