/** The chosen step: its settings, who stands there, and the way of one of them. */
import { Button, Drawer, Input, Tabs } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { wordFor } from "@/app/i18n";
import { removable, type Graph, type Step } from "@/flow/graph";
import { StepPeople } from "./StepPeople";
import { STEP_KINDS } from "./steps/registry";

interface StepDrawerProps {
  journeyId: string;
  graph: Graph;
  step?: Step;
  onClose: () => void;
  onSettings?: (settings: Step["settings"]) => void;
  onName?: (name: string) => void;
  onRemove?: () => void;
}

export function StepDrawer({ journeyId, graph, step, onClose, onSettings, onName, onRemove }: StepDrawerProps) {
  const { t } = useTranslation();
  const [tab, setTab] = useState("settings");
  const kind = step && STEP_KINDS[step.kind];
  const Form = kind?.Form;
  return (
    <Drawer
      open={Boolean(step)}
      onClose={onClose}
      mask={false}
      getContainer={false}
      rootStyle={{ position: "absolute" }}
      size={460}
      title={step && kind && <span className="row"><span style={{ color: kind.colour }}>{kind.icon}</span>{step.name || wordFor("journeys.kind", step.kind)}</span>}
      extra={step && onRemove && removable(step, graph) && <Button danger type="text" onClick={onRemove}>{t("journeys.removeStep")}</Button>}
    >
      {step && kind && (
        <Tabs
          activeKey={tab}
          onChange={setTab}
          items={[
            {
              key: "settings",
              label: wordFor("journeys.kind", step.kind),
              children: (
                <fieldset disabled={!onSettings} className="bare">
                  <p className="quiet small" style={{ marginBottom: 12 }}>{wordFor("journeys.kindText", step.kind)}</p>
                  {onName && <Input value={step.name ?? ""} maxLength={100} placeholder={t("journeys.stepName")} onChange={(event) => onName(event.target.value)} style={{ marginBottom: 16 }} />}
                  {onSettings && Form ? <Form key={step.id} settings={step.settings} onChange={onSettings} /> : <p className="condition-sentence">{kind.summary(step.settings)}</p>}
                </fieldset>
              ),
            },
            { key: "people", label: t("journeys.people"), children: <StepPeople key={step.id} journeyId={journeyId} node={step.id} /> },
          ]}
        />
      )}
    </Drawer>
  );
}
