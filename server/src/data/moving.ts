/**
 * What a move makes of the places of one message in one mailbox. A message to oneself lies in inbox and sent at once;
 * archive and trash hold it once, and remember both.
 */
import type { Folder } from "@smp/shared/wire"

export interface Placed {
  readonly folder: Folder
  /** Where it lay before; for archive and trash. */
  readonly cameFrom: readonly Folder[]
  readonly unread: boolean
}
export interface Move {
  /** null: from everywhere. */
  readonly from: Folder | null
  readonly to: Folder | "restore" | "gone"
}

const isHome = (folder: Folder) => folder === "inbox" || folder === "sent"
const unique = (folders: readonly Folder[]) => [...new Set(folders)]

/** @param homes inbox for who received it, sent for who wrote it. @returns null: it may not lie there */
export function moved(places: readonly Placed[], { from, to }: Move, homes: readonly Folder[]): Placed[] | null {
  const isMoving = ({ folder }: Placed) => folder !== to && (from === null || folder === from)
  const moving = places.filter(isMoving)
  const rest = places.filter((place) => !isMoving(place))
  if (to === "gone") return places.filter(({ folder }) => folder !== "trash")
  if (to === "archive" || to === "trash") return hidden({ moving, rest, to })
  if (to === "restore") return restored(places, from, homes)
  return homes.includes(to) ? returned(places, from, to) : null
}

function hidden({ moving, rest, to }: { moving: readonly Placed[]; rest: readonly Placed[]; to: Folder }): Placed[] {
  const there = rest.find(({ folder }) => folder === to)
  const all = [...moving, ...(there === undefined ? [] : [there])]
  if (all.length === 0) return [...rest]
  const cameFrom = unique([...(there?.cameFrom ?? []), ...moving.map(({ folder }) => folder)])
  const place: Placed = { folder: to, cameFrom, unread: all.some(({ unread }) => unread) }
  return [...rest.filter(({ folder }) => folder !== to), place]
}

/** Out of archive or trash, to each place that it came from. */
function restored(places: readonly Placed[], from: Folder | null, homes: readonly Folder[]): Placed[] {
  const isLeaving = ({ folder }: Placed) => !isHome(folder) && (from === null || folder === from)
  const leaving = places.filter(isLeaving)
  const back = leaving.flatMap(({ cameFrom, unread }): Placed[] =>
    (cameFrom.length === 0 ? homes : cameFrom).map((folder) => ({ folder, cameFrom: [], unread })),
  )
  return merged([...places.filter((place) => !isLeaving(place)), ...back])
}

/** Out of archive or trash to one place; what came from elsewhere too stays for that. */
function returned(places: readonly Placed[], from: Folder | null, to: Folder): Placed[] {
  const isLeaving = ({ folder }: Placed) => !isHome(folder) && (from === null || folder === from)
  const leaving = places.filter(isLeaving)
  if (leaving.length === 0) return [...places]
  const left = leaving
    .map((place) => ({ ...place, cameFrom: place.cameFrom.filter((folder) => folder !== to && isHome(folder)) }))
    .filter(({ cameFrom }) => cameFrom.length > 0)
  const back: Placed = { folder: to, cameFrom: [], unread: leaving.some(({ unread }) => unread) }
  return merged([...places.filter((place) => !isLeaving(place)), ...left, back])
}

function merged(places: readonly Placed[]): Placed[] {
  return unique(places.map(({ folder }) => folder)).map((folder) => {
    const same = places.filter((place) => place.folder === folder)
    return {
      folder,
      cameFrom: unique(same.flatMap(({ cameFrom }) => cameFrom)),
      unread: same.some(({ unread }) => unread),
    }
  })
}
