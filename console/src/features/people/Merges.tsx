import { App, Button, Popconfirm } from "antd";
import { useTranslation } from "react-i18next";
import { wordFor } from "@/app/i18n";
import { useAllowed } from "@/features/session/queries";
import { formatTime } from "@/ui/format";
import { Panel } from "@/ui/Page";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { useMerges, useUndoMerge } from "./queries";

export function Merges({ id }: { id: number }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const merges = useMerges(id);
  const undo = useUndoMerge();
  const mayWrite = useAllowed("people.write");
  const items = merges.data?.items ?? [];
  if (merges.isError) return <ProblemNotice error={merges.error} />;
  return (
    <Panel title={t("people.merges")}>
      {items.length === 0 && <p className="quiet small">{t("people.noMerges")}</p>}
      <ul className="stack tight">
        {items.map((merge) => (
          <li key={merge.id} className="row spread small">
            <span>
              {t("people.mergeLine", { loser: merge.loser })}
              <span className="faint figures"> {formatTime(merge.at)} · {t("people.cause", { cause: wordFor("identity", merge.cause) })}</span>
            </span>
            {merge.undone_at ? (
              <span className="chip">{t("people.undone")}</span>
            ) : (
              mayWrite && (
                <Popconfirm
                  title={t("people.undoSure")}
                  onConfirm={() => undo.mutate(merge.id, { onError: (error) => void message.error(<ProblemNotice error={error} />) })}
                >
                  <Button size="small">{t("people.undo")}</Button>
                </Popconfirm>
              )
            )}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
