/** Own vectors that follow from fixed inputs alone: written once, made again and compared by the test. */
import {
  concat, decodeCbor, encodeCbor, frame, hash, label, newId, normalizeAddress, padme, ProtocolError, sha256Async, toHex, utf8,
} from "../../shared/src/bytes/index.ts"
import type { Bytes } from "../../shared/src/bytes/index.ts"
import { deriveContentKeys } from "../../shared/src/envelope/content-keys.ts"
import { SEGMENT_PLAIN, sealObject, segmentCount, segmentsRoot, storedLength } from "../../shared/src/envelope/index.ts"
import {
  chainKey, CompactRange, entryHash, FIRST_PREV, intervalLeaf, intervalTree, keyLeaf, leafHash, logIndex, logKeyFromSeed, MerkleTree, minuteOf,
  ringLeaf, signCheckpoint, signHead, signLatest, slipLeaf, vrfAlpha, vrfKeyFromSeed, vrfProve,
} from "../../shared/src/log/index.ts"
import type { LogKey } from "../../shared/src/log/index.ts"
import { makeBccRecord, mailboxMac, principalId } from "../../shared/src/slip/index.ts"
import { hkdf, kemKeyFromSeed, kidOf, sealWith, showKid } from "../../shared/src/suite/index.ts"

const filled = (length: number, byte: number): Bytes => new Uint8Array(length).fill(byte)
const ORG = `org_${"0".repeat(26)}`
const MSG = `msg_${"0".repeat(25)}1`

const REFUSED_CBOR: [string, string][] = [
  ["a longer integer than needed", "1805"], ["an indefinite array", "9f01ff"], ["a key twice", "a2616101616102"],
  ["keys out of order", "a2616201616102"], ["a key that is not text", "a10102"], ["a double", "fb3ff8000000000000"], ["a half float", "f93c00"],
  ["undefined", "f7"], ["another simple value", "f0"], ["a tag", "c100"], ["ill-formed UTF-8", "62c328"], ["a trailing byte", "0100"],
  ["an integer over 2^53 - 1", "1b0020000000000000"], ["nesting of 9", `${"81".repeat(9)}00`],
]
const ADDRESSES = [
  " Alice@Example.COM ", "Bob.Müller@Bücher.example", "a+b@sub.example.org", "bob@b.example/x", "bob@b.example:8480", "bob@%61.example",
  "bob@b.example.", "b\u200bob@b.example", "bob@0x7f.1", "bob@[::1]", "a@b@b.example", "bob@b_c.example", "bob",
]

function addressOrNull(typed: string): string | null {
  try {
    return normalizeAddress(typed)
  } catch (error) {
    if (error instanceof ProtocolError) return null
    throw error
  }
}

export function encodingVectors() {
  const accepted = [{ v: 1, b: null, aa: [true, -1] }, [0, 23, 24, 255, 256, 65_535, 65_536, 2 ** 53 - 1, -1, -(2 ** 53 - 1)], "ü🙂", [filled(3, 7), false]]
  return {
    labels: ["slip", "prf", "core-key"].map((name) => [name, toHex(label(name))]),
    hashes: [["prf", toHex(hash("prf"))], ["slip", toHex(hash("slip", utf8("x"))), toHex(utf8("x"))]],
    cbor: {
      accept: accepted.map((value) => {
        const encoded = encodeCbor(value)
        decodeCbor(encoded, 1000)
        return toHex(encoded)
      }),
      refuse: REFUSED_CBOR.map(([why, hex]) => ({ why, hex })),
    },
    identifiers: [newId("msg", Uint8Array.from({ length: 16 }, (_, i) => i)), newId("obj", filled(16, 255))],
    addresses: ADDRESSES.map((typed) => ({ typed, normal: addressOrNull(typed) })),
    padme: [1, 2, 3, 9, 1000, 10_000, 1_048_577, 1_073_741_825].map((length) => [length, padme(length)]),
    frames: { bytes: toHex(utf8("hi")), plain: toHex(frame(utf8("hi"), false)), paddedLength: frame(utf8("hi"), true).length },
  }
}

