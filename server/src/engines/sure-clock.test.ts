import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { SureClock } from "./sure-clock.ts"

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS
const START = Date.parse("2026-11-23T12:00:00Z")
let folder: string
let wall: number
let ran: number

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "smp-clock-"))
  wall = START
  ran = 0
})
afterEach(() => rmSync(folder, { recursive: true }))

const file = () => join(folder, "clock.json")
const open = () => new SureClock(file(), { now: () => wall, elapsed: () => ran })
/** Roles look each minute; how often does not matter. */
function run(clock: SureClock, ...looks: number[]): void {
  for (const minutes of looks) {
    wall += minutes * MINUTE_MS
    ran += minutes * MINUTE_MS
    clock.look()
  }
}
const DAY = Array<number>(24).fill(60)

describe("R23 the time that has certainly passed", () => {
  test("is the machine's, also when it is set by hours or runs on over a night", () => {
    const clock = open()
    for (const step of [3 * 3600_000, -5 * 3600_000, 20 * 3600_000]) {
      wall += step
      expect([clock.certain(), clock.doubt()]).toEqual([wall, null])
      clock.look()
    }
    wall += 15 * 3600_000
    expect(open().certain()).toBe(wall)
  })

  test("goes on at its own pace after a jump, at once and between two looks", () => {
    const clock = open()
    run(clock, 10)
    wall += 365 * DAY_MS
    ran += 30_000
    expect(clock.certain()).toBe(START + 10 * MINUTE_MS + 30_000)
    run(clock, 1, 59)
    expect(clock.certain()).toBe(START + 70 * MINUTE_MS + 30_000)
    expect(clock.doubt()?.aheadMs).toBe(365 * DAY_MS - 30_000)
    wall -= 365 * DAY_MS
    expect([clock.certain(), clock.doubt()]).toEqual([wall, null])
  })

  test("believes a new time that has held for a day, and not one that goes on jumping", () => {
    const clock = open()
    wall += 30 * DAY_MS
    clock.look()
    run(clock, ...DAY.slice(1), 59)
    expect(clock.doubt()).toEqual({ aheadMs: 30 * DAY_MS, leftMs: MINUTE_MS })
    wall += 3600_000
    run(clock, ...DAY)
    expect(clock.doubt()).not.toBeNull()
    run(clock, 60)
    expect([clock.certain(), clock.doubt()]).toEqual([wall, null])
  })

  test("believes a long weekend after three hours", () => {
    open()
    wall += 64 * 3600_000
    const clock = open()
    run(clock, 60, 60)
    expect(clock.doubt()).not.toBeNull()
    run(clock, 60)
    expect(clock.doubt()).toBeNull()
  })

  test("is never ahead of a clock that was set back, and believes it again when it is right", () => {
    const clock = open()
    wall = 0
    run(clock, 30)
    expect(clock.certain()).toBe(30 * MINUTE_MS)
    expect(clock.doubt()).not.toBeNull()
    wall = START + 31 * MINUTE_MS
    expect([clock.certain(), clock.doubt()]).toEqual([wall, null])
  })

  test("is told without a disk to note it on, too", () => {
    writeFileSync(join(folder, "no-folder"), "")
    const clock = new SureClock(join(folder, "no-folder", "clock.json"), { now: () => wall, elapsed: () => ran })
    wall += 30 * DAY_MS
    ran += MINUTE_MS
    expect(() => clock.look()).toThrow("no-folder")
    expect(clock.certain()).toBe(START + MINUTE_MS)
  })

  test("is nothing while its file is damaged, and nobody is kept from starting", () => {
    open()
    writeFileSync(file(), "{")
    const clock = open()
    expect(clock.certain()).toBe(0)
    run(clock, ...DAY)
    expect(clock.certain()).toBe(wall)
  })
})
