import { App, Button, Form, Input, Select } from "antd";
import { useTranslation } from "react-i18next";
import { useAllowed } from "@/features/session/queries";
import { PasswordForm } from "@/features/session/PasswordForm";
import { formatTime } from "@/ui/format";
import { Lines, Panel } from "@/ui/Page";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { useChangeWorkspace, useWorkspace } from "./queries";

const ZONES = Intl.supportedValuesOf("timeZone");
const CURRENCIES = ["CNY", "HKD", "TWD", "USD", "EUR", "GBP", "JPY", "SGD"];

export function WorkspaceForm() {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const workspace = useWorkspace();
  const change = useChangeWorkspace();
  const mayWrite = useAllowed("workspace.write");
  if (workspace.isPending) return <Panel><Lines /></Panel>;
  if (workspace.isError) return <ProblemNotice error={workspace.error} onRetry={() => void workspace.refetch()} />;
  const { name, time_zone, currency, now, version } = workspace.data;
  return (
    <div className="columns">
      <Panel title={t("settings.workspace")}>
        <Form
          layout="vertical"
          disabled={!mayWrite}
          requiredMark={false}
          initialValues={{ name, time_zone, currency }}
          onFinish={(body) => change.mutate(body, { onSuccess: () => void message.success(t("common.saved")) })}
        >
          <Form.Item name="name" label={t("common.name")} rules={[{ required: true, max: 100 }]}>
            <Input />
          </Form.Item>
          <Form.Item name="time_zone" label={t("settings.timeZone")} extra={t("settings.timeZoneHint")}>
            <Select showSearch options={ZONES.map((value) => ({ value }))} />
          </Form.Item>
          <Form.Item name="currency" label={t("settings.currency")}>
            <Select options={CURRENCIES.map((value) => ({ value }))} />
          </Form.Item>
          {change.isError && <ProblemNotice error={change.error} />}
          {mayWrite && <Button type="primary" htmlType="submit" loading={change.isPending}>{t("common.save")}</Button>}
        </Form>
        <dl className="facts" style={{ marginTop: 20 }}>
          <dt>{t("settings.serverNow")}</dt>
          <dd className="figures">{formatTime(now)}</dd>
          <dt>{t("settings.version")}</dt>
          <dd>{version}</dd>
        </dl>
      </Panel>
      <Panel title={t("settings.password")}>
        <PasswordForm onDone={() => void message.success(t("common.saved"))} />
      </Panel>
    </div>
  );
}
