import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { useAllowed } from "@/features/session/queries";
import { CursorTable } from "@/ui/CursorTable";
import { formatCount, formatTime } from "@/ui/format";
import { Page, Panel, Teach } from "@/ui/Page";
import { toGroup, type Condition } from "./condition";
import { useSegments, type Segment } from "./queries";
import { sentence } from "./sentence";

export function SegmentsPage() {
  const { t, i18n } = useTranslation();
  const navigate = useNavigate();
  const segments = useSegments();
  const mayWrite = useAllowed("segments.write");
  const create = mayWrite && <Button type="primary" onClick={() => void navigate("/segments/new")}>{t("segments.create")}</Button>;
  const words = {
    chinese: i18n.language === "zh-CN",
    segmentName: (id: string) => segments.items.find((one) => one.id === id)?.name ?? id.slice(0, 8),
  };
  return (
    <Page title={t("segments.title")} subtitle={t("segments.subtitle")} actions={create}>
      <Panel flush>
        <CursorTable<Segment>
          pages={segments}
          rowKey="id"
          onRow={(row) => void navigate(`/segments/${row.id}`)}
          empty={<Teach title={t("segments.empty")} action={create}>{t("segments.emptyText")}</Teach>}
          columns={[
            {
              title: t("common.name"),
              render: (_, row) => (
                <div style={{ maxWidth: 620, whiteSpace: "normal" }}>
                  <strong>{row.name}</strong>
                  <div className="small quiet">{sentence(toGroup(row.condition as unknown as Condition), words)}</div>
                </div>
              ),
            },
            { title: t("segments.people"), dataIndex: "people", align: "right", className: "figures", render: formatCount },
            { title: t("segments.refreshed"), dataIndex: "refreshed_at", className: "figures", render: formatTime },
            { title: t("segments.usedBy"), dataIndex: "used_by", render: (used: string[]) => (used.length ? used.map((one) => <span className="chip" key={one}>{one}</span>) : <span className="faint">{t("segments.unused")}</span>) },
          ]}
        />
      </Panel>
    </Page>
  );
}
