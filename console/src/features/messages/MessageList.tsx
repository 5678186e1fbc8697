import { Drawer, Segmented, Tooltip } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";
import { wordFor } from "@/app/i18n";
import { CursorTable } from "@/ui/CursorTable";
import { formatCount, formatTime } from "@/ui/format";
import { Panel, Teach } from "@/ui/Page";
import { Touchpoint } from "@/ui/Touchpoint";
import { MessageState } from "./MessageState";
import { STATES, useMessageCounts, useMessages, type Message, type State } from "./queries";

export function MessageList() {
  const { t, i18n } = useTranslation();
  const [search, setSearch] = useSearchParams();
  const state = (search.get("state") ?? undefined) as State | undefined;
  const messages = useMessages({ state, journey_id: search.get("journey") ?? undefined });
  const [opened, setOpened] = useState<Message | null>(null);
  const chinese = i18n.language === "zh-CN";
  return (
    <div className="stack">
      <Reasons />
      <Panel flush>
        <div className="toolbar" style={{ overflowX: "auto" }}>
          <StateFilter state={state} onChange={(next) => setSearch(next ? { state: next } : {})} />
        </div>
        <CursorTable<Message>
          pages={messages}
          rowKey="id"
          onRow={setOpened}
          empty={state ? <Teach title={t("messages.nothingHere")} /> : <Teach title={t("messages.empty")} action={<Link to="/journeys">{t("nav.journeys")}</Link>}>{t("messages.emptyText")}</Teach>}
          columns={[
            { title: t("messages.person"), dataIndex: "profile_id", render: (id: number) => <Link to={`/people/${id}`} onClick={(event) => event.stopPropagation()}>{id}</Link> },
            { title: t("messages.touchpoint"), dataIndex: "touchpoint", render: (kind: string) => <Touchpoint kind={kind} /> },
            { title: t("messages.kind"), dataIndex: "kind", render: (kind: string, row) => <>{wordFor("journeys.settings.kinds", kind)} <span className="faint small">{wordFor("people.purpose", row.purpose)}</span></> },
            { title: t("common.state"), dataIndex: "state", render: (one: State) => <MessageState state={one} /> },
            { title: t("messages.reason"), render: (_, row) => <span className="small quiet">{reasonOf(row, chinese)}</span> },
            { title: t("messages.due"), dataIndex: "due_at", render: formatTime, className: "figures" },
            { title: t("messages.sent"), dataIndex: "sent_at", render: formatTime, className: "figures" },
          ]}
        />
      </Panel>
      <Detail message={opened} onClose={() => setOpened(null)} chinese={chinese} />
    </div>
  );
}

function reasonOf(message: Message, chinese: boolean): string {
  const ours = (chinese ? message.reason_zh : message.reason_en) || message.reason;
  return [ours, message.platform_code && `${message.platform_code} ${message.platform_reason}`].filter(Boolean).join(" · ");
}

function StateFilter({ state, onChange }: { state?: State; onChange: (state?: State) => void }) {
  const { t } = useTranslation();
  const { data } = useMessageCounts();
  const states = (data?.states ?? {}) as Partial<Record<State, number>>;
  const total = Object.values(states).reduce((sum, count) => sum + count, 0);
  return (
    <Segmented<State | "any">
      value={state ?? "any"}
      options={[
        { value: "any", label: <>{t("messages.anyState")} <span className="faint figures">{formatCount(total)}</span></> },
        ...STATES.map((one) => ({
          value: one,
          label: <Tooltip title={t(`messages.stateHint.${one}`)}>{t(`messages.state.${one}`)} <span className="faint figures">{formatCount(states[one] ?? 0)}</span></Tooltip>,
        })),
      ]}
      onChange={(next) => onChange(next === "any" ? undefined : next)}
    />
  );
}

function Reasons() {
  const { t, i18n } = useTranslation();
  const { data } = useMessageCounts();
  const found = (data?.items ?? []).filter((one) => one.reason && one.state !== "sent" && one.state !== "queued");
  if (found.length === 0) return null;
  const top = [...found].sort((a, b) => b.messages - a.messages).slice(0, 6);
  const most = top[0]!.messages;
  return (
    <Panel title={t("messages.topReasons")}>
      <ul className="reasons figures">
        {top.map((one, index) => (
          <li key={index}>
            <span>{(i18n.language === "zh-CN" ? one.reason_zh : one.reason_en) || one.reason} <span className="faint small">{wordFor("touchpoint", one.touchpoint)}</span></span>
            <span className="reason-bar"><span style={{ width: `${(one.messages / most) * 100}%` }} /></span>
            <strong>{formatCount(one.messages)}</strong>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Detail({ message, onClose, chinese }: { message: Message | null; onClose: () => void; chinese: boolean }) {
  const { t } = useTranslation();
  return (
    <Drawer open={message !== null} onClose={onClose} title={t("messages.detail")} size={460}>
      {message && (
        <dl className="facts figures">
          <dt>{t("common.state")}</dt>
          <dd><MessageState state={message.state} /></dd>
          <dt>{t("messages.reason")}</dt>
          <dd>{reasonOf(message, chinese) || t("common.none")}</dd>
          <dt>{t("messages.person")}</dt>
          <dd><Link to={`/people/${message.profile_id}`}>{message.profile_id}</Link></dd>
          <dt>{t("messages.touchpoint")}</dt>
          <dd><Touchpoint kind={message.touchpoint} /></dd>
          <dt>{t("messages.due")}</dt>
          <dd>{formatTime(message.due_at)}</dd>
          <dt>{t("messages.sent")}</dt>
          <dd>{formatTime(message.sent_at)}</dd>
          <dt>{t("messages.attempts")}</dt>
          <dd>{message.attempts}</dd>
          {message.journey_id && (
            <>
              <dt>{t("messages.journey")}</dt>
              <dd><Link to={`/journeys/${message.journey_id}`}>{message.node_id}</Link></dd>
            </>
          )}
          <dt>{t("messages.platformId")}</dt>
          <dd className="mono">{message.platform_id || "–"}</dd>
          <dt>{t("messages.content")}</dt>
          <dd><pre className="mono" style={{ whiteSpace: "pre-wrap", margin: 0 }}>{JSON.stringify(message.content, null, 2)}</pre></dd>
        </dl>
      )}
    </Drawer>
  );
}
