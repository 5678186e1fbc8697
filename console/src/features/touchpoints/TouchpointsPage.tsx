import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useAllowed } from "@/features/session/queries";
import { More } from "@/ui/CursorTable";
import { formatCount, formatTime } from "@/ui/format";
import { Lines, Page, Panel, Teach } from "@/ui/Page";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Touchpoint } from "@/ui/Touchpoint";
import { touchpointColour } from "@/app/theme";
import { AddAccount } from "./AddAccount";
import { useAccount, useAccounts, type Account } from "./queries";
import "./touchpoints.css";

export function TouchpointsPage() {
  const { t } = useTranslation();
  const accounts = useAccounts();
  const [adding, setAdding] = useState(false);
  const mayWrite = useAllowed("touchpoints.write");
  const add = mayWrite && <Button type="primary" onClick={() => setAdding(true)}>{t("touchpoints.add")}</Button>;
  return (
    <Page title={t("touchpoints.title")} subtitle={t("touchpoints.subtitle")} actions={add}>
      {accounts.isPending && <Panel><Lines rows={6} /></Panel>}
      {accounts.isError && <ProblemNotice error={accounts.error} onRetry={() => void accounts.refetch()} />}
      {accounts.isSuccess && accounts.items.length === 0 && (
        <Panel><Teach title={t("touchpoints.empty")} action={add}>{t("touchpoints.emptyText")}</Teach></Panel>
      )}
      <div className="account-cards">
        {accounts.items.map((account) => <AccountCard key={account.id} account={account} />)}
      </div>
      <More pages={accounts} />
      <AddAccount open={adding} onClose={() => setAdding(false)} />
    </Page>
  );
}

function AccountCard({ account }: { account: Account }) {
  const { t } = useTranslation();
  const health = useAccount(account.id).data?.health;
  const active = account.state === "active";
  return (
    <Link to={`/touchpoints/${account.id}`} className="account-card" style={{ borderTopColor: touchpointColour(account.kind) }}>
      <div className="row spread">
        <Touchpoint kind={account.kind} />
        <span className={active ? "chip good" : "chip bad"}>{t(active ? "touchpoints.active" : "touchpoints.stopped")}</span>
      </div>
      <h2>{account.name}</h2>
      <p className="mono faint">{account.app_id}</p>
      <dl className="account-numbers figures">
        <div><dt>{t("touchpoints.calls")}</dt><dd>{formatCount(health?.calls_24h)}</dd></div>
        <div className={health?.errors_24h ? "bad" : ""}><dt>{t("touchpoints.errors")}</dt><dd>{formatCount(health?.errors_24h)}</dd></div>
        <div><dt>{t("touchpoints.refusals")}</dt><dd>{formatCount(health?.refusals_24h)}</dd></div>
        <div><dt>{t("touchpoints.callbacks")}</dt><dd>{formatCount(health?.callbacks_24h)}</dd></div>
      </dl>
      <p className="small quiet figures">
        {t("touchpoints.lastCallback")} {account.last_callback_at ? formatTime(account.last_callback_at) : t("common.never")}
      </p>
      {account.stop_reason && <p className="small" style={{ color: "var(--cinnabar)" }}>{account.stop_reason}</p>}
    </Link>
  );
}
