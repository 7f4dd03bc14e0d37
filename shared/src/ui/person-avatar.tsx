import { Avatar } from "@fluentui/react-components"
import type { AvatarProps } from "@fluentui/react-components"

export interface PersonAvatarProps {
  readonly name: string
  readonly address?: string
  readonly size?: AvatarProps["size"]
  readonly shape?: AvatarProps["shape"]
}

/** Initials on the person's own colour. The name always stands beside it, so screen readers skip the picture. */
export function PersonAvatar({ name, address, size = 32, shape = "circular" }: PersonAvatarProps) {
  const shown = name || address || "?"
  return <Avatar aria-hidden name={shown} color="colorful" idForColor={address ?? shown} size={size} shape={shape} />
}
