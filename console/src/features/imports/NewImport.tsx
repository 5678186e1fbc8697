import { InboxOutlined } from "@ant-design/icons";
import { AutoComplete, Button, Drawer, Form, Select, Upload } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { TOUCHPOINT_COLOURS } from "@/app/theme";
import { wordFor } from "@/app/i18n";
import { useSignedIn } from "@/features/session/queries";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { guessColumns, headerOf, OPTIONAL, REQUIRED, type Columns } from "./mapping";
import { useCreateImport, type Mapping } from "./queries";

interface Fields {
  columns: Columns;
  time_zone: string;
  currency: string;
  touchpoint: string;
  properties?: string[];
}

export function NewImport({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const { workspace } = useSignedIn();
  const [form] = Form.useForm<Fields>();
  const [file, setFile] = useState<File | null>(null);
  const [header, setHeader] = useState<string[]>([]);
  const create = useCreateImport();

  const pick = async (picked: File) => {
    setFile(picked);
    const found = picked.name.toLowerCase().endsWith(".csv") ? headerOf(await picked.slice(0, 65_536).text()) : [];
    setHeader(found);
    form.setFieldsValue({ columns: guessColumns(found) });
  };
  const close = () => {
    setFile(null);
    create.reset();
    form.resetFields();
    onClose();
  };
  const send = (fields: Fields) => {
    if (file) create.mutate({ file, mapping: mappingOf(fields) }, { onSuccess: close });
  };
  const choices = header.map((value) => ({ value }));
  return (
    <Drawer open={open} onClose={close} title={t("imports.start")} size={520} destroyOnHidden>
      <Upload.Dragger
        height={132}
        accept=".csv,.parquet"
        maxCount={1}
        showUploadList={false}
        beforeUpload={(picked) => {
          void pick(picked);
          return false;
        }}
      >
        <p><InboxOutlined style={{ fontSize: 28, color: "var(--accent)" }} /></p>
        <p>{file ? file.name : t("imports.drop")}</p>
        <p className="quiet small">{t("imports.dropHint")}</p>
      </Upload.Dragger>
      <Form
        form={form}
        layout="vertical"
        style={{ marginTop: 20 }}
        initialValues={{ time_zone: workspace.time_zone, currency: workspace.currency, touchpoint: "store" }}
        onFinish={send}
      >
        <h3 style={{ fontSize: 14, marginBottom: 12 }}>{t("imports.columns")}</h3>
        <div className="columns" style={{ gridTemplateColumns: "1fr 1fr", gap: "0 16px" }}>
          {[...REQUIRED, ...OPTIONAL].map((column) => {
            const required = (REQUIRED as readonly string[]).includes(column);
            return (
              <Form.Item
                key={column}
                name={["columns", column]}
                label={<>{t(`imports.column.${column}`)}{!required && <span className="faint">（{t("imports.optional")}）</span>}</>}
                rules={[{ required, message: "" }]}
              >
                <AutoComplete options={choices} allowClear />
              </Form.Item>
            );
          })}
          <Form.Item name="time_zone" label={t("imports.timeZone")}>
            <Select showSearch options={Intl.supportedValuesOf("timeZone").map((value) => ({ value }))} />
          </Form.Item>
          <Form.Item name="currency" label={t("imports.currency")}>
            <Select options={["CNY", "GBP", "USD", "EUR", "HKD", "JPY"].map((value) => ({ value }))} />
          </Form.Item>
          <Form.Item name="touchpoint" label={t("imports.touchpoint")}>
            <Select options={Object.keys(TOUCHPOINT_COLOURS).map((value) => ({ value, label: wordFor("touchpoint", value) }))} />
          </Form.Item>
          <Form.Item name="properties" label={t("imports.properties")}>
            <Select mode="tags" options={choices} />
          </Form.Item>
        </div>
        {create.isError && <ProblemNotice error={create.error} />}
        <Button type="primary" block htmlType="submit" disabled={!file} loading={create.isPending} style={{ marginTop: 12 }}>
          {t("imports.upload")}
        </Button>
      </Form>
    </Drawer>
  );
}

function mappingOf({ columns, properties = [], ...rest }: Fields): Mapping {
  const named = Object.fromEntries(Object.entries(columns).filter(([, name]) => name));
  return { ...rest, columns: named, properties: Object.fromEntries(properties.map((name) => [propertyName(name), name])) };
}

/** A column's name as a property may be called. */
function propertyName(column: string): string {
  return column.trim().toLowerCase().replace(/[^a-z0-9]+/g, "_").replace(/^_|_$/g, "") || "column";
}
