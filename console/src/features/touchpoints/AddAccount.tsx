/** Adds an account; the fields to fill come from the kind, so a new kind of touchpoint needs no new form. */
import { Alert, Button, Drawer, Form, Input, Segmented, Typography } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import type { Schema } from "@/api/client";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { useAddAccount, useKinds, type Kind } from "./queries";

export function AddAccount({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Drawer open={open} onClose={onClose} title={t("touchpoints.add")} size={460} destroyOnHidden>
      <AccountForm />
    </Drawer>
  );
}

function AccountForm() {
  const { t, i18n } = useTranslation();
  const kinds = useKinds();
  const add = useAddAccount();
  const [chosen, setChosen] = useState<string>();
  if (add.data) return <Created account={add.data} />;
  if (kinds.isError) return <ProblemNotice error={kinds.error} onRetry={() => void kinds.refetch()} />;
  const items = kinds.data?.items ?? [];
  const kind = items.find((one) => one.kind === chosen) ?? items[0];
  if (!kind) return null;
  const chinese = i18n.language === "zh-CN";
  const send = (fields: Record<string, string>) => {
    const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value));
    add.mutate({ ...given, kind: kind.kind } as Schema<"NewTouchpoint">);
  };
  return (
    <Form layout="vertical" onFinish={send} preserve={false} key={kind.kind}>
      <Form.Item label={t("touchpoints.kind")}>
        <Segmented
          value={kind.kind}
          options={items.map((one) => ({ value: one.kind, label: chinese ? one.label_zh : one.label_en }))}
          onChange={setChosen}
        />
      </Form.Item>
      <Form.Item name="name" label={t("common.name")} rules={[{ required: true, max: 100 }]}>
        <Input />
      </Form.Item>
      <KindFields kind={kind} chinese={chinese} />
      <Form.Item name="base_url" label={t("touchpoints.baseUrl")} extra={t("touchpoints.baseUrlHint")}>
        <Input placeholder="https://" />
      </Form.Item>
      {add.isError && <ProblemNotice error={add.error} />}
      <Button block type="primary" htmlType="submit" loading={add.isPending} style={{ marginTop: 12 }}>
        {t("touchpoints.add")}
      </Button>
    </Form>
  );
}

function KindFields({ kind, chinese }: { kind: Kind; chinese: boolean }) {
  return kind.fields.map((field) => (
    <Form.Item key={field.name} name={field.name} label={chinese ? field.label_zh : field.label_en} rules={[{ required: field.required, message: "" }]}>
      {field.secret ? <Input.Password autoComplete="off" /> : <Input autoComplete="off" />}
    </Form.Item>
  ));
}

function Created({ account }: { account: Schema<"CreatedTouchpoint"> }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const lines = [
    [t("touchpoints.callbackUrl"), account.callback_url],
    [t("touchpoints.callbackToken"), account.token],
    [t("touchpoints.aesKey"), account.aes_key],
  ] as const;
  return (
    <div className="stack">
      <Alert type="warning" showIcon title={t("touchpoints.shownOnce")} />
      <dl className="facts">
        {lines.map(([name, value]) => (
          <div key={name} style={{ display: "contents" }}>
            <dt>{name}</dt>
            <dd><Typography.Text copyable className="mono">{value}</Typography.Text></dd>
          </div>
        ))}
      </dl>
      <Button type="primary" onClick={() => void navigate(`/touchpoints/${account.id}`)}>{t("touchpoints.check")}</Button>
    </div>
  );
}
