import { defineConfig } from "drizzle-kit"

export default defineConfig({
  dialect: "sqlite",
  schema: "./src/data/schema/platform.sqlite.ts",
  out: "./src/data/migrations/platform.sqlite",
})
