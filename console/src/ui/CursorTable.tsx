/** A list by cursor as a table: skeleton, problem, empty and "more" in one place. */
import { Button, Table, type TableProps } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Pages } from "@/api/query";
import { Lines } from "./Page";
import { ProblemNotice } from "./ProblemNotice";

interface CursorTableProps<T extends object> {
  pages: Pages<T>;
  columns: TableProps<T>["columns"];
  rowKey: (keyof T & string) | ((row: T) => string);
  empty: ReactNode;
  onRow?: (row: T) => void;
}

export function CursorTable<T extends object>({ pages, columns, rowKey, empty, onRow }: CursorTableProps<T>) {
  if (pages.isPending) return <Padded><Lines rows={6} /></Padded>;
  if (pages.isError && pages.items.length === 0) {
    return <Padded><ProblemNotice error={pages.error} onRetry={() => void pages.refetch()} /></Padded>;
  }
  if (pages.items.length === 0) return <>{empty}</>;
  return (
    <>
      <Table<T>
        size="middle"
        columns={columns}
        dataSource={pages.items}
        rowKey={rowKey}
        pagination={false}
        scroll={{ x: "max-content" }}
        onRow={onRow && ((row) => ({ onClick: () => onRow(row), style: { cursor: "pointer" } }))}
      />
      <More pages={pages} />
    </>
  );
}

export function More({ pages }: { pages: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown } }) {
  const { t } = useTranslation();
  if (!pages.hasNextPage) return null;
  return (
    <div className="more">
      <Button type="text" loading={pages.isFetchingNextPage} onClick={() => pages.fetchNextPage()}>
        {t("common.more")}
      </Button>
    </div>
  );
}

function Padded({ children }: { children: ReactNode }) {
  return <div style={{ padding: "10px 18px" }}>{children}</div>;
}
