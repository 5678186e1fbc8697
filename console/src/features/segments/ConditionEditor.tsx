/** Edits a condition as nested rows. What it may hold is in condition.ts; this file only shows and asks. */
import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Dropdown, Segmented, Select } from "antd";
import { useTranslation } from "react-i18next";
import { NEW_LEAVES, editAt, isGroup, type Group, type Leaf, type Row } from "./condition";
import { BehaviourFields } from "./BehaviourFields";
import { PropertyFields, TagFields } from "./LeafFields";
import { useSegmentOptions } from "./queries";
import "./segments.css";

interface ConditionEditorProps {
  group: Group;
  onChange: (group: Group) => void;
}

export function ConditionEditor({ group, onChange }: ConditionEditorProps) {
  return <GroupRows group={group} path={[]} onEdit={(path, row) => onChange(editAt(group, path, row))} />;
}

interface RowProps {
  path: number[];
  onEdit: (path: number[], row: Row | null) => void;
}

function GroupRows({ group, path, onEdit }: RowProps & { group: Group }) {
  const { t } = useTranslation();
  return (
    <div className={path.length ? "condition-group nested" : "condition-group"}>
      <div className="row">
        <Segmented<"all" | "any">
          size="small"
          value={group.join}
          options={[{ value: "all", label: t("segments.all") }, { value: "any", label: t("segments.any") }]}
          onChange={(join) => onEdit(path, { ...group, join })}
        />
        <Button size="small" type={group.negated ? "primary" : "text"} danger={group.negated} onClick={() => onEdit(path, { ...group, negated: !group.negated })}>
          {t(group.negated ? "segments.negated" : "segments.negate")}
        </Button>
        {path.length > 0 && <RemoveRow path={path} onEdit={onEdit} />}
      </div>
      {group.rows.map((row, index) => {
        const at = [...path, index];
        return isGroup(row) ? (
          <GroupRows key={index} group={row} path={at} onEdit={onEdit} />
        ) : (
          <LeafRow key={index} leaf={row.leaf} negated={row.negated} path={at} onEdit={onEdit} />
        );
      })}
      <AddRow group={group} path={path} onEdit={onEdit} />
    </div>
  );
}

function AddRow({ group, path, onEdit }: RowProps & { group: Group }) {
  const { t } = useTranslation();
  const add = (row: Row) => onEdit(path, { ...group, rows: [...group.rows, row] });
  const kinds = [
    ["property", t("segments.addProperty")],
    ["tag", t("segments.addTag")],
    ["did", t("segments.addDid")],
    ["did_not", t("segments.addDidNot")],
    ["segment", t("segments.addSegment")],
  ] as const;
  const items = [
    ...kinds.map(([kind, label]) => ({ key: kind, label, onClick: () => add({ leaf: NEW_LEAVES[kind], negated: false }) })),
    { key: "group", label: t("segments.addGroup"), onClick: () => add({ join: "any", negated: false, rows: [] }) },
  ];
  return (
    <Dropdown trigger={["click"]} menu={{ items }}>
      <Button size="small" type="dashed" icon={<PlusOutlined />} style={{ alignSelf: "flex-start" }}>
        {t("common.add")}
      </Button>
    </Dropdown>
  );
}

function LeafRow({ leaf, negated, path, onEdit }: RowProps & { leaf: Leaf; negated: boolean }) {
  const set = (next: Leaf, no = negated) => onEdit(path, { leaf: next, negated: no });
  return (
    <div className="condition-leaf">
      <LeafFields leaf={leaf} negated={negated} onChange={set} />
      <RemoveRow path={path} onEdit={onEdit} />
    </div>
  );
}

function LeafFields({ leaf, negated, onChange }: { leaf: Leaf; negated: boolean; onChange: (leaf: Leaf, negated?: boolean) => void }) {
  if ("property" in leaf) return <PropertyFields value={leaf} onChange={onChange} />;
  if ("tag" in leaf) return <TagFields tag={leaf.tag} negated={negated} onChange={(tag, no) => onChange({ tag }, no)} />;
  if ("segment" in leaf) return <SegmentFields id={leaf.segment} negated={negated} onChange={(segment, no) => onChange({ segment }, no)} />;
  return <BehaviourFields value={leaf} onChange={onChange} />;
}

function SegmentFields({ id, negated, onChange }: { id: string; negated: boolean; onChange: (id: string, negated: boolean) => void }) {
  const { t } = useTranslation();
  const options = useSegmentOptions();
  return (
    <>
      <Select
        value={negated}
        style={{ width: 100 }}
        options={[{ value: false, label: t("segments.isIn") }, { value: true, label: t("segments.isNotIn") }]}
        onChange={(no) => onChange(id, no)}
      />
      <Select value={id || undefined} style={{ minWidth: 200 }} placeholder={t("segments.addSegment")} options={options} onChange={(next) => onChange(next, negated)} />
    </>
  );
}

function RemoveRow({ path, onEdit }: RowProps) {
  const { t } = useTranslation();
  return <Button className="end" size="small" type="text" icon={<DeleteOutlined />} aria-label={t("common.remove")} onClick={() => onEdit(path, null)} />;
}
