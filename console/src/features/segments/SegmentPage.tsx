import { App, Button, Input, Popconfirm } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams } from "react-router";
import { PeopleIds } from "@/features/people/PeopleIds";
import { useAllowed } from "@/features/session/queries";
import { formatTime } from "@/ui/format";
import { Lines, Page, Panel, Teach } from "@/ui/Page";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { isComplete, toCondition, toGroup, type Condition, type Group } from "./condition";
import { ConditionEditor } from "./ConditionEditor";
import { useArchiveSegment, useRefreshSegment, useSaveSegment, useSegment, useSegmentOptions, useSegmentPeople, type Segment } from "./queries";
import { sentence } from "./sentence";
import { SizePreview } from "./SizePreview";

export function SegmentPage() {
  const { id = "new" } = useParams();
  const segment = useSegment(id);
  if (id === "new") return <SegmentForm key="new" id="new" />;
  if (segment.isPending) return <Page title="…"><Lines rows={8} /></Page>;
  if (segment.isError) return <Page title=""><ProblemNotice error={segment.error} onRetry={() => void segment.refetch()} /></Page>;
  return <SegmentForm key={id} id={id} segment={segment.data} />;
}

function SegmentForm({ id, segment }: { id: string; segment?: Segment }) {
  const { t, i18n } = useTranslation();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const options = useSegmentOptions();
  const mayWrite = useAllowed("segments.write");
  const save = useSaveSegment(id);
  const [name, setName] = useState(segment?.name ?? "");
  const [group, setGroup] = useState<Group>(() => toGroup(segment?.condition as unknown as Condition | undefined));
  const complete = isComplete(group);
  const words = {
    chinese: i18n.language === "zh-CN",
    segmentName: (one: string) => options.find((option) => option.value === one)?.label ?? one.slice(0, 8),
  };
  const onSave = () =>
    save.mutate(
      { name: name.trim(), condition: toCondition(group) },
      {
        onSuccess: (saved) => {
          void message.success(t("common.saved"));
          void navigate(`/segments/${saved.id}`, { replace: true });
        },
      },
    );
  return (
    <Page
      title={
        <Input
          variant="borderless"
          className="title-input"
          value={name}
          maxLength={100}
          placeholder={t("segments.needName")}
          aria-label={t("common.name")}
          onChange={(event) => setName(event.target.value)}
        />
      }
      subtitle={segment && `${t("segments.refreshed")} ${formatTime(segment.refreshed_at)}`}
      actions={
        mayWrite && (
          <>
            {segment && <Upkeep id={id} />}
            <Button type="primary" disabled={!complete || !name.trim()} loading={save.isPending} onClick={onSave}>
              {t("common.save")}
            </Button>
          </>
        )
      }
    >
      {save.isError && <ProblemNotice error={save.error} />}
      <div className="two">
        <Panel title={t("segments.condition")}>
          <div className="stack">
            <p className="condition-sentence">{sentence(group, words)}</p>
            <ConditionEditor group={group} onChange={setGroup} />
          </div>
        </Panel>
        <SizePreview condition={complete ? toCondition(group) : null} />
      </div>
      {segment && (
        <Panel title={t("segments.members")}>
          <Members id={id} />
        </Panel>
      )}
    </Page>
  );
}

function Members({ id }: { id: string }) {
  const { t } = useTranslation();
  const people = useSegmentPeople(id);
  return <PeopleIds pages={people} empty={<Teach title={t("segments.noMembers")}>{t("segments.noMembersText")}</Teach>} />;
}

function Upkeep({ id }: { id: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const refresh = useRefreshSegment(id);
  const archive = useArchiveSegment(id);
  const refused = (error: unknown) => void message.error(<ProblemNotice error={error} />);
  return (
    <>
      <Popconfirm
        title={t("segments.archiveSure")}
        onConfirm={() => archive.mutate(undefined, { onSuccess: () => void navigate("/segments"), onError: refused })}
      >
        <Button type="text">{t("segments.archive")}</Button>
      </Popconfirm>
      <Button loading={refresh.isPending} onClick={() => refresh.mutate(undefined, { onError: refused })}>{t("segments.refresh")}</Button>
    </>
  );
}
