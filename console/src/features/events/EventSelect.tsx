import { Select } from "antd";
import { useTranslation } from "react-i18next";
import { wordFor } from "@/app/i18n";
import { useCatalogue } from "./queries";

/** Picks one event of the catalogue; search by either language or by code. */
export function EventSelect({ value, onChange, width = 180 }: { value?: string; onChange?: (event: string) => void; width?: number | string }) {
  const { i18n } = useTranslation();
  const { data } = useCatalogue();
  const chinese = i18n.language === "zh-CN";
  const names = new Set([...(data?.items.map((one) => one.event) ?? []), ...(value ? [value] : [])]);
  const options = [...names].map((event) => {
    const known = data?.items.find((one) => one.event === event);
    const label = (chinese ? known?.label_zh : known?.label_en) || wordFor("event", event);
    return { value: event, label, search: `${event} ${known?.label_zh ?? ""} ${known?.label_en ?? ""} ${label}`.toLowerCase() };
  });
  return (
    <Select
      showSearch={{ filterOption: (text, option) => option?.search.includes(text.toLowerCase()) ?? false }}
      style={{ width }}
      value={value}
      options={options}
      onChange={onChange}
    />
  );
}
