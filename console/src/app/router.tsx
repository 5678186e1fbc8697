/** Every address of the console. Pages load when they are first opened. */
import { createBrowserRouter, Link, useRouteError } from "react-router";
import { useTranslation } from "react-i18next";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Page, Teach } from "@/ui/Page";
import { Shell } from "./Shell";

function NotFound() {
  const { t } = useTranslation();
  return (
    <Page title={t("common.notFound")}>
      <Teach title={t("common.notFound")} action={<Link to="/">{t("common.backHome")}</Link>}>
        {t("common.notFoundText")}
      </Teach>
    </Page>
  );
}

function Crashed() {
  const { t } = useTranslation();
  return (
    <Page title={t("common.crashed")}>
      <ProblemNotice error={useRouteError()} onRetry={() => window.location.reload()} />
    </Page>
  );
}

export const router = createBrowserRouter([
  {
    element: <Shell />,
    HydrateFallback: () => null,
    errorElement: <Crashed />,
    children: [
      {
        errorElement: <Crashed />,
        children: [
          { path: "/", lazy: async () => ({ Component: (await import("@/features/overview/OverviewPage")).OverviewPage }) },
          { path: "/people", lazy: async () => ({ Component: (await import("@/features/people/PeoplePage")).PeoplePage }) },
          { path: "/people/:id", lazy: async () => ({ Component: (await import("@/features/people/ProfilePage")).ProfilePage }) },
          { path: "/segments", lazy: async () => ({ Component: (await import("@/features/segments/SegmentsPage")).SegmentsPage }) },
          { path: "/segments/:id", lazy: async () => ({ Component: (await import("@/features/segments/SegmentPage")).SegmentPage }) },
          { path: "/journeys", lazy: async () => ({ Component: (await import("@/features/journeys/JourneysPage")).JourneysPage }) },
          { path: "/journeys/:id", lazy: async () => ({ Component: (await import("@/features/journeys/JourneyPage")).JourneyPage }) },
          { path: "/touchpoints", lazy: async () => ({ Component: (await import("@/features/touchpoints/TouchpointsPage")).TouchpointsPage }) },
          { path: "/touchpoints/:id", lazy: async () => ({ Component: (await import("@/features/touchpoints/TouchpointPage")).TouchpointPage }) },
          { path: "/insight/:view?", lazy: async () => ({ Component: (await import("@/features/insight/InsightPage")).InsightPage }) },
          { path: "/messages/:view?", lazy: async () => ({ Component: (await import("@/features/messages/MessagesPage")).MessagesPage }) },
          { path: "/imports", lazy: async () => ({ Component: (await import("@/features/imports/ImportsPage")).ImportsPage }) },
          { path: "/settings/:view?", lazy: async () => ({ Component: (await import("@/features/settings/SettingsPage")).SettingsPage }) },
          { path: "*", element: <NotFound /> },
        ],
      },
    ],
  },
]);
