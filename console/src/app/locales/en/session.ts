import type { session as zh } from "../zh-CN/session";

export const session: typeof zh = {
  title: "Sign in to Quanyu",
  promise: "Touchpoints, people and decisions in one place.",
  line1: "Every contact on every touchpoint, tied to one person.",
  line2: "From exposure to repurchase, each step counted and the people behind it known.",
  line3: "Every message asks for consent first.",
  login: "Login",
  password: "Password",
  signIn: "Sign in",
};