export async function keyVectors() {
  const kem = await kemKeyFromSeed(filled(32, 9))
  const box = await sealWith(filled(32, 1), concat(label("draft"), encodeCbor(["idn_x", "drf_x", 1])), utf8("hi"), filled(32, 6))
  const st = filled(32, 4)
  return {
    kid: {
      suite1: { sig: "32 x 11", kem: "1216 x 22", kid: toHex(kidOf(1, filled(32, 0x11), filled(1216, 0x22))) },
      suite2: { sig: "65 x 11", kem: "65 x 22", kid: toHex(kidOf(2, filled(65, 0x11), filled(65, 0x22))) },
      shown: showKid(kidOf(1, filled(32, 0x11), filled(1216, 0x22))),
    },
    principal: {
      person: { addr: "bob@example.com", kid0: "32 x 04", prn: principalId("person", "bob@example.com", st) },
      agent: { addr: null, kid0: "32 x 04", prn: principalId("grant-agent", null, st) },
    },
    mailboxMac: {
      code: "ABCDEFGH2345", addr: "bob@example.com", statementHash: "32 x 04", nonce: "16 x 05",
      mac: toHex(await mailboxMac("ABCDEFGH2345", "bob@example.com", st, filled(16, 5))),
    },
    seal: { key: "32 x 01", label: "draft", context: ["idn_x", "drf_x", 1], plaintext: "hi", r: "32 x 06", box: toHex(box) },
    ringKey: {
      accountKey: "32 x 01", idn: "idn_x",
      key: toHex(await hkdf(filled(32, 1), new Uint8Array(), concat(label("ring-key"), utf8("idn_x")), 32)),
    },
    unlockerKem: { seed: "32 x 09", pubSha256: toHex(await sha256Async(kem.pub)) },
  }
}

export async function contentVectors() {
  const keys = await deriveContentKeys(filled(32, 1), { org: ORG, msg: MSG, slipHash: filled(32, 2) })
  const lengths = [0, 1, SEGMENT_PLAIN, SEGMENT_PLAIN + 1]
  const entry = { addr: "dave@example.org", name: "Dave", prn: `idn_${"0".repeat(26)}`, kid: filled(32, 3), mode: "key" } as const
  const holder = { prn: `prn_${"0".repeat(26)}`, kind: "grant-agent", kid: filled(32, 5), scope: "all" } as const
  const blind = makeBccRecord({ bcc: [entry], holders: [holder] }, filled(32, 7), [4, 19])
  return {
    contentKeys: {
      contentKey: "32 x 01", org: ORG, msg: MSG, slipHash: "32 x 02",
      commitment: toHex(keys.commitment), core: toHex(keys.core), body: toHex(keys.body),
    },
    objects: await Promise.all(lengths.map(objectVector)),
    blindCopies: {
      salt: "32 x 07", positions: [4, 19], record: toHex(blind.record), commitment: toHex(blind.commitment),
      proofs: blind.proofs.map(({ salt, position, path }) => ({ salt: toHex(salt), position, path: path.map(toHex) })),
    },
  }
}

/** Plaintext byte i is (7 i) mod 256; nonce of segment i is u32(i) three times. */
async function objectVector(length: number) {
  let count = 0
  const nonce = (): Bytes => {
    const bytes = new Uint8Array(12)
    for (let at = 3; at < 12; at += 4) bytes[at] = count
    count++
    return bytes
  }
  const object = await sealObject(filled(32, 1), utf8("aad"), null, { iv: filled(32, 2), nonce })
  const plain = Uint8Array.from({ length }, (_, i) => (7 * i) & 255)
  const hashes: Bytes[] = []
  const segments = segmentCount(length)
  let last: Bytes = new Uint8Array()
  for (let i = 0; i < segments; i++) {
    last = await object.seal(plain.slice(i * SEGMENT_PLAIN, (i + 1) * SEGMENT_PLAIN), i, i === segments - 1)
    hashes.push(await sha256Async(last))
  }
  return {
    plain: "byte i is 7 i mod 256", nonces: "u32(segment) three times",
    key: "32 x 01", iv: "32 x 02", aad: toHex(utf8("aad")), length, storedLength: storedLength(length), header: toHex(object.header),
    hashes: hashes.map(toHex), root: toHex(segmentsRoot(object.header, hashes)), lastSegment: last.length < 100 ? toHex(last) : null,
  }
}

