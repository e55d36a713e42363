"use client";
import { Button } from "@/components/ui/button";
import { Menu, MenuItem } from "@/components/ui/menu";
import {
  CHANNEL_KINDS,
  channels,
  type ChannelKind,
} from "@/lib/connectors/alert-channels/registry";

/** Offers every kind of channel. */
export const AddChannel = ({
  onChoose,
}: {
  onChoose: (kind: ChannelKind) => void;
}) => (
  <Menu align="end" trigger={<Button variant="primary">Add a channel</Button>}>
    {CHANNEL_KINDS.map((kind) => (
      <MenuItem key={kind} onSelect={() => onChoose(kind)}>
        {channels[kind].title}
      </MenuItem>
    ))}
  </Menu>
);
