/**
 * Runs in the add-in's pages before their own code. The library of the npm package is one of 2022 and gives every Outlook
 * the members of 1.12: here those that came after the emulated requirement set are taken away, and those of 1.13 to 1.15
 * that are used are added, in the library's own way of asking the host.
 */
type Callback = (result: unknown) => void
interface Library {
  getClientEndPoint(): { invoke(name: string, then: (status: number, reply: unknown) => void, data: object): void }
  _OfficeAppFactory: { getId(): string }
}

export function emulateSet({ origin, minor }: { origin: string; minor: number }): void {
  if (location.origin !== origin) return
  const library = () => (window as unknown as { OSF: Library }).OSF
  const call = (id: number, asked: object, callback: Callback | undefined) =>
    library()
      .getClientEndPoint()
      .invoke(
        "ExecuteMethod",
        (_status, reply) => {
          const { error, errorCode, data } = (reply ?? { error: true }) as Record<string, unknown>
          callback?.(
            error === true
              ? { status: "failed", error: { code: errorCode ?? 9020, name: "HostError", message: "" } }
              : { status: "succeeded", value: data },
          )
        },
        { ApiParams: asked, MethodData: { ControlId: library()._OfficeAppFactory.getId(), DispatchId: id } },
      )
  const later: Readonly<Record<string, number>> = {
    from: 7,
    getAttachmentsAsync: 8,
    getAttachmentContentAsync: 8,
    addFileAttachmentFromBase64Async: 8,
    internetHeaders: 8,
    getAllInternetHeadersAsync: 8,
    getItemIdAsync: 8,
    getComposeTypeAsync: 10,
    sessionData: 11,
  }
  const members: Readonly<Record<string, readonly [number, unknown]>> = {
    sensitivityLabel: [13, { getAsync: (callback: Callback) => call(90_003, {}, callback) }],
    closeAsync: [14, (options: object, callback: Callback) => call(90_002, options, callback)],
    sendAsync: [15, (callback: Callback) => call(90_001, {}, callback)],
  }
  const shape = () => {
    const { mailbox } = (window as unknown as { Office: { context: { mailbox: { item?: object | null } } } }).Office
      .context
    const { item } = mailbox
    if (item === null || item === undefined) return
    const isCompose = "saveAsync" in item
    // The library's members can be neither deleted nor replaced: an object beside its item has those that stay.
    const shaped: Record<string, unknown> = {}
    for (const name of Object.getOwnPropertyNames(item))
      if ((later[name] ?? 0) <= minor || (name === "from" && !isCompose))
        shaped[name] = (item as Record<string, unknown>)[name]
    for (const [name, [since, value]] of Object.entries(isCompose ? members : {}))
      if (since <= minor) shaped[name] = value
    mailbox.item = shaped
  }
  document.addEventListener("readystatechange", () => {
    const { Office } = window as unknown as { Office?: { onReady(then: () => void): void } }
    if (document.readyState === "interactive") Office?.onReady(shape)
  })
}
