import { defineConfig } from "vitest/config";

export default defineConfig({
  test: { include: ["{core,web,mini-program}/*.test.ts"], pool: "threads", maxWorkers: 2, minWorkers: 1 },
});
