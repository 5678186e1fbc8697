import { Button, Popconfirm, Progress, Tooltip } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { wordFor } from "@/app/i18n";
import { useAllowed } from "@/features/session/queries";
import { CursorTable } from "@/ui/CursorTable";
import { formatCount, formatTime } from "@/ui/format";
import { Page, Panel, Teach } from "@/ui/Page";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { NewImport } from "./NewImport";
import { isRunning, useCancelImport, useImports, type Import } from "./queries";

export function ImportsPage() {
  const { t } = useTranslation();
  const imports = useImports();
  const cancel = useCancelImport();
  const mayWrite = useAllowed("imports.write");
  const [making, setMaking] = useState(false);
  const start = mayWrite && <Button type="primary" onClick={() => setMaking(true)}>{t("imports.start")}</Button>;
  const count = (value: number) => formatCount(value);
  return (
    <Page title={t("imports.title")} subtitle={t("imports.subtitle")} actions={start}>
      <Panel flush>
        {cancel.isError && <ProblemNotice error={cancel.error} />}
        <CursorTable<Import>
          pages={imports}
          rowKey="id"
          empty={<Teach title={t("imports.empty")} action={start}>{t("imports.emptyText")}</Teach>}
          columns={[
            { title: t("imports.file"), dataIndex: "filename", render: (name: string, row) => <>{name}<br /><span className="faint small figures">{formatTime(row.created_at)}</span></> },
            { title: t("imports.progress"), width: 220, render: (_, row) => <State row={row} /> },
            { title: t("imports.lines"), dataIndex: "lines", render: count, align: "right" },
            { title: t("imports.orders"), dataIndex: "orders", render: count, align: "right" },
            { title: t("imports.refunds"), dataIndex: "refunds", render: count, align: "right" },
            { title: t("imports.anonymous"), dataIndex: "anonymous_orders", render: count, align: "right" },
            { title: t("imports.repeated"), dataIndex: "repeated", render: count, align: "right" },
            { title: t("imports.skipped"), dataIndex: "skipped", render: (skipped: Import["skipped"]) => <Skipped skipped={skipped} />, align: "right" },
            {
              render: (_, row) =>
                mayWrite && isRunning(row) && (
                  <Popconfirm title={t("imports.cancelSure")} onConfirm={() => cancel.mutate(row.id)}>
                    <Button size="small" type="text" danger>{t("imports.cancel")}</Button>
                  </Popconfirm>
                ),
            },
          ]}
        />
      </Panel>
      <NewImport open={making} onClose={() => setMaking(false)} />
    </Page>
  );
}

function State({ row }: { row: Import }) {
  const name = wordFor("imports.states", row.state);
  if (isRunning(row)) return <Progress percent={Math.floor(row.progress * 100)} size="small" />;
  const tone = row.state === "failed" ? "chip bad" : row.state === "cancelled" ? "chip wait" : "chip good";
  return (
    <Tooltip title={row.error}>
      <span className={tone}>{name}</span>
      {row.error && <div className="small quiet">{row.error}</div>}
    </Tooltip>
  );
}

function Skipped({ skipped }: { skipped: Import["skipped"] }) {
  const reasons = Object.entries(skipped);
  const total = reasons.reduce((sum, [, count]) => sum + count, 0);
  if (total === 0) return <>0</>;
  return (
    <Tooltip title={reasons.map(([reason, count]) => `${wordFor("imports.skippedReason", reason)} ${formatCount(count)}`).join(" · ")}>
      <span style={{ borderBottom: "1px dotted var(--ink-3)" }}>{formatCount(total)}</span>
    </Tooltip>
  );
}
