import { Button, Form, Input, Modal, Popover, QRCode, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Schema } from "@/api/client";
import { useAllowed } from "@/features/session/queries";
import { CursorTable } from "@/ui/CursorTable";
import { formatCount, formatTime } from "@/ui/format";
import { Panel, Teach } from "@/ui/Page";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { useCodes, useMakeCode, type Code } from "./queries";

export function Codes({ id, withStaff }: { id: string; withStaff: boolean }) {
  const { t } = useTranslation();
  const codes = useCodes(id);
  const mayUse = useAllowed("touchpoints.use");
  const [making, setMaking] = useState(false);
  const make = mayUse && <Button onClick={() => setMaking(true)}>{t("touchpoints.newCode")}</Button>;
  return (
    <Panel flush title={t("touchpoints.codes")} hint={t("touchpoints.codesHint")} extra={make}>
      <CursorTable<Code>
        pages={codes}
        rowKey="id"
        empty={<Teach title={t("touchpoints.codesEmpty")} action={make}>{t("touchpoints.codesEmptyText")}</Teach>}
        columns={[
          { width: 76, render: (_, row) => <CodePicture code={row} /> },
          { title: t("common.name"), render: (_, row) => <>{row.name}{row.remark && <div className="small faint">{row.remark}</div>}</> },
          { title: t("touchpoints.scene"), dataIndex: "scene", render: (scene: string) => <span className="mono">{scene}</span> },
          ...(withStaff ? [{ title: t("touchpoints.staff"), dataIndex: "staff", render: (staff: string[]) => staff.join("、") }] : []),
          { title: t("touchpoints.scans"), dataIndex: "scans", align: "right" as const, render: formatCount },
          { title: t("touchpoints.follows"), dataIndex: "follows", align: "right" as const, render: formatCount },
          { title: t("touchpoints.expires"), dataIndex: "expires_at", render: (at: string | null) => (at ? formatTime(at) : t("touchpoints.forever")) },
        ]}
      />
      <NewCode id={id} withStaff={withStaff} open={making} onClose={() => setMaking(false)} />
    </Panel>
  );
}

/** Drawn here from what the code says, so that it shows wherever the platform is out of reach. */
function CodePicture({ code }: { code: Code }) {
  const address = code.content_url || code.image_url;
  return (
    <Popover content={<QRCode value={address} size={220} bordered={false} bgColor="#fff" color="#1b2422" />}>
      <span className="code-image"><QRCode value={address} size={54} bordered={false} type="svg" bgColor="#fff" color="#1b2422" /></span>
    </Popover>
  );
}

function NewCode({ id, withStaff, open, onClose }: { id: string; withStaff: boolean; open: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const make = useMakeCode(id);
  const [form] = Form.useForm<Schema<"NewCode">>();
  const close = () => {
    make.reset();
    form.resetFields();
    onClose();
  };
  return (
    <Modal open={open} title={t("touchpoints.newCode")} onCancel={close} onOk={() => form.submit()} confirmLoading={make.isPending} okText={t("common.create")} cancelText={t("common.cancel")}>
      <Form form={form} layout="vertical" onFinish={(body) => make.mutate(body, { onSuccess: close })}>
        <Form.Item name="name" label={t("common.name")} rules={[{ required: true, max: 100 }]}>
          <Input />
        </Form.Item>
        <Form.Item name="scene" label={t("touchpoints.scene")} rules={[{ required: true, pattern: /^[A-Za-z0-9_.:-]{1,30}$/ }]}>
          <Input placeholder="store_nanjingxilu" />
        </Form.Item>
        {withStaff && (
          <Form.Item name="staff" label={t("touchpoints.staff")} extra={t("touchpoints.staffHint")}>
            <Select mode="tags" open={false} suffixIcon={null} />
          </Form.Item>
        )}
        <Form.Item name="remark" label={t("touchpoints.remark")} rules={[{ max: 30 }]}>
          <Input />
        </Form.Item>
        {make.isError && <ProblemNotice error={make.error} />}
      </Form>
    </Modal>
  );
}
