import { defineConfig } from "drizzle-kit"

export default defineConfig({
  dialect: "sqlite",
  schema: "./src/data/schema/organization.sqlite.ts",
  out: "./src/data/migrations/organization.sqlite",
})
