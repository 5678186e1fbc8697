/** The places of the console, in the order of the loop: see, know, act, base. */
import {
  ApiOutlined,
  BranchesOutlined,
  CompassOutlined,
  FilterOutlined,
  FundOutlined,
  ImportOutlined,
  MessageOutlined,
  SettingOutlined,
  UserOutlined,
} from "@ant-design/icons";
import type { ReactNode } from "react";

export interface Place {
  path: string;
  key: "overview" | "people" | "segments" | "journeys" | "touchpoints" | "insight" | "messages" | "imports" | "settings";
  icon: ReactNode;
  permission: string;
}

export const PLACES: { group: "groupSee" | "groupKnow" | "groupAct" | "groupBase"; places: Place[] }[] = [
  {
    group: "groupSee",
    places: [
      { path: "/", key: "overview", icon: <CompassOutlined />, permission: "insight.read" },
      { path: "/insight", key: "insight", icon: <FundOutlined />, permission: "insight.read" },
    ],
  },
  {
    group: "groupKnow",
    places: [
      { path: "/people", key: "people", icon: <UserOutlined />, permission: "people.read" },
      { path: "/segments", key: "segments", icon: <FilterOutlined />, permission: "segments.read" },
    ],
  },
  {
    group: "groupAct",
    places: [
      { path: "/journeys", key: "journeys", icon: <BranchesOutlined />, permission: "journeys.read" },
      { path: "/messages", key: "messages", icon: <MessageOutlined />, permission: "messages.read" },
    ],
  },
  {
    group: "groupBase",
    places: [
      { path: "/touchpoints", key: "touchpoints", icon: <ApiOutlined />, permission: "touchpoints.read" },
      { path: "/imports", key: "imports", icon: <ImportOutlined />, permission: "imports.read" },
      { path: "/settings", key: "settings", icon: <SettingOutlined />, permission: "workspace.read" },
    ],
  },
];
