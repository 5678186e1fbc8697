import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { formatCount, formatPercent } from "@/ui/format";
import { Panel } from "@/ui/Page";
import { ProblemNotice } from "@/ui/ProblemNotice";
import type { Condition } from "./condition";
import { usePreview } from "./queries";

/** How many people the condition finds right now, while it is being written. */
export function SizePreview({ condition }: { condition: Condition | null }) {
  const { t } = useTranslation();
  const preview = usePreview(condition);
  if (!condition) return <Panel title={t("segments.size")} className="size-preview"><p className="quiet">{t("segments.incomplete")}</p></Panel>;
  if (preview.isError) return <Panel title={t("segments.size")} className="size-preview"><ProblemNotice error={preview.error} /></Panel>;
  const { people, of, sample, ms } = preview.data ?? { people: null, of: null, sample: [], ms: null };
  const share = people == null || !of ? null : people / of;
  return (
    <Panel title={t("segments.size")} className="size-preview">
      <div className="size-number" style={{ opacity: preview.isFetching ? 0.45 : 1 }}>{formatCount(people)}</div>
      <div className="size-bar"><span style={{ width: `${(share ?? 0) * 100}%` }} /></div>
      <p className="small quiet figures">
        {share != null && t("segments.sizeOf", { of: formatCount(of), share: formatPercent(share) })}
        {ms != null && <span className="faint"> · {t("segments.sizeMs", { ms: Math.round(ms) })}</span>}
      </p>
      {sample.length > 0 && (
        <p className="small" style={{ marginTop: 12 }}>
          <span className="faint">{t("segments.sample")} </span>
          {sample.slice(0, 8).map((id) => <Link key={id} to={`/people/${id}`} className="chip" style={{ margin: 2 }}>{id}</Link>)}
        </p>
      )}
    </Panel>
  );
}
