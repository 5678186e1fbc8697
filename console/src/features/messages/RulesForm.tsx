import { App, Button, Form, InputNumber, Radio, Switch, TimePicker } from "antd";
import dayjs from "dayjs";
import { useTranslation } from "react-i18next";
import { wordFor } from "@/app/i18n";
import { useAllowed } from "@/features/session/queries";
import { useKinds } from "@/features/touchpoints/queries";
import { Lines, Panel } from "@/ui/Page";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { useRules, useSaveRules, type Rules } from "./queries";

export function RulesForm() {
  const rules = useRules();
  if (rules.isPending) return <Panel><Lines /></Panel>;
  if (rules.isError) return <ProblemNotice error={rules.error} onRetry={() => void rules.refetch()} />;
  return <Fields rules={rules.data as Rules} />;
}

function Fields({ rules }: { rules: Rules }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const save = useSaveRules();
  const kinds = useKinds().data?.items ?? [];
  const mayWrite = useAllowed("messages.write");
  const [form] = Form.useForm<Rules>();
  const quiet = Form.useWatch("quiet_hours", { form, preserve: true });
  const send = () => {
    const body = form.getFieldsValue(true) as Rules;
    save.mutate(body, { onSuccess: () => void message.success(t("common.saved")) });
  };
  const cap = (at: string[]) => (
    <div className="row">
      {(["day", "week"] as const).map((period) => (
        <Form.Item key={period} noStyle name={[...at, period]}>
          <InputNumber min={0} max={1000} prefix={<span className="faint small">{t(`messages.${period}`)}</span>} style={{ width: 120 }} />
        </Form.Item>
      ))}
    </div>
  );
  return (
    <Form form={form} layout="vertical" disabled={!mayWrite} initialValues={rules} onFinish={send}>
      <div className="columns">
        <Panel title={t("messages.quiet")} hint={t("messages.quietHint")}>
          <Form.Item label={t("messages.quietOn")}>
            <Switch
              checked={Boolean(quiet)}
              onChange={(on) => form.setFieldValue("quiet_hours", on ? { start: "21:00", end: "09:00", spread_minutes: 30 } : null)}
            />
          </Form.Item>
          {quiet && (
            <div className="row">
              <Form.Item name={["quiet_hours", "start"]} label={t("messages.start")} {...CLOCK}>
                <TimePicker format="HH:mm" minuteStep={5} allowClear={false} />
              </Form.Item>
              <Form.Item name={["quiet_hours", "end"]} label={t("messages.end")} {...CLOCK}>
                <TimePicker format="HH:mm" minuteStep={5} allowClear={false} />
              </Form.Item>
              <Form.Item name={["quiet_hours", "spread_minutes"]} label={t("messages.spread")}>
                <InputNumber min={0} max={240} />
              </Form.Item>
            </div>
          )}
          <p className="small quiet">{t("messages.exempt")}</p>
        </Panel>
        <Panel title={t("messages.caps")} hint={t("messages.capsHint")}>
          <Form.Item label={t("messages.all")}>{cap(["caps"])}</Form.Item>
          {kinds.map((kind) => (
            <Form.Item key={kind.kind} label={wordFor("touchpoint", kind.kind)}>{cap(["touchpoint_caps", kind.kind])}</Form.Item>
          ))}
          <Form.Item name="when_capped" label={t("messages.whenCapped")}>
            <Radio.Group options={(["skip", "postpone"] as const).map((value) => ({ value, label: t(`messages.capped.${value}`) }))} />
          </Form.Item>
        </Panel>
        <Panel title={t("messages.consent")}>
          <Form.Item name="marketing_consent">
            <Radio.Group vertical options={(["not_withdrawn", "granted"] as const).map((value) => ({ value, label: t(`messages.consents.${value}`) }))} />
          </Form.Item>
          {save.isError && <ProblemNotice error={save.error} />}
          {mayWrite && <Button type="primary" htmlType="submit" loading={save.isPending}>{t("common.save")}</Button>}
        </Panel>
      </div>
    </Form>
  );
}

/** Times of day travel as text, the picker wants moments. */
const CLOCK = {
  getValueProps: (text?: string) => ({ value: text ? dayjs(`2000-01-01T${text}`) : null }),
  getValueFromEvent: (moment: dayjs.Dayjs) => moment.format("HH:mm"),
};
