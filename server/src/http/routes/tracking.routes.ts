/** Tracking of many messages, and what changes while one looks. */
import { trackingPage, trackingSearch } from "@smp/shared/wire"
import type { LiveEvents } from "../../services/live-events.service.ts"
import type { TrackingService } from "../../services/tracking.service.ts"
import { signedIn } from "../route.ts"
import type { Route } from "../route.ts"

export function trackingRoutes({ tracking, live }: { tracking: TrackingService; live: LiveEvents }): Route[] {
  return [
    signedIn(
      "POST /api/tracking/search",
      { summary: "Totals of own sent messages; changes nothing", body: trackingSearch, reply: trackingPage },
      async ({ session, body }) => ({ json: await tracking.search(session, body) }),
    ),
    signedIn(
      "GET /api/events",
      {
        summary: "What changes for the asker, as it changes (text/event-stream)",
        headers: ["last-event-id"],
        reply: "bytes",
      },
      async ({ session, header }) => ({ events: await live.open(session, header("last-event-id")) }),
    ),
  ]
}
