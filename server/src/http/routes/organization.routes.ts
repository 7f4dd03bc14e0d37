/** Organizations: founding, policy, members. */
import {
  member,
  memberAdd,
  members,
  organizationCreate,
  organizationPrepareReply,
  policyReply,
  policyWrite,
} from "@smp/shared/wire"
import type { Organizations } from "../../services/organizations.service.ts"
import { forRole, signedIn } from "../route.ts"
import type { Route } from "../route.ts"

export function organizationRoutes(organizations: Organizations): Route[] {
  return [
    signedIn(
      "POST /api/organizations/prepare",
      { summary: "Id and log key of a new organization", reply: organizationPrepareReply },
      async ({ session }) => ({
        json: await organizations.prepare(session),
      }),
    ),
    signedIn(
      "POST /api/organizations",
      { summary: "Found an organization", body: organizationCreate, status: 201 },
      async ({ session, body }) => {
        await organizations.create(session, body)
        return {}
      },
    ),
    signedIn(
      "GET /api/organizations/:org/policy",
      { summary: "Signed policy, newest or by hash", query: ["hash"], reply: policyReply },
      async ({ params, query }) => ({
        json: await organizations.policy(params["org"] ?? "", query.get("hash")),
      }),
    ),
    forRole(
      "administrator",
      "PUT /api/organizations/:org/policy",
      { summary: "Next version of the policy", body: policyWrite },
      async ({ params, body }) => {
        await organizations.writePolicy(params["org"] ?? "", body)
        return {}
      },
    ),
    forRole(
      "administrator",
      "GET /api/organizations/:org/members",
      { summary: "Members", query: ["cursor"], reply: members },
      async ({ params, query }) => ({
        json: await organizations.members(params["org"] ?? "", query.get("cursor")),
      }),
    ),
    forRole(
      "administrator",
      "POST /api/organizations/:org/members",
      { summary: "Add and invite a member", body: memberAdd, reply: member, status: 201 },
      async ({ params, body, session }) => ({
        json: await organizations.addMember(session, params["org"] ?? "", body),
      }),
    ),
  ]
}