export async function logVectors() {
  const tree = new MerkleTree()
  const range = new CompactRange()
  const roots: string[] = []
  for (let i = 0; i < 40; i++) {
    const leaf = leafHash(slipLeaf({ minute: 60_000 * i, slipHash: filled(32, i) }))
    tree.append(leaf)
    range.append(leaf)
    roots.push(toHex(tree.root()))
  }
  const key = await logKeyFromSeed(filled(32, 1))
  const vrf = vrfKeyFromSeed(filled(32, 2))
  const { proof, output } = vrfProve(vrf, vrfAlpha("bob@example.com"))
  const origin = "smp.example/log/keys"
  const note = await signCheckpoint({ origin, size: 40, root: tree.root(), at: 1_795_000_000_000 }, key)
  const latest = await signLatest({ origin, index: logIndex(output), st: null, seq: null, size: 40, at: 1_795_000_000_000 }, key)
  return {
    leaves: {
      key: toHex(keyLeaf({ minute: 60_000, index: filled(32, 1), seq: 0, statementHash: filled(32, 2) })),
      slip: toHex(slipLeaf({ minute: 0, slipHash: filled(32, 2) })),
      slipHashed: toHex(leafHash(slipLeaf({ minute: 0, slipHash: filled(32, 2) }))),
      interval: toHex(intervalLeaf({ minute: 60_000, root: filled(32, 3) })),
      ring: toHex(ringLeaf({ minute: 60_000, index: filled(32, 1), ver: 3, akv: 1, ringHash: filled(32, 2) })),
    },
    tree: {
      leaf: "slip leaf of minute 60000 i and slip hash 32 x i, i = 0..39", roots, frontier: toHex(range.serialize()),
      inclusion: [0, 6, 22, 39].map((index) => ({ index, size: 40, path: tree.inclusion(index, 40).map(toHex) })),
      consistency: [1, 8, 17, 39].map((from) => ({ from, to: 40, path: tree.consistency(from, 40).map(toHex) })),
    },
    note: { seed: "32 x 01", pub: toHex(key.pub), note },
    notes: noteVectors(note, origin),
    latest: { b: toHex(latest.b), k: toHex(latest.k), s: toHex(latest.s) },
    history: await historyVector(key),
    vrf: { seed: "32 x 02", pub: toHex(vrf.pub), name: "bob@example.com", proof: toHex(proof), index: toHex(logIndex(output)) },
  }
}

/** The same note with other lines: which are read, and which are not. */
function noteVectors(note: string, origin: string) {
  const own = note.slice(note.indexOf("\n\n") + 2)
  const text = note.slice(0, -own.length)
  const witness = `\u2014 witness.example/w ${btoa("0123456789")}\n`
  const read: [string, string][] = [["a witness behind", note + witness], ["a witness before", text + witness + own], ["the own signature twice", note + own]]
  const refused: [string, string][] = [
    ["no signature", text], ["a witness alone", text + witness], ["words behind", `${note}words\n`], ["an empty line behind", `${note}\n`],
    ["a line that is no signature", `${note}\u2014 witness.example/w ???\n`], ["a hyphen for the dash", note.replace("\u2014", "-")],
    ["no last line end", note.slice(0, -1)], ["carriage returns", note.replaceAll("\n", "\r\n")], ["a leading zero", note.replace("\n40\n", "\n040\n")],
    ["another size", note.replace("\n40\n", "\n41\n")], ["another time", note.replace("time 17", "time 18")], ["a fifth line", note.replace("\n\n", "\nwords\n\n")],
    ["another origin in the text", note.replace(origin, "smp.example/log/kegs")], ["another origin at the signature", note.replace(`\u2014 ${origin}`, "\u2014 smp.example/log/kegs")],
  ]
  return [...read.map(([why, given]) => ({ why, note: given, isRead: true })), ...refused.map(([why, given]) => ({ why, note: given, isRead: false }))]
}

/** Two entries of one chain, the second with evidence, and the interval leaf over both. */
async function historyVector(logKey: LogKey) {
  const com = filled(32, 8)
  const key = chainKey(com, "bob@example.com")
  const event = { org: ORG, msg: MSG, addr: "bob@example.com", at: 1_795_000_000_000, obj: null } as const
  const evidence = { b: utf8("body"), k: filled(32, 5), s: filled(64, 6) }
  const first = entryHash({ key, n: 0, prev: FIRST_PREV, salt: filled(32, 1) }, { ...event, kind: "released", client: null, evidence: null })
  const second = entryHash({ key, n: 1, prev: first, salt: filled(32, 2) }, { ...event, kind: "displayed", client: "smp 0.1.0", evidence })
  const hashes = Array.from({ length: 64 }, (_, at) => (at === 7 ? first : at === 60 ? second : filled(32, at)))
  const tree = intervalTree(hashes)
  const head = await signHead({ origin: "smp.example/log/org", key, n: 1, entry: second, size: 1, at: event.at }, logKey)
  return {
    com: "32 x 08", address: "bob@example.com", key: toHex(key), org: ORG, msg: MSG, at: event.at,
    first: { kind: "released", salt: "32 x 01", entry: toHex(first) },
    second: { kind: "displayed", client: "smp 0.1.0", salt: "32 x 02", evidence: { b: toHex(evidence.b), k: "32 x 05", s: "64 x 06" }, entry: toHex(second) },
    interval: {
      places: "the first entry at 7, the second at 60, 32 x place elsewhere", root: toHex(tree.root()),
      leaf: toHex(intervalLeaf({ minute: minuteOf(event.at), root: tree.root() })),
      place: 60, path: tree.inclusion(60).map(toHex),
    },
    head: { b: toHex(head.b), k: toHex(head.k), s: toHex(head.s) },
  }
}
