import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { Problem } from "@/api/problem";
import { ProblemNotice } from "./ProblemNotice";

it("says a refusal in the reader's language, with its facts and a way on", async () => {
  const onRetry = vi.fn();
  render(<ProblemNotice error={new Problem(429, "too_many_requests", "Too many requests.", { retry_after: 7 })} onRetry={onRetry} />);
  expect(screen.getByText("操作太频繁，请 7 秒后再试。")).toBeTruthy();
  expect(screen.getByText("retry_after")).toBeTruthy();
  await userEvent.click(screen.getByRole("button"));
  expect(onRetry).toHaveBeenCalledOnce();
});

it("falls back to the family of a code it has no words for", () => {
  render(<ProblemNotice error={new Problem(409, "brand_new_code", "English detail")} />);
  expect(screen.getByText("当前状态下不能这样改。")).toBeTruthy();
  expect(screen.getByText(/brand_new_code · English detail/)).toBeTruthy();
});

it("calls a missing answer unreachable", () => {
  render(<ProblemNotice error={new TypeError("fetch failed")} />);
  expect(screen.getByText("连不上服务器，请检查网络后重试。")).toBeTruthy();
});
