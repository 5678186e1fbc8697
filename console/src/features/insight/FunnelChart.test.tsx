import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { FunnelChart } from "./FunnelChart";
import type { FunnelAnswer, FunnelStep } from "./funnel";

function step(index: number, people: number, rate: number): FunnelStep {
  return { index, label: "", event: index ? "click" : "exposure", people, rate_first: rate, rate_previous: rate, median_seconds: index ? 90 : null };
}

const ANSWER: FunnelAnswer = {
  steps: [step(0, 200, 1), step(1, 50, 0.25)],
  breakdown: [
    { value: "mini_program", steps: [step(0, 150, 1), step(1, 50, 1 / 3)] },
    { value: "wecom", steps: [step(0, 50, 1), step(1, 0, 0)] },
  ],
};

it("tells the people, the rate, the loss and the time of each step", () => {
  render(<FunnelChart answer={ANSWER} labelOf={(index) => `第 ${index + 1} 步`} />);
  expect(screen.getByText("200")).toBeTruthy();
  expect(screen.getByText("25.0% 上一步转化")).toBeTruthy();
  expect(screen.getByText(/流失 150 人 · 中位用时 1 分 30 秒/)).toBeTruthy();
});

it("opens the people of the part that was clicked, never of an empty one", async () => {
  const onPick = vi.fn();
  render(<FunnelChart answer={ANSWER} labelOf={String} onPick={onPick} />);
  await userEvent.click(screen.getByRole("button", { name: "小程序 · 50" }));
  expect(onPick).toHaveBeenCalledExactlyOnceWith(1, "mini_program");
  expect(screen.getByRole("button", { name: "企业微信 · 0" })).toHaveProperty("disabled", true);
});
