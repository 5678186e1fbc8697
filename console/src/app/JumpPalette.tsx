/** ⌘K: go anywhere by typing a few letters; anything else is looked for among people. */
import { UserOutlined } from "@ant-design/icons";
import { Input, Modal } from "antd";
import { useState, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { useSignedIn } from "@/features/session/queries";
import { matching } from "./jump";
import { PLACES } from "./places";

export function JumpPalette({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Modal open={open} onCancel={onClose} footer={null} closable={false} width={520} styles={{ body: { padding: 0 } }} destroyOnHidden>
      <Jump onClose={onClose} />
    </Modal>
  );
}

function Jump({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const { permissions } = useSignedIn();
  const navigate = useNavigate();
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState(0);
  const places = PLACES.flatMap((group) => group.places).filter((place) => permissions.includes(place.permission));
  const found = matching(
    text,
    places.map((place) => ({ path: place.path, words: [t(`nav.${place.key}`), place.key], icon: place.icon, label: t(`nav.${place.key}`) })),
  );
  const items = text.trim()
    ? [...found, { path: `/people?search=${encodeURIComponent(text.trim())}`, icon: <UserOutlined />, label: t("nav.jumpPeople", { text: text.trim() }) }]
    : found;
  const go = (path: string) => {
    onClose();
    void navigate(path);
  };
  const onKey = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      setChosen((chosen + step + items.length) % items.length);
    }
    if (event.key === "Enter" && items[chosen]) go(items[chosen].path);
  };
  return (
    <div onKeyDown={onKey}>
      <Input
        autoFocus
        size="large"
        variant="borderless"
        placeholder={t("nav.jumpPlaceholder")}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setChosen(0);
        }}
      />
      <div className="jump-list" role="listbox">
        {items.map((item, index) => (
          <button
            key={item.path}
            type="button"
            role="option"
            aria-selected={index === chosen}
            className={index === chosen ? "jump-item chosen" : "jump-item"}
            onMouseEnter={() => setChosen(index)}
            onClick={() => go(item.path)}
          >
            {item.icon}
            {item.label}
          </button>
        ))}
      </div>
    </div>
  );
}
