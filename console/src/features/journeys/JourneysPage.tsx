import { Button, Form, Input, Modal, Radio } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { useAllowed } from "@/features/session/queries";
import { CursorTable } from "@/ui/CursorTable";
import { formatCount, formatTime } from "@/ui/format";
import { Page, Panel, Teach } from "@/ui/Page";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { JourneyState } from "./JourneyState";
import { useCreateJourney, useJourneys, type JourneySummary } from "./queries";
import { TEMPLATES, TEMPLATE_NAMES, type TemplateName } from "./templates";

export function JourneysPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const journeys = useJourneys();
  const mayWrite = useAllowed("journeys.write");
  const [making, setMaking] = useState(false);
  const create = mayWrite && <Button type="primary" onClick={() => setMaking(true)}>{t("journeys.create")}</Button>;
  return (
    <Page title={t("journeys.title")} subtitle={t("journeys.subtitle")} actions={create}>
      <Panel flush>
        <CursorTable<JourneySummary>
          pages={journeys}
          rowKey="id"
          onRow={(row) => void navigate(`/journeys/${row.id}`)}
          empty={<Teach title={t("journeys.empty")} action={create}>{t("journeys.emptyText")}</Teach>}
          columns={[
            { title: t("common.name"), dataIndex: "name", render: (name: string) => <strong>{name}</strong> },
            { title: t("common.state"), dataIndex: "state", render: (state: JourneySummary["state"]) => <JourneyState state={state} /> },
            { title: t("journeys.inProgress"), dataIndex: "in_progress", align: "right", render: formatCount },
            { title: "", dataIndex: "version", className: "faint", render: (version: number) => (version ? t("journeys.version", { version }) : t("journeys.unpublished")) },
            { title: t("journeys.updated"), dataIndex: "updated_at", className: "figures", render: formatTime },
          ]}
        />
      </Panel>
      <NewJourney open={making} onClose={() => setMaking(false)} />
    </Page>
  );
}

function NewJourney({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const create = useCreateJourney();
  const [form] = Form.useForm<{ name: string; template: TemplateName }>();
  const make = ({ name, template }: { name: string; template: TemplateName }) =>
    create.mutate({ name, graph: TEMPLATES[template] }, { onSuccess: (journey) => void navigate(`/journeys/${journey.id}`) });
  return (
    <Modal open={open} title={t("journeys.create")} onCancel={onClose} onOk={() => form.submit()} confirmLoading={create.isPending} okText={t("common.create")} cancelText={t("common.cancel")}>
      <Form form={form} layout="vertical" initialValues={{ template: "welcome" }} onFinish={make}>
        <Form.Item name="name" label={t("journeys.name")} rules={[{ required: true, max: 100 }]}>
          <Input autoFocus />
        </Form.Item>
        <Form.Item name="template" label={t("journeys.template")}>
          <Radio.Group
            vertical
            options={TEMPLATE_NAMES.map((value) => ({
              value,
              label: <>{t(`journeys.templates.${value}`)} <span className="small quiet">{t(`journeys.templateText.${value}`)}</span></>,
            }))}
          />
        </Form.Item>
        {create.isError && <ProblemNotice error={create.error} />}
      </Form>
    </Modal>
  );
}
