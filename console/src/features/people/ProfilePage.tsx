import { App, Button, Popconfirm, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useParams } from "react-router";
import { wordFor } from "@/app/i18n";
import { useAllowed, useSignedIn } from "@/features/session/queries";
import { formatCount, formatDay, formatMoney, formatTime } from "@/ui/format";
import { Lines, Page, Panel } from "@/ui/Page";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Consents } from "./Consents";
import { IdentityPanel } from "./IdentityPanel";
import { Merges } from "./Merges";
import { TimelinePanel } from "./TimelinePanel";
import { useChangeTags, useProfile, useReveal, type Profile } from "./queries";
import "./people.css";

export function ProfilePage() {
  const id = Number(useParams().id);
  const profile = useProfile(id);
  if (profile.isPending) return <Page title="…"><Lines rows={10} /></Page>;
  if (profile.isError) return <Page title=""><ProblemNotice error={profile.error} onRetry={() => void profile.refetch()} /></Page>;
  return <Person profile={profile.data} />;
}

function Person({ profile }: { profile: Profile }) {
  const { t } = useTranslation();
  return (
    <Page
      title={profile.name || t("people.unnamed")}
      subtitle={<span className="figures">{t("people.number", { id: profile.id })} · {t("people.since", { at: formatDay(profile.created_at) })}{profile.member_no && ` · ${t("people.memberNo")} ${profile.member_no}`}</span>}
      actions={<Phone profile={profile} />}
    >
      <Value profile={profile} />
      <div className="two">
        <TimelinePanel id={profile.id} />
        <div className="stack">
          <Panel title={t("people.tags")}><Tags profile={profile} /></Panel>
          <IdentityPanel profile={profile} />
          <Consents profile={profile} />
          <Properties profile={profile} />
          <Merges id={profile.id} />
        </div>
      </div>
    </Page>
  );
}

function Value({ profile }: { profile: Profile }) {
  const { t } = useTranslation();
  const { workspace } = useSignedIn();
  const { orders, spent_fen, first_order_at, last_order_at, stage } = profile.value;
  const money = (fen: number) => formatMoney(fen, workspace.currency);
  const facts: [string, string][] = [
    [t("people.stage"), wordFor("people.stages", stage)],
    [t("people.orders"), formatCount(orders)],
    [t("people.spent"), money(spent_fen)],
    [t("people.average"), orders ? money(spent_fen / orders) : "–"],
    [t("people.firstOrder"), formatDay(first_order_at)],
    [t("people.lastOrder"), formatDay(last_order_at)],
  ];
  return (
    <dl className="value-strip figures">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Phone({ profile }: { profile: Profile }) {
  const { t } = useTranslation();
  const reveal = useReveal(profile.id);
  const mayReveal = useAllowed("people.reveal");
  if (!profile.phone_masked) return null;
  return (
    <span className="row">
      <span className="mono">{reveal.data?.phones.join(" / ") ?? profile.phone_masked}</span>
      {mayReveal && !reveal.data && (
        <Popconfirm title={t("people.revealSure")} onConfirm={() => reveal.mutate()}>
          <Button size="small">{t("people.reveal")}</Button>
        </Popconfirm>
      )}
    </span>
  );
}

function Tags({ profile }: { profile: Profile }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const change = useChangeTags(profile.id);
  const mayWrite = useAllowed("people.write");
  const [editing, setEditing] = useState(false);
  const names = profile.tags;
  const set = (next: string[]) =>
    change.mutate(
      { add: next.filter((tag) => !names.includes(tag)), remove: names.filter((tag) => !next.includes(tag)) },
      { onError: (error) => void message.error(<ProblemNotice error={error} />) },
    );
  if (editing) {
    return <Select mode="tags" autoFocus open={false} suffixIcon={null} value={names} style={{ width: "100%" }} loading={change.isPending} onChange={set} onBlur={() => setEditing(false)} />;
  }
  return (
    <span className="row" style={{ gap: 6 }}>
      {profile.tags.map((tag) => <span key={tag} className="chip">{tag}</span>)}
      {mayWrite && <Button size="small" type="dashed" onClick={() => setEditing(true)}>{t("people.addTag")}</Button>}
    </span>
  );
}

function Properties({ profile }: { profile: Profile }) {
  const { t } = useTranslation();
  const rows = Object.entries(profile.properties);
  return (
    <Panel title={t("people.properties")}>
      {rows.length === 0 && <p className="quiet small">{t("people.noProperties")}</p>}
      <dl className="facts">
        {rows.map(([name, value]) => (
          <div key={name} style={{ display: "contents" }}>
            <dt>{wordFor("property", name)}</dt>
            <dd>{/^\d{4}-\d\d-\d\dT/.test(String(value)) ? formatTime(String(value)) : String(value)}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}
