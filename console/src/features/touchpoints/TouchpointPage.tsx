import { App, Button, Progress, Typography } from "antd";
import { useTranslation } from "react-i18next";
import { useParams } from "react-router";
import { wordFor } from "@/app/i18n";
import { useAllowed } from "@/features/session/queries";
import { formatCount, formatDuration, formatTime } from "@/ui/format";
import { Lines, Page, Panel } from "@/ui/Page";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Touchpoint } from "@/ui/Touchpoint";
import { Codes } from "./Codes";
import { useAccount, useChangeAccount, useCheckAccount, useKinds, type AccountHealth } from "./queries";
import { Templates } from "./Templates";
import "./touchpoints.css";

export function TouchpointPage() {
  const { id = "" } = useParams();
  const account = useAccount(id);
  const kinds = useKinds();
  if (account.isPending) return <Page title="…"><Lines rows={8} /></Page>;
  if (account.isError) return <Page title=""><ProblemNotice error={account.error} onRetry={() => void account.refetch()} /></Page>;
  const can = kinds.data?.items.find((kind) => kind.kind === account.data.kind)?.can ?? [];
  return (
    <Page
      title={account.data.name}
      subtitle={<span className="row"><Touchpoint kind={account.data.kind} /><span className="mono">{account.data.app_id}</span><State account={account.data} /></span>}
      actions={<Actions account={account.data} />}
    >
      <CheckResult id={id} />
      <div className="columns">
        <Vitals account={account.data} />
        <Quota account={account.data} />
      </div>
      {can.includes("codes") && <Codes id={id} withStaff={account.data.kind === "wecom"} />}
      {can.includes("templates") && <Templates id={id} />}
    </Page>
  );
}

function State({ account }: { account: AccountHealth }) {
  const { t } = useTranslation();
  const active = account.state === "active";
  return <span className={active ? "chip good" : "chip bad"}>{active ? t("touchpoints.active") : `${t("touchpoints.stopped")} ${account.stop_reason ?? ""}`}</span>;
}

function Actions({ account }: { account: AccountHealth }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const change = useChangeAccount(account.id);
  const mayWrite = useAllowed("touchpoints.write");
  if (!mayWrite) return null;
  const next = account.state === "active" ? "stopped" : "active";
  return (
    <Button
      loading={change.isPending}
      onClick={() => change.mutate({ state: next }, { onError: (error) => void message.error(<ProblemNotice error={error} />) })}
    >
      {t(next === "active" ? "touchpoints.start" : "touchpoints.stop")}
    </Button>
  );
}

function CheckResult({ id }: { id: string }) {
  const { t, i18n } = useTranslation();
  const check = useCheckAccount(id);
  const mayWrite = useAllowed("touchpoints.write");
  if (!mayWrite) return null;
  const marks = { ok: "good", warning: "wait", error: "bad" } as const;
  return (
    <Panel
      title={check.data ? t(check.data.ok ? "touchpoints.checkOk" : "touchpoints.checkBad") : t("touchpoints.check")}
      extra={<Button type="primary" loading={check.isPending} onClick={() => check.mutate()}>{t("touchpoints.check")}</Button>}
    >
      {!check.data && !check.isError && <p className="quiet small">{t("touchpoints.checkText")}</p>}
      {check.isError && <ProblemNotice error={check.error} />}
      {check.data?.findings.map((finding) => (
        <div key={finding.code} className="finding">
          <span className={`chip ${marks[finding.level]}`}>{{ ok: "✓", warning: "!", error: "✕" }[finding.level]}</span>
          <span>{i18n.language === "zh-CN" ? finding.zh : finding.en}</span>
        </div>
      ))}
    </Panel>
  );
}

function Vitals({ account }: { account: AccountHealth }) {
  const { t, i18n } = useTranslation();
  const chinese = i18n.language === "zh-CN";
  const { health } = account;
  const error = health.last_error_at && `${formatTime(health.last_error_at)} · ${health.last_error_code} ${health.last_error_reason ?? ""}`;
  return (
    <Panel>
      <dl className="facts figures">
        <dt>{t("touchpoints.callbackUrl")}</dt>
        <dd><Typography.Text copyable className="mono">{account.callback_url}</Typography.Text></dd>
        <dt>{t("touchpoints.lastCallback")}</dt>
        <dd>{health.last_callback_at ? formatTime(health.last_callback_at) : t("common.never")}</dd>
        <dt>{t("touchpoints.callbacks")}</dt>
        <dd>{formatCount(health.callbacks_24h)}{health.callbacks_refused_24h > 0 && ` · ${t("touchpoints.callbacksRefused")} ${health.callbacks_refused_24h}`}</dd>
        <dt>{t("touchpoints.lastCall")}</dt>
        <dd>{health.last_call_at ? formatTime(health.last_call_at) : t("common.never")}</dd>
        <dt>{t("touchpoints.token")}</dt>
        <dd>{health.token_age_seconds == null ? t("touchpoints.noToken") : t("touchpoints.tokenAge", { age: formatDuration(health.token_age_seconds, chinese) })}</dd>
        <dt>{t("touchpoints.lastError")}</dt>
        <dd>{error ?? t("touchpoints.noError")}</dd>
        {health.windows.length > 0 && (
          <>
            <dt>{t("touchpoints.windows")}</dt>
            <dd>
              {health.windows.map((window) => (
                <div key={window.after}>
                  {t("touchpoints.windowLine", { after: wordFor("event", window.after), time: formatDuration(window.seconds, chinese), count: window.messages })}
                </div>
              ))}
            </dd>
          </>
        )}
      </dl>
    </Panel>
  );
}

function Quota({ account }: { account: AccountHealth }) {
  const { t } = useTranslation();
  return (
    <Panel title={t("touchpoints.quota")} hint={t("touchpoints.quotaHint")}>
      <div className="stack tight">
        {account.health.quota.map((one) => (
          <div key={one.api} className="figures">
            <div className="row spread small">
              <span className="mono">{one.api}</span>
              <span>
                {one.daily_limit ? t("touchpoints.limitOf", { calls: formatCount(one.calls), limit: formatCount(one.daily_limit) }) : formatCount(one.calls)}
                {one.errors > 0 && <span style={{ color: "var(--cinnabar)" }}> · {t("touchpoints.errors")} {one.errors}</span>}
                {one.refusals > 0 && <span className="faint"> · {t("touchpoints.refusals")} {one.refusals}</span>}
              </span>
            </div>
            {one.daily_limit && <Progress percent={(one.calls / one.daily_limit) * 100} showInfo={false} size="small" />}
          </div>
        ))}
      </div>
    </Panel>
  );
}
