import type { TableProps } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { useSignedIn } from "@/features/session/queries";
import { CursorTable } from "@/ui/CursorTable";
import { formatCount, formatMoney, formatTime } from "@/ui/format";
import { Touchpoint } from "@/ui/Touchpoint";
import { usePeople, type ProfileRow } from "./queries";

export type ColumnName = "member_no" | "phone" | "touchpoints" | "tags" | "last_seen_at" | "orders" | "spent";
export const COLUMNS: ColumnName[] = ["member_no", "phone", "touchpoints", "tags", "last_seen_at", "orders", "spent"];

interface PeopleTableProps {
  search: string;
  empty: ReactNode;
  shown?: ColumnName[];
}

export function PeopleTable({ search, empty, shown = COLUMNS }: PeopleTableProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { workspace } = useSignedIn();
  const people = usePeople(search);
  const columns: Record<ColumnName, NonNullable<TableProps<ProfileRow>["columns"]>[number]> = {
    member_no: { title: t("people.memberNo"), dataIndex: "member_no", render: mono },
    phone: { title: t("people.phone"), dataIndex: "phone_masked", render: mono },
    touchpoints: {
      title: t("people.touchpoints"),
      dataIndex: "touchpoints",
      render: (kinds: string[]) => <span className="row">{kinds.map((kind) => <Touchpoint key={kind} kind={kind} />)}</span>,
    },
    tags: { title: t("people.tags"), dataIndex: "tags", render: (tags: string[]) => <span className="row" style={{ gap: 4 }}>{tags.slice(0, 4).map((tag) => <span key={tag} className="chip">{tag}</span>)}</span> },
    last_seen_at: { title: t("people.lastSeen"), dataIndex: "last_seen_at", render: formatTime, className: "figures" },
    orders: { title: t("people.orders"), dataIndex: "orders", align: "right", render: formatCount },
    spent: { title: t("people.spent"), dataIndex: "spent_fen", align: "right", render: (fen: number) => formatMoney(fen, workspace.currency) },
  };
  return (
    <CursorTable<ProfileRow>
      pages={people}
      rowKey="id"
      onRow={(row) => void navigate(`/people/${row.id}`)}
      empty={empty}
      columns={[
        { title: t("common.name"), render: (_, row) => <><strong>{row.name || <span className="quiet">{t("people.unnamed")}</span>}</strong> <span className="faint small figures">{row.id}</span></> },
        ...shown.map((name) => columns[name]),
      ]}
    />
  );
}

function mono(text: string | null) {
  return <span className="mono">{text}</span>;
}
