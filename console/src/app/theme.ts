/** The look of Ant Design components: the same ink, paper and teal as theme.css. */
import { theme, type ThemeConfig } from "antd";

export type Mode = "light" | "dark";

const SANS =
  '"Inter","PingFang SC","HarmonyOS Sans SC","MiSans","Noto Sans CJK SC","Noto Sans SC","Microsoft YaHei",system-ui,sans-serif';

export function antdTheme(mode: Mode): ThemeConfig {
  const dark = mode === "dark";
  return {
    algorithm: dark ? theme.darkAlgorithm : theme.defaultAlgorithm,
    token: {
      colorPrimary: dark ? "#3fa592" : "#0d6b5e",
      colorLink: dark ? "#4fb8a5" : "#0d6b5e",
      colorError: dark ? "#e0775f" : "#b3402c",
      colorWarning: dark ? "#d8a252" : "#a86a12",
      colorSuccess: dark ? "#4fb8a5" : "#2b7d57",
      colorInfo: dark ? "#4fb8a5" : "#0d6b5e",
      colorTextBase: dark ? "#e7ebe6" : "#1b2422",
      colorBgBase: dark ? "#19201e" : "#fffefb",
      colorBgLayout: dark ? "#111615" : "#f4f2ec",
      colorBorder: dark ? "#3c4946" : "#d8d3c6",
      colorBorderSecondary: dark ? "#2a3431" : "#e9e5db",
      borderRadius: 6,
      fontFamily: SANS,
      fontSize: 14,
      wireframe: false,
      motionDurationMid: "0.14s",
      motionDurationSlow: "0.2s",
    },
    components: {
      Table: { headerBg: "transparent", headerColor: dark ? "#a3aea9" : "#56625e", cellPaddingBlockMD: 9, headerSplitColor: "transparent" },
      Tabs: { horizontalItemGutter: 24, titleFontSize: 14 },
      Button: { primaryShadow: "none", defaultShadow: "none" },
      Card: { headerFontSize: 14 },
      Drawer: { paddingLG: 20 },
    },
  };
}

/** Colours of series and of touchpoints, readable on both papers. */
export const SERIES = ["#1f7a6c", "#c27a2c", "#4f6bb0", "#a8503c", "#7c8f3c", "#86578f", "#3f8fa8", "#8c7355"];

export const TOUCHPOINT_COLOURS: Record<string, string> = {
  official_account: "#2f8a55",
  mini_program: "#4f6bb0",
  wecom: "#2d86a8",
  wechat_channels: "#c27a2c",
  groups: "#86578f",
  store: "#8c7355",
};

export function touchpointColour(kind: string): string {
  return TOUCHPOINT_COLOURS[kind] ?? "#7d8783";
}
