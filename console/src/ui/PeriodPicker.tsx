/** Picks a period by preset or by days; presets count from the server's clock. */
import { DatePicker, Segmented } from "antd";
import dayjs from "dayjs";
import { useTranslation } from "react-i18next";
import { formatDay } from "./format";
import { PRESETS, daysPeriod, lastDay, presetPeriod, type Period, type Preset } from "./period";

interface PeriodPickerProps {
  preset: Preset | null;
  period: Period;
  now: string;
  onChange: (period: Period, preset: Preset | null) => void;
}

export function PeriodPicker({ preset, period, now, onChange }: PeriodPickerProps) {
  const { t } = useTranslation();
  return (
    <div className="row">
      <Segmented<Preset>
        size="middle"
        value={preset ?? undefined}
        options={PRESETS.map((value) => ({ value, label: t(`period.${value}`) }))}
        onChange={(value) => onChange(presetPeriod(value, now), value)}
      />
      <DatePicker.RangePicker
        allowClear={false}
        inputReadOnly
        style={{ width: 236 }}
        value={[dayjs(formatDay(period.from)), dayjs(lastDay(period))]}
        onChange={(_, days) => days?.[0] && days[1] && onChange(daysPeriod(days[0], days[1]), null)}
      />
    </div>
  );
}
