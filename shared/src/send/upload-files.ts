/** The attachments of a draft, one after the other, each noted so that a restart goes on and a cancel drops it. */
import { FileChanged, uploadObject } from "../client/index.ts"
import type { ByteSource } from "../client/index.ts"
import type { SealedFile } from "../envelope/index.ts"
import type { ObjectId } from "../wire/index.ts"
import type { Draft, DraftAttachment } from "./mail-host.ts"
import type { Review } from "./review.ts"
import type { Run } from "./send-job.ts"
import { SendStopped } from "./send-stopped.ts"

/** Under which name the journal keeps the notes of one attachment's upload. */
export const uploadName = (run: Run, index: number): string => `${run.job.resume ?? run.record?.id ?? ""}/file/${index}`

export async function uploadFiles(run: Run, draft: Draft, review: Review): Promise<SealedFile[]> {
  const { job } = run
  const total = draft.attachments.reduce((sum, { size }) => sum + size, 0)
  const sealed: SealedFile[] = []
  let before = 0
  for (const [index, attachment] of draft.attachments.entries()) {
    const report = (bytes: number, of: number) =>
      job.onProgress?.({
        step: "attachments",
        file: { name: attachment.name, index, bytes, total: of },
        bytes: before + bytes,
        total,
      })
    report(0, attachment.size)
    const { uploaded } = attachment
    const isThere = uploaded?.org === job.org && uploaded.suite === job.account.keySet.suite
    const upload = () => uploadFile(run, review, { attachment, index, report })
    sealed.push(isThere ? await uploaded.seal((bytes) => report(bytes, attachment.size), job.signal) : await upload())
    before += attachment.size
  }
  return sealed
}

interface Upload {
  readonly attachment: DraftAttachment
  readonly index: number
  readonly report: (bytes: number, of: number) => void
}

function uploadFile(run: Run, review: Review, { attachment, index, report }: Upload): Promise<SealedFile> {
  const { job } = run
  return uploadObject({
    client: job.account.client,
    org: job.org,
    suite: job.account.keySet.suite,
    source: readable(attachment),
    file: { name: attachment.name, type: attachment.type, cid: attachment.cid },
    pad: review.policy.policy.pad,
    journal: { store: run.journal.uploads, name: uploadName(run, index) },
    onBegun: (obj) => noteObject(run, obj),
    onProgress: report,
    ...(job.signal ? { signal: job.signal } : {}),
  }).catch((error: unknown) => {
    if (error instanceof FileChanged) throw unreadable(attachment.name, error)
    throw error
  })
}

const unreadable = (name: string, cause?: unknown) => new SendStopped("file-unreadable", { files: [name], cause })

/** A file that cannot be read any more stops the send under its own name. */
function readable({ source, name }: DraftAttachment): ByteSource {
  return {
    size: source.size,
    slice: async (start, end, into) => {
      const piece = await source.slice(start, end, into).catch((error: unknown) => {
        throw unreadable(name, error)
      })
      // Shorter than asked: the file was cut while it was being read.
      if (piece.length !== end - start) throw unreadable(name)
      return piece
    },
  }
}

export async function noteObject(run: Run, obj: ObjectId): Promise<void> {
  if (run.record === null) return
  run.record = { ...run.record, objects: [...new Set([...run.record.objects, obj])] }
  await run.journal.put(run.record)
}
