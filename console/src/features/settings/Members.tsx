import { Alert, Button, Form, Input, Modal, Select, Typography } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useAllowed } from "@/features/session/queries";
import { CursorTable } from "@/ui/CursorTable";
import { formatTime } from "@/ui/format";
import { Panel, Teach } from "@/ui/Page";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { ROLES, useChangeMember, useInvite, useMembers, type Member, type Role } from "./queries";

export function Members() {
  const { t } = useTranslation();
  const members = useMembers();
  const change = useChangeMember();
  const mayWrite = useAllowed("members.write");
  const [inviting, setInviting] = useState(false);
  return (
    <Panel
      flush
      title={t("settings.members")}
      extra={mayWrite && <Button type="primary" onClick={() => setInviting(true)}>{t("settings.invite")}</Button>}
    >
      {change.isError && <div style={{ padding: "8px 18px" }}><ProblemNotice error={change.error} /></div>}
      <CursorTable<Member>
        pages={members}
        rowKey="id"
        empty={<Teach title={t("settings.members")} />}
        columns={[
          { title: t("settings.login"), dataIndex: "login", render: (login: string, row) => <>{row.name || login} {row.name && <span className="faint small">{login}</span>}</> },
          {
            title: t("settings.role"),
            dataIndex: "role",
            render: (role: Role, row) => (
              <Select<Role>
                size="small"
                variant="borderless"
                disabled={!mayWrite}
                value={role}
                style={{ width: 120 }}
                options={ROLES.map((value) => ({ value, label: t(`settings.roles.${value}`) }))}
                onChange={(value) => change.mutate({ id: row.id, role: value })}
              />
            ),
          },
          {
            title: t("common.state"),
            dataIndex: "active",
            render: (active: boolean) => <span className={active ? "chip good" : "chip"}>{t(active ? "settings.active" : "settings.inactive")}</span>,
          },
          { title: t("common.created"), dataIndex: "created_at", render: formatTime, className: "figures" },
          {
            render: (_, row) =>
              mayWrite && (
                <Button size="small" type="text" onClick={() => change.mutate({ id: row.id, active: !row.active })}>
                  {t(row.active ? "settings.deactivate" : "settings.activate")}
                </Button>
              ),
          },
        ]}
      />
      <Invite open={inviting} onClose={() => setInviting(false)} />
    </Panel>
  );
}

function Invite({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const invite = useInvite();
  const [form] = Form.useForm();
  const close = () => {
    invite.reset();
    form.resetFields();
    onClose();
  };
  return (
    <Modal
      open={open}
      title={t("settings.invite")}
      onCancel={close}
      okText={invite.data ? t("common.close") : t("settings.invite")}
      cancelText={t("common.cancel")}
      confirmLoading={invite.isPending}
      onOk={() => (invite.data ? close() : form.submit())}
    >
      {invite.data ? (
        <Alert
          type="success"
          title={t("settings.invited", { login: invite.data.login })}
          description={
            invite.data.one_time_password ? (
              <>
                {t("settings.oneTime")}
                <Typography.Paragraph copyable className="mono">{invite.data.one_time_password}</Typography.Paragraph>
              </>
            ) : (
              t("settings.existing")
            )
          }
        />
      ) : (
        <Form form={form} layout="vertical" initialValues={{ role: "operator" }} onFinish={(body) => invite.mutate(body)}>
          <Form.Item name="login" label={t("settings.login")} rules={[{ required: true, min: 2 }]}>
            <Input />
          </Form.Item>
          <Form.Item name="name" label={t("common.name")}>
            <Input />
          </Form.Item>
          <Form.Item name="role" label={t("settings.role")}>
            <Select options={ROLES.map((value) => ({ value, label: t(`settings.roles.${value}`) }))} />
          </Form.Item>
          {invite.isError && <ProblemNotice error={invite.error} />}
        </Form>
      )}
    </Modal>
  );
}
