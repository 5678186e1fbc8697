import { QueryClientProvider } from "@tanstack/react-query";
import { App as Feedback, ConfigProvider, Skeleton } from "antd";
import enUS from "antd/locale/en_US";
import zhCN from "antd/locale/zh_CN";
import dayjs from "dayjs";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { RouterProvider } from "react-router";
import { asProblem } from "@/api/problem";
import { queryClient } from "@/api/query";
import { PasswordForm } from "@/features/session/PasswordForm";
import { useSession } from "@/features/session/queries";
import { SignIn } from "@/features/session/SignIn";
import { Panel } from "@/ui/Page";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { usePreferences } from "./preferences";
import { router } from "./router";
import { antdTheme } from "./theme";

export function App() {
  const { mode, language } = usePreferences();
  useEffect(() => {
    document.documentElement.dataset.theme = mode;
    document.documentElement.lang = language;
    dayjs.locale(language === "en" ? "en" : "zh-cn");
  }, [mode, language]);
  return (
    <ConfigProvider theme={antdTheme(mode)} locale={language === "en" ? enUS : zhCN} button={{ autoInsertSpace: false }}>
      <Feedback>
        <QueryClientProvider client={queryClient}>
          <Gate />
        </QueryClientProvider>
      </Feedback>
    </ConfigProvider>
  );
}

function Gate() {
  const session = useSession();
  if (session.isPending) return <div className="page"><Skeleton active paragraph={{ rows: 8 }} /></div>;
  if (session.data?.must_change_password) return <FirstPassword />;
  if (session.data) return <RouterProvider router={router} />;
  if (asProblem(session.error).status === 401) return <SignIn />;
  return <div className="page"><ProblemNotice error={session.error} onRetry={() => void session.refetch()} /></div>;
}

function FirstPassword() {
  const { t } = useTranslation();
  const session = useSession();
  return (
    <div className="page" style={{ maxWidth: 420, paddingTop: "12vh" }}>
      <Panel title={t("settings.mustChange")}>
        <PasswordForm onDone={() => void session.refetch()} />
      </Panel>
    </div>
  );
}
