/** The frame around every page: navigation, jump, language, theme, sign-out. */
import { LogoutOutlined, MoonOutlined, SearchOutlined, SunOutlined, SwapOutlined, TranslationOutlined } from "@ant-design/icons";
import { Button, Dropdown, Skeleton, Tooltip } from "antd";
import { Suspense, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { NavLink, Outlet } from "react-router";
import { useSignOut, useSignedIn, useSwitchWorkspace } from "@/features/session/queries";
import { Seal } from "@/ui/Seal";
import { JumpPalette } from "./JumpPalette";
import { PLACES } from "./places";
import { prefer, usePreferences } from "./preferences";
import "./shell.css";

export function Shell() {
  const [jumping, setJumping] = useState(false);
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === "k") {
        event.preventDefault();
        setJumping((open) => !open);
      }
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);
  return (
    <div className="shell">
      <Navigation onJump={() => setJumping(true)} />
      <div className="shell-page">
        <Suspense fallback={<div className="page"><Skeleton active paragraph={{ rows: 8 }} /></div>}>
          <Outlet />
        </Suspense>
      </div>
      <JumpPalette open={jumping} onClose={() => setJumping(false)} />
    </div>
  );
}

function Navigation({ onJump }: { onJump: () => void }) {
  const { t } = useTranslation();
  const session = useSignedIn();
  const mac = navigator.platform.startsWith("Mac");
  return (
    <nav className="nav" aria-label={t("nav.menu")}>
      <div className="nav-brand">
        <Seal size={28} />
        <div>
          <strong>全域</strong>
          <span className="faint small">{session.workspace.name}</span>
        </div>
      </div>
      <button className="nav-jump" onClick={onJump} type="button">
        <SearchOutlined />
        <span>{t("nav.jump")}</span>
        <kbd>{mac ? "⌘K" : "Ctrl K"}</kbd>
      </button>
      <div className="nav-places">
        {PLACES.map(({ group, places }) => (
          <div key={group} className="nav-group">
            <span className="nav-group-name">{t(`nav.${group}`)}</span>
            {places
              .filter((place) => session.permissions.includes(place.permission))
              .map((place) => (
                <NavLink key={place.path} to={place.path} end={place.path === "/"} className="nav-place">
                  {place.icon}
                  <span>{t(`nav.${place.key}`)}</span>
                </NavLink>
              ))}
          </div>
        ))}
      </div>
      <Corner />
    </nav>
  );
}

function Corner() {
  const { t, i18n } = useTranslation();
  const session = useSignedIn();
  const signOut = useSignOut();
  const turn = useSwitchWorkspace();
  const others = session.workspaces.filter((one) => one.id !== session.workspace.id);
  const { mode, language } = usePreferences();
  const other = language === "zh-CN" ? "en" : "zh-CN";
  const switchLanguage = () => {
    prefer({ language: other });
    void i18n.changeLanguage(other);
  };
  return (
    <div className="nav-corner">
      <Dropdown
        trigger={["click"]}
        menu={{
          items: [
            { key: "role", label: t(`settings.roles.${session.role}`), disabled: true },
            ...others.map((one) => ({ key: one.id, icon: <SwapOutlined />, label: one.name, onClick: () => turn.mutate(one.id) })),
            { key: "out", icon: <LogoutOutlined />, label: t("nav.signOut"), onClick: () => signOut.mutate() },
          ],
        }}
      >
        <button className="nav-me" type="button">{session.member.name || session.member.login}</button>
      </Dropdown>
      <Tooltip title={other === "en" ? "English" : "中文"}>
        <Button type="text" size="small" icon={<TranslationOutlined />} aria-label={other} onClick={switchLanguage} />
      </Tooltip>
      <Tooltip title={t(mode === "dark" ? "nav.light" : "nav.dark")}>
        <Button
          type="text"
          size="small"
          aria-label={t(mode === "dark" ? "nav.light" : "nav.dark")}
          icon={mode === "dark" ? <SunOutlined /> : <MoonOutlined />}
          onClick={() => prefer({ mode: mode === "dark" ? "light" : "dark" })}
        />
      </Tooltip>
    </div>
  );
}
