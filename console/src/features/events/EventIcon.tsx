import {
  AimOutlined,
  EyeOutlined,
  FieldTimeOutlined,
  HeartOutlined,
  LoginOutlined,
  MessageOutlined,
  PayCircleOutlined,
  QrcodeOutlined,
  RollbackOutlined,
  SendOutlined,
  ShareAltOutlined,
  ShoppingCartOutlined,
  TagOutlined,
  UserAddOutlined,
  UserDeleteOutlined,
} from "@ant-design/icons";
import type { ReactNode } from "react";

const ICONS: Record<string, ReactNode> = {
  subscribe: <HeartOutlined />,
  unsubscribe: <UserDeleteOutlined />,
  del_follow_user: <UserDeleteOutlined />,
  del_external_contact: <UserDeleteOutlined />,
  add_external_contact: <UserAddOutlined />,
  scan: <QrcodeOutlined />,
  text_message: <MessageOutlined />,
  mp_launch: <LoginOutlined />,
  mp_login: <LoginOutlined />,
  member_login: <LoginOutlined />,
  exposure: <EyeOutlined />,
  page_view: <EyeOutlined />,
  click: <AimOutlined />,
  menu_click: <AimOutlined />,
  add_to_cart: <ShoppingCartOutlined />,
  share: <ShareAltOutlined />,
  order_paid: <PayCircleOutlined />,
  order_refunded: <RollbackOutlined />,
  message_sent: <SendOutlined />,
  message_failed: <SendOutlined />,
  tag_added: <TagOutlined />,
  tag_removed: <TagOutlined />,
};

export function EventIcon({ event }: { event: string }) {
  return ICONS[event] ?? <FieldTimeOutlined />;
}
