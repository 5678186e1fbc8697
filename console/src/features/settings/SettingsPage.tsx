import { Tabs } from "antd";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams } from "react-router";
import { useSignedIn } from "@/features/session/queries";
import { Page } from "@/ui/Page";
import { AuditLog } from "./AuditLog";
import { Members } from "./Members";
import { Tokens } from "./Tokens";
import { WorkspaceForm } from "./WorkspaceForm";

const VIEWS = [
  { key: "workspace", permission: "workspace.read", view: <WorkspaceForm /> },
  { key: "members", permission: "members.read", view: <Members /> },
  { key: "tokens", permission: "tokens.read", view: <Tokens /> },
  { key: "audit", permission: "audit.read", view: <AuditLog /> },
] as const;

export function SettingsPage() {
  const { t } = useTranslation();
  const { view = "workspace" } = useParams();
  const navigate = useNavigate();
  const { permissions } = useSignedIn();
  return (
    <Page title={t("settings.title")}>
      <Tabs
        activeKey={view}
        onChange={(key) => void navigate(`/settings/${key}`)}
        destroyOnHidden
        items={VIEWS.filter((one) => permissions.includes(one.permission)).map((one) => ({
          key: one.key,
          label: t(`settings.${one.key}`),
          children: one.view,
        }))}
      />
    </Page>
  );
}
