import { Button, Dropdown, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";
import { Page, Panel, Teach } from "@/ui/Page";
import { COLUMNS, PeopleTable, type ColumnName } from "./PeopleTable";

export function PeoplePage() {
  const { t } = useTranslation();
  const [search, setSearch] = useSearchParams();
  const [hidden, setHidden] = useState<ColumnName[]>([]);
  const text = search.get("search") ?? "";
  return (
    <Page title={t("people.title")} subtitle={t("people.subtitle")}>
      <Panel flush>
        <div className="toolbar">
          <Input.Search key={text} defaultValue={text} allowClear placeholder={t("people.searchHint")} style={{ width: 320, maxWidth: "100%" }} onSearch={(value) => setSearch(value.trim() ? { search: value.trim() } : {})} />
          <Columns hidden={hidden} onChange={setHidden} />
        </div>
        <PeopleTable
          search={text}
          shown={COLUMNS.filter((name) => !hidden.includes(name))}
          empty={
            text ? (
              <Teach title={t("people.nobody")}>{t("people.nobodyText")}</Teach>
            ) : (
              <Teach title={t("people.empty")} action={<Link to="/touchpoints">{t("overview.connect")}</Link>}>{t("people.emptyText")}</Teach>
            )
          }
        />
      </Panel>
    </Page>
  );
}

function Columns({ hidden, onChange }: { hidden: ColumnName[]; onChange: (hidden: ColumnName[]) => void }) {
  const { t } = useTranslation();
  const names: Record<ColumnName, string> = {
    member_no: t("people.memberNo"),
    phone: t("people.phone"),
    touchpoints: t("people.touchpoints"),
    tags: t("people.tags"),
    last_seen_at: t("people.lastSeen"),
    orders: t("people.orders"),
    spent: t("people.spent"),
  };
  return (
    <Dropdown
      trigger={["click"]}
      menu={{
        selectable: true,
        multiple: true,
        selectedKeys: COLUMNS.filter((name) => !hidden.includes(name)),
        items: COLUMNS.map((key) => ({ key, label: names[key] })),
        onSelect: ({ selectedKeys }) => onChange(COLUMNS.filter((name) => !selectedKeys.includes(name))),
        onDeselect: ({ selectedKeys }) => onChange(COLUMNS.filter((name) => !selectedKeys.includes(name))),
      }}
    >
      <Button className="end">{t("people.columns")}</Button>
    </Dropdown>
  );
}
