/** The fields of rows about a property or a tag. */
import { AutoComplete, Button, Input, Select, Tooltip } from "antd";
import { useTranslation } from "react-i18next";
import { wordFor } from "@/app/i18n";
import { Hint } from "@/ui/Page";
import { OPERATORS, type Operator, type PropertyCondition } from "./condition";
import { asNumber, asText, changeOperator } from "./values";

const KNOWN = ["city", "gender", "birthday", "country", "province", "tier", "name", "member_no"];
const COUNTS_MISSING = new Set<Operator>(["≠", "not_in", "not_contains"]);

interface PropertyFieldsProps {
  value: PropertyCondition;
  names?: string[];
  onChange: (value: PropertyCondition) => void;
}

export function PropertyFields({ value, names = KNOWN, onChange }: PropertyFieldsProps) {
  const { t } = useTranslation();
  return (
    <>
      <AutoComplete
        value={value.property}
        style={{ width: 140 }}
        placeholder={t("segments.property")}
        options={names.map((name) => ({ value: name, label: wordFor("property", name) }))}
        onChange={(property: string) => onChange({ ...value, property })}
      />
      <Select<Operator>
        value={value.op}
        style={{ width: 104 }}
        options={OPERATORS.map((op) => ({ value: op, label: wordFor("operator", op) }))}
        onChange={(op) => onChange(changeOperator(value, op))}
      />
      <ValueField value={value} onChange={onChange} />
      {COUNTS_MISSING.has(value.op) && (
        <span className="small faint">
          {t("segments.orMissing")} <Hint text={t("segments.orMissingHint")} />
        </span>
      )}
    </>
  );
}

function ValueField({ value, onChange }: Omit<PropertyFieldsProps, "names">) {
  const { t } = useTranslation();
  if (value.op === "is_set" || value.op === "is_not_set") return null;
  if (Array.isArray(value.value)) {
    return (
      <Select
        mode="tags"
        value={value.value}
        style={{ minWidth: 200, flex: 1 }}
        placeholder={t("segments.values")}
        onChange={(list: string[]) => onChange({ ...value, value: list })}
      />
    );
  }
  const numeric = typeof value.value === "number";
  return (
    <>
      <Input
        value={String(value.value ?? "")}
        style={{ width: 140 }}
        placeholder={t("segments.value")}
        inputMode={numeric ? "decimal" : "text"}
        onChange={(event) => onChange({ ...value, value: numeric ? asNumber(event.target.value) : event.target.value })}
      />
      {!value.op.includes("contains") && (
        <Tooltip title={t(numeric ? "segments.isNumber" : "segments.isText")}>
          <Button size="small" onClick={() => onChange({ ...value, value: numeric ? asText(value.value) : asNumber(value.value) })}>
            {numeric ? "12" : "Aa"}
          </Button>
        </Tooltip>
      )}
    </>
  );
}

export function TagFields(props: { tag: string; negated: boolean; onChange: (tag: string, negated: boolean) => void }) {
  const { t } = useTranslation();
  return (
    <>
      <Select
        value={props.negated}
        style={{ width: 90 }}
        options={[{ value: false, label: t("segments.has") }, { value: true, label: t("segments.hasNot") }]}
        onChange={(negated) => props.onChange(props.tag, negated)}
      />
      <Input
        value={props.tag}
        style={{ width: 200 }}
        maxLength={64}
        placeholder={t("segments.tag")}
        onChange={(event) => props.onChange(event.target.value, props.negated)}
      />
    </>
  );
}
