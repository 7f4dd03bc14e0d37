import { afterEach, beforeEach, describe, expect, test, vi } from "vitest"
import { afterBurst } from "./after-burst.ts"

describe("S64 work that waits for the end of a burst", () => {
  let runs: number
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] })
    runs = 0
  })
  afterEach(() => {
    vi.useRealTimers()
  })
  const burst = () => afterBurst({ pauseMs: 50, latestMs: 1_000 }, () => (runs += 1))

  test("is done once, when nothing came for a while", () => {
    const { nudge } = burst()
    for (let times = 0; times < 5; times++) {
      nudge()
      vi.advanceTimersByTime(30)
    }
    expect(runs).toBe(0)
    vi.advanceTimersByTime(20)
    expect(runs).toBe(1)
    vi.advanceTimersByTime(2_000)
    expect(runs).toBe(1)
  })

  test("is done in the middle of a burst that does not end, again and again", () => {
    const { nudge } = burst()
    for (let passed = 0; passed < 3_000; passed += 10) {
      nudge()
      vi.advanceTimersByTime(10)
    }
    expect(runs).toBe(3)
  })

  test("is not done after the stop", () => {
    const { nudge, stop } = burst()
    nudge()
    stop()
    vi.advanceTimersByTime(2_000)
    expect(runs).toBe(0)
  })
})
