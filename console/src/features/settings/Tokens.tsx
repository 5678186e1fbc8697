import { Alert, Button, Form, Input, Modal, Popconfirm, Select, Typography } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Schema } from "@/api/client";
import { useAllowed } from "@/features/session/queries";
import { CursorTable } from "@/ui/CursorTable";
import { formatTime } from "@/ui/format";
import { Panel, Teach } from "@/ui/Page";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { ROLES, useMakeToken, useRevokeToken, useTokens, type Role } from "./queries";

export function Tokens() {
  const { t } = useTranslation();
  const tokens = useTokens();
  const revoke = useRevokeToken();
  const mayWrite = useAllowed("tokens.write");
  const [making, setMaking] = useState(false);
  const make = mayWrite && <Button type="primary" onClick={() => setMaking(true)}>{t("settings.newToken")}</Button>;
  return (
    <Panel flush title={t("settings.tokens")} extra={make}>
      {revoke.isError && <div style={{ padding: "8px 18px" }}><ProblemNotice error={revoke.error} /></div>}
      <CursorTable<Schema<"TokenOut">>
        pages={tokens}
        rowKey="id"
        empty={<Teach title={t("settings.tokensEmpty")} action={make}>{t("settings.tokensEmptyText")}</Teach>}
        columns={[
          { title: t("common.name"), dataIndex: "name" },
          { title: t("settings.role"), dataIndex: "role", render: (role: Role) => t(`settings.roles.${role}`) },
          { title: t("settings.hint"), dataIndex: "hint", render: (hint: string) => <span className="mono">…{hint}</span> },
          { title: t("common.created"), dataIndex: "created_at", render: formatTime, className: "figures" },
          { title: t("settings.lastUsed"), dataIndex: "last_used_at", render: (at: string | null) => (at ? formatTime(at) : t("common.never")), className: "figures" },
          {
            render: (_, row) =>
              row.revoked_at ? (
                <span className="chip">{t("settings.revoked")}</span>
              ) : (
                mayWrite && (
                  <Popconfirm title={t("settings.revokeSure")} onConfirm={() => revoke.mutate(row.id)}>
                    <Button size="small" type="text" danger>{t("settings.revoke")}</Button>
                  </Popconfirm>
                )
              ),
          },
        ]}
      />
      <MakeToken open={making} onClose={() => setMaking(false)} />
    </Panel>
  );
}

function MakeToken({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const make = useMakeToken();
  const [form] = Form.useForm();
  const close = () => {
    make.reset();
    form.resetFields();
    onClose();
  };
  return (
    <Modal
      open={open}
      title={t("settings.newToken")}
      onCancel={close}
      okText={make.data ? t("common.close") : t("common.create")}
      cancelText={t("common.cancel")}
      confirmLoading={make.isPending}
      onOk={() => (make.data ? close() : form.submit())}
    >
      {make.data ? (
        <Alert
          type="success"
          title={t("settings.tokenMade")}
          description={<Typography.Paragraph copyable className="mono">{make.data.token}</Typography.Paragraph>}
        />
      ) : (
        <Form form={form} layout="vertical" initialValues={{ role: "ingest" }} onFinish={(body) => make.mutate(body)}>
          <Form.Item name="name" label={t("common.name")} rules={[{ required: true, max: 100 }]}>
            <Input />
          </Form.Item>
          <Form.Item name="role" label={t("settings.role")}>
            <Select options={ROLES.map((value) => ({ value, label: t(`settings.roles.${value}`) }))} />
          </Form.Item>
          {make.isError && <ProblemNotice error={make.error} />}
        </Form>
      )}
    </Modal>
  );
}
