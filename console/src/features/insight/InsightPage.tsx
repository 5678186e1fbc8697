import { Tabs } from "antd";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams } from "react-router";
import { Page } from "@/ui/Page";
import { CohortsView } from "./CohortsView";
import { FunnelView } from "./FunnelView";
import { RetentionView } from "./RetentionView";

export function InsightPage() {
  const { t } = useTranslation();
  const { view = "funnel" } = useParams();
  const navigate = useNavigate();
  return (
    <Page title={t("insight.title")} subtitle={t("insight.subtitle")}>
      <Tabs
        activeKey={view}
        destroyOnHidden
        onChange={(key) => void navigate(`/insight/${key}`)}
        items={[
          { key: "funnel", label: t("insight.funnel"), children: <FunnelView /> },
          { key: "retention", label: t("insight.retention"), children: <RetentionView /> },
          { key: "cohorts", label: t("insight.cohorts"), children: <CohortsView /> },
        ]}
      />
    </Page>
  );
}
