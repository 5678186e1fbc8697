import { touchpointColour } from "@/app/theme";
import { wordFor } from "@/app/i18n";

/** A touchpoint by its colour and name. */
export function Touchpoint({ kind, name }: { kind: string; name?: string }) {
  if (!kind) return null;
  return (
    <span className="touchpoint">
      <span className="dot" style={{ color: touchpointColour(kind) }} />
      {name ?? wordFor("touchpoint", kind)}
    </span>
  );
}
