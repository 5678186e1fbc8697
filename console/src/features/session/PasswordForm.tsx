import { Button, Form, Input } from "antd";
import { useTranslation } from "react-i18next";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { useChangePassword } from "./queries";

export function PasswordForm({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation();
  const change = useChangePassword();
  const [form] = Form.useForm<{ current: string; new: string }>();
  const done = () => {
    form.resetFields();
    onDone();
  };
  return (
    <Form form={form} layout="vertical" requiredMark={false} onFinish={(body) => change.mutate(body, { onSuccess: done })}>
      <Form.Item name="current" label={t("settings.current")} rules={[{ required: true, message: "" }]}>
        <Input.Password autoComplete="current-password" />
      </Form.Item>
      <Form.Item name="new" label={t("settings.next")} rules={[{ required: true, message: "" }]}>
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      {change.isError && <ProblemNotice error={change.error} />}
      <Button htmlType="submit" loading={change.isPending} style={{ marginTop: change.isError ? 12 : 0 }}>
        {t("settings.change")}
      </Button>
    </Form>
  );
}
