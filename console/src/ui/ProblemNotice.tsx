/** A refusal in the reader's language: what happened, the facts, and one way on. */
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { i18next } from "@/app/i18n";
import { asProblem, type Problem } from "@/api/problem";
import { factsOf } from "./facts";

export function problemSentence(problem: Problem): string {
  const key = `problem.${problem.code}`;
  const family = `problem.status_${problem.status}`;
  const say = i18next.t as (key: string, facts?: Record<string, unknown>) => string;
  if (i18next.exists(key)) return say(key, problem.facts);
  if (i18next.exists(family)) return say(family, problem.facts);
  return problem.detail || problem.code;
}

export function ProblemNotice({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { t } = useTranslation();
  const problem = asProblem(error);
  const facts = factsOf(problem.facts);
  return (
    <div className="problem" role="alert">
      <strong>{problemSentence(problem)}</strong>
      <span className="mono faint">
        {problem.code}
        {problem.detail && problem.detail !== problemSentence(problem) ? ` · ${problem.detail}` : ""}
      </span>
      {facts.length > 0 && (
        <dl>
          {facts.map(([name, value]) => (
            <div key={name} style={{ display: "contents" }}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
      {onRetry && (
        <Button size="small" onClick={onRetry}>
          {t("common.retry")}
        </Button>
      )}
    </div>
  );
}
