/**
 * The Directory's edge in memory for tests: a real log, real VRF, real signatures; what it answers can be bent.
 * It answers the three calls that the directory view makes, in their JSON forms.
 */
import { newId, randomBytes, toBase64url } from "../../bytes/index.ts"
import type { Bytes, SignedObject } from "../../bytes/index.ts"
import { signedToText, statementToText } from "../../client/index.ts"
import {
  keyLeaf,
  leafHash,
  logIndex,
  logKeyFromSeed,
  MerkleTree,
  minuteOf,
  ringLeaf,
  signCheckpoint,
  signLatest,
  vrfAlpha,
  vrfKeyFromSeed,
  vrfProve,
} from "../../log/index.ts"
import { signMailboxProof, signPolicy } from "../../slip/index.ts"
import type { Policy, Statement } from "../../slip/index.ts"
import { NOW, principal } from "../../slip/testing/people.ts"
import type { Principal } from "../../slip/testing/people.ts"
import { organizationId } from "../../wire/index.ts"
import type { DirectoryEntryText, OrganizationId, PolicyReply } from "../../wire/index.ts"

export const KEY_LOG = "messages.example.com/log/keys"

interface Logged {
  readonly statement: Statement
  readonly proof: SignedObject | null
  readonly leaf: number
}

export async function makeDirectoryHost() {
  const logKey = await logKeyFromSeed(randomBytes(32))
  const vrf = vrfKeyFromSeed(randomBytes(32))
  const orgKey = await logKeyFromSeed(randomBytes(32))
  const agent = await principal("grant-agent", null)
  const root = await principal("root", null)
  const org: OrganizationId = organizationId.parse(newId("org"))
  const names = new Map<string, Logged[]>()
  let tree = new MerkleTree()
  const orgTree = new MerkleTree()
  const indexOf = (name: string) => logIndex(vrfProve(vrf, vrfAlpha(name)).output)

  const host = {
    org,
    agent,
    root,
    logKey,
    vrf,
    clock: NOW,
    /** How old the log's word is, in milliseconds. */
    age: 0,
    policyChange: {} as Partial<Policy>,
    bend: (entry: DirectoryEntryText): DirectoryEntryText => entry,
    get tree() {
      return tree
    },
    set tree(other: MerkleTree) {
      tree = other
    },
    async publish(who: Principal, prover: Principal | null = agent): Promise<void> {
      const { statement } = who
      const name = statement.addr ?? statement.prn
      const leaf = keyLeaf({
        minute: minuteOf(NOW),
        index: indexOf(name),
        seq: statement.seq,
        statementHash: statement.hash,
      })
      const proof =
        prover === null || statement.addr === null || statement.how === "rotate"
          ? null
          : await proofOf(statement, prover)
      names.set(name, [...(names.get(name) ?? []), { statement, proof, leaf: tree.append(leafHash(leaf)) }])
    },
    logRing(name: string, ring: { ver: number; akv: number; hash: Bytes }): { index: number; leaf: Bytes } {
      const leaf = ringLeaf({
        minute: minuteOf(NOW),
        index: indexOf(name),
        ver: ring.ver,
        akv: ring.akv,
        ringHash: ring.hash,
      })
      return { index: tree.append(leafHash(leaf)), leaf }
    },
    forget: (name: string) => void names.delete(name),
    client: {
      lookUp: async (wanted: readonly string[]) => {
        const entries = await Promise.all(wanted.map(entryOf))
        return { entries: entries.map(host.bend), checkpoint: await note() }
      },
      checkpoint: async (log: string) => ({ note: log === "keys" ? await note() : await orgNote() }),
      consistency: (log: string, from: number, to: number) => {
        const path = (log === "keys" ? tree : orgTree).consistency(from, to)
        return Promise.resolve({ path: path.map(toBase64url) })
      },
      policy: async (): Promise<PolicyReply> => ({
        name: "Example",
        policy: signedToText(await signPolicy(root.keySet, policyOf())),
        root: [statementToText(root.statement.raw)],
        principals: [
          {
            prn: agent.prn as PolicyReply["principals"][number]["prn"],
            statements: agent.chain.map(({ raw }) => statementToText(raw)),
          },
        ],
      }),
    },
    ownLeaves: async (name: string, rings: readonly { index: number; leaf: Bytes }[] = []) => {
      const keys = (names.get(name) ?? []).map(({ statement, leaf }) => ({
        index: leaf,
        leaf: keyLeaf({
          minute: minuteOf(NOW),
          index: indexOf(name),
          seq: statement.seq,
          statementHash: statement.hash,
        }),
      }))
      const leaves = [...keys, ...rings].map(({ index, leaf }) => ({
        index,
        leaf: toBase64url(leaf),
        inclusion: tree.inclusion(index).map(toBase64url),
      }))
      return { proof: toBase64url(vrfProve(vrf, vrfAlpha(name)).proof), leaves, checkpoint: await note() }
    },
  }

  const note = () =>
    signCheckpoint({ origin: KEY_LOG, size: tree.size, root: tree.root(), at: host.clock - host.age }, logKey)
  const orgNote = () => {
    const origin = KEY_LOG.replace("keys", org)
    return signCheckpoint({ origin, size: orgTree.size, root: orgTree.root(), at: host.clock - host.age }, orgKey)
  }
  const policyOf = (): Policy => ({
    org,
    name: "Example",
    ver: 1,
    prev: null,
    root: root.statement.kid,
    suites: [1, 2],
    first: ["agent"],
    holders: [{ prn: agent.prn, kind: "grant-agent", kid: agent.statement.kid }],
    officers: [],
    provers: [{ prn: agent.prn, kid: agent.statement.kid }],
    domains: [],
    logkey: orgKey.pub,
    keylog: { origin: KEY_LOG, pub: logKey.pub, vrf: vrf.pub },
    regrant: { mode: "ask", wait: 0 },
    hide: true,
    pad: false,
    until: NOW + 86_400_000,
    at: NOW,
    ...host.policyChange,
  })
  const proofOf = ({ addr, prn, kid, hash }: Statement, prover: Principal) =>
    signMailboxProof(prover.keySet, {
      addr: addr ?? "",
      prn,
      kid,
      st: hash,
      org: null,
      nonce: randomBytes(16),
      at: NOW,
      exp: NOW + 900_000,
    })
  const entryOf = async (name: string): Promise<DirectoryEntryText> => {
    const held = names.get(name) ?? []
    const newest = held.at(-1)
    const latest = {
      origin: KEY_LOG,
      index: indexOf(name),
      st: newest?.statement.hash ?? null,
      seq: newest?.statement.seq ?? null,
      size: tree.size,
      at: host.clock - host.age,
    }
    return {
      name,
      proof: toBase64url(vrfProve(vrf, vrfAlpha(name)).proof),
      latest: signedToText(await signLatest(latest, logKey)),
      statements: held.map(({ statement }) => statementToText(statement.raw)),
      mailboxProofs: held.map(({ proof }) => (proof === null ? null : signedToText(proof))),
      leaves: held.map(({ leaf }) => ({ index: leaf, minute: minuteOf(NOW) })),
      inclusion: newest === undefined ? [] : tree.inclusion(newest.leaf).map(toBase64url),
      relation: "registered",
      displayName: null,
    }
  }
  return host
}

export type DirectoryHost = Awaited<ReturnType<typeof makeDirectoryHost>>
