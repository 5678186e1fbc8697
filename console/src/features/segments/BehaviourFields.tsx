/** The fields of a row about what a person did or did not do. */
import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, InputNumber, Select } from "antd";
import { useTranslation } from "react-i18next";
import { EventSelect } from "@/features/events/EventSelect";
import { useEventProperties } from "@/features/events/queries";
import type { DidCondition, DidNotCondition, PropertyCondition } from "./condition";
import { PropertyFields } from "./LeafFields";

type Behaviour = DidCondition | DidNotCondition;
const DAYS = [1, 3, 7, 14, 30, 60, 90, 180, 365];

export function BehaviourFields({ value, onChange }: { value: Behaviour; onChange: (value: Behaviour) => void }) {
  const { t } = useTranslation();
  const did = "did" in value;
  const event = did ? value.did : value.did_not;
  const name = (next: string): Behaviour => (did ? { ...value, did: next } : { ...value, did_not: next });
  return (
    <div className="condition-behaviour">
      <div className="row">
        <span className="condition-verb">{t(did ? "segments.did" : "segments.didNot")}</span>
        <EventSelect value={event} onChange={(next) => onChange(name(next))} />
        {did && <Times value={value} onChange={onChange} />}
        <Select
          value={value.between ? -1 : (value.within_days ?? 0)}
          style={{ width: 136 }}
          options={[
            { value: 0, label: t("segments.anyTime") },
            ...[...new Set([...DAYS, ...(value.within_days ? [value.within_days] : [])])]
              .sort((a, b) => a - b)
              .map((days) => ({ value: days, label: `${t("segments.within")} ${days} ${t("segments.daysLong")}` })),
          ]}
          onChange={(days) => onChange(withDays(value, days))}
        />
      </div>
      <Where event={event} rows={value.where ?? []} onChange={(where) => onChange(withWhere(value, where))} />
    </div>
  );
}

function Times({ value, onChange }: { value: Behaviour; onChange: (value: Behaviour) => void }) {
  const { t } = useTranslation();
  return (
    <>
      <InputNumber
        value={value.at_least ?? 1}
        min={0}
        max={1_000_000}
        prefix={<span className="faint small">{t("segments.atLeast")}</span>}
        suffix={<span className="faint small">{t("segments.times")}</span>}
        style={{ width: 128 }}
        onChange={(count) => onChange({ ...value, at_least: count ?? 1 })}
      />
      <InputNumber
        value={value.at_most ?? null}
        min={value.at_least ?? 0}
        max={1_000_000}
        prefix={<span className="faint small">{t("segments.atMost")}</span>}
        style={{ width: 108 }}
        onChange={(count) => onChange(withMost(value, count))}
      />
    </>
  );
}

export function Where({ event, rows, onChange }: { event: string; rows: PropertyCondition[]; onChange: (rows: PropertyCondition[]) => void }) {
  const { t } = useTranslation();
  const names = useEventProperties(event);
  return (
    <>
      {rows.map((row, index) => (
        <div className="row condition-where" key={index}>
          <span className="small faint">{t("segments.where")}</span>
          <PropertyFields value={row} names={names} onChange={(next) => onChange(rows.map((one, n) => (n === index ? next : one)))} />
          <Button size="small" type="text" icon={<DeleteOutlined />} aria-label={t("common.remove")} onClick={() => onChange(rows.filter((_, n) => n !== index))} />
        </div>
      ))}
      <Button
        size="small"
        type="link"
        icon={<PlusOutlined />}
        style={{ alignSelf: "flex-start", paddingInline: 0 }}
        onClick={() => onChange([...rows, { property: names[0] ?? "", op: "=", value: "" }])}
      >
        {t("segments.where")}
      </Button>
    </>
  );
}

function withDays(value: Behaviour, days: number): Behaviour {
  const { within_days, between, ...rest } = value;
  return days > 0 ? { ...rest, within_days: days } : rest;
}

function withMost(value: Behaviour, most: number | null): Behaviour {
  const { at_most, ...rest } = value;
  return most == null ? rest : { ...rest, at_most: most };
}

function withWhere(value: Behaviour, rows: PropertyCondition[]): Behaviour {
  const { where, ...rest } = value;
  return rows.length ? { ...rest, where: rows } : rest;
}
