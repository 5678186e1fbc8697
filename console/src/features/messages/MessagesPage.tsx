import { Tabs } from "antd";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams } from "react-router";
import { Page } from "@/ui/Page";
import { MessageList } from "./MessageList";
import { RulesForm } from "./RulesForm";

export function MessagesPage() {
  const { t } = useTranslation();
  const { view = "list" } = useParams();
  const navigate = useNavigate();
  return (
    <Page title={t("messages.title")} subtitle={t("messages.subtitle")}>
      <Tabs
        activeKey={view}
        destroyOnHidden
        onChange={(key) => void navigate(key === "list" ? "/messages" : `/messages/${key}`)}
        items={[
          { key: "list", label: t("messages.list"), children: <MessageList /> },
          { key: "rules", label: t("messages.rules"), children: <RulesForm /> },
        ]}
      />
    </Page>
  );
}
