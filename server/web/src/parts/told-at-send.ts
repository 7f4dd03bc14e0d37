/** What a send of this page said to tell. In memory alone: not in the address bar, not in the history. */
import type { ToldSecret } from "@smp/shared/send"

const told = new Map<string, readonly ToldSecret[]>()

export const keepTold = (id: string, secrets: readonly ToldSecret[]): void => void told.set(id, secrets)
export const toldAtSend = (id: string): readonly ToldSecret[] => told.get(id) ?? []
