import { useTranslation } from "react-i18next";
import { Lines, Panel, Teach } from "@/ui/Page";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { useTemplates } from "./queries";

export function Templates({ id }: { id: string }) {
  const { t } = useTranslation();
  const templates = useTemplates(id, true);
  return (
    <Panel title={t("touchpoints.templates")}>
      {templates.isPending && <Lines />}
      {templates.isError && <ProblemNotice error={templates.error} onRetry={() => void templates.refetch()} />}
      {templates.data?.items.length === 0 && <Teach title={t("touchpoints.templatesEmpty")} />}
      <div className="columns">
        {templates.data?.items.map((template) => (
          <article key={template.id} className="stack tight">
            <strong>{template.title}</strong>
            <p className="small quiet" style={{ whiteSpace: "pre-line" }}>{template.example || template.content}</p>
            <p className="row">{template.fields.map((field) => <span key={field} className="chip mono">{field}</span>)}</p>
          </article>
        ))}
      </div>
    </Panel>
  );
}
