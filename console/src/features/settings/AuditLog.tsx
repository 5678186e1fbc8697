import { SafetyCertificateOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import type { Schema } from "@/api/client";
import { CursorTable } from "@/ui/CursorTable";
import { factsOf } from "@/ui/facts";
import { formatTime } from "@/ui/format";
import { Panel, Teach } from "@/ui/Page";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { useAudit, useVerifyAudit } from "./queries";

export function AuditLog() {
  const { t } = useTranslation();
  const entries = useAudit();
  const verify = useVerifyAudit();
  const verdict = verify.data;
  return (
    <Panel
      flush
      title={t("settings.audit")}
      extra={
        <>
          {verdict && (
            <span className={verdict.first_altered == null ? "chip good" : "chip bad"}>
              {verdict.first_altered == null
                ? t("settings.intact", { count: verdict.entries })
                : t("settings.altered", { number: verdict.first_altered })}
            </span>
          )}
          <Button icon={<SafetyCertificateOutlined />} loading={verify.isPending} onClick={() => verify.mutate()}>
            {t("settings.verify")}
          </Button>
        </>
      }
    >
      {verify.isError && <ProblemNotice error={verify.error} />}
      <CursorTable<Schema<"EntryOut">>
        pages={entries}
        rowKey="number"
        empty={<Teach title={t("settings.auditEmpty")} />}
        columns={[
          { title: "#", dataIndex: "number", className: "figures faint" },
          { title: t("settings.at"), dataIndex: "at", render: formatTime, className: "figures nowrap" },
          { title: t("settings.actor"), dataIndex: "actor", render: (actor: string) => <span className="mono" title={actor}>{shortActor(actor)}</span> },
          { title: t("settings.action"), dataIndex: "action" },
          { title: t("settings.object"), render: (_, row) => <span title={row.object_id}>{row.object_kind} <span className="mono faint">{row.object_id.slice(0, 8)}</span></span> },
          { title: t("settings.facts"), dataIndex: "facts", render: (facts: Record<string, unknown>) => <span className="small quiet">{factsOf(facts).map(([name, value]) => `${name} ${value}`).join(" · ")}</span> },
        ]}
      />
    </Panel>
  );
}

function shortActor(actor: string): string {
  const [kind, id = ""] = actor.split(":");
  return id ? `${kind} ${id.slice(0, 8)}` : actor;
}
